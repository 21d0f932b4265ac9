"""`boite status`: how the service is, part by part, on one screen. Nobody's name, nobody's papers."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from boite.administration.condition import ChoreState, Condition, condition
from boite.administration.queues import NAMES, QueueState
from boite.bootstrap import say
from boite.clock import PARIS, now
from boite.files.restored_past import held_words
from boite.settings import Settings
from boite.settings.hiding import shown
from boite.text.french import size
from boite.worker import TIMETABLE

TO_SEE, BROKEN = 1, 3


def run(arguments: list[str]) -> int:
    """Returns 0 where all is well, 1 where there is something to look at, 3 where people cannot be served."""
    parser = argparse.ArgumentParser("boite status", description="Dit comment va le service. Ne change rien.")
    parser.add_argument("--json", action="store_true", help="pour un programme")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    found = asyncio.run(condition(settings, TIMETABLE))
    if options.json:
        say(json.dumps(as_data(found, settings), ensure_ascii=False, indent=2))
    else:
        for line in lines(found, settings):
            say(line)
    return BROKEN if found.broken else TO_SEE if found.wrong else 0


def as_data(found: Condition, settings: Settings) -> dict[str, Any]:
    """The same for a program: instants in ISO 8601, sizes in bytes, durations in seconds."""
    return {
        "state": "broken" if found.broken else "to_see" if found.wrong else "well",
        "version": found.version,
        "database": {
            "engine": found.engine,
            "address": shown("database", settings.database_url),
            "applied": found.applied,
            "pending": list(found.pending),
        },
        "store": {"address": shown("storage", settings.storage_url)},
        "broken": found.broken,
        "erasing_held": found.erasing_held,
        "sending_held_since": found.sending_held_since.isoformat() if found.sending_held_since else None,
        "boxes": {"count": found.boxes.count, "quota_bytes": found.boxes.quota, "used_bytes": found.boxes.used},
        "disks": [
            {"folder": str(disk.folder), "free_bytes": disk.free, "total_bytes": disk.total, "level": disk.level}
            for disk in found.disks
        ],
        "queues": [
            {
                "name": each.name,
                "waiting": each.waiting,
                "oldest": each.oldest.isoformat() if each.oldest else None,
                "failed": each.failed,
                "late": each.late,
            }
            for each in found.queues
        ],
        "chores": [
            {
                "name": each.chore.name,
                "every_seconds": each.chore.every,
                "last": each.run.last.isoformat() if each.run.last else None,
                "late": each.late,
                "failing": each.run.failing,
                "runs": each.run.runs,
                "done": each.run.done,
                "failures": each.run.failures,
                "busy_seconds": each.run.busy_ms / 1000,
            }
            for each in found.chores
        ],
    }


def lines(found: Condition, settings: Settings) -> Iterator[str]:
    """The screen, most important first."""
    yield f"Ma boîte SPRO {found.version}"
    if found.broken:
        yield f"EN PANNE\n{found.broken}"
    lacking = f", {len(found.pending)} à faire (boite migrate)" if found.pending else ""
    yield f"base : {found.engine}, {found.applied} migrations{lacking}, {shown('database', settings.database_url)}"
    yield f"rangement : {shown('storage', settings.storage_url)}"
    for disk in found.disks:
        low = "  PRESQUE PLEIN" if disk.level else ""
        yield f"disque de {disk.folder} : {size(disk.free)} libres sur {size(disk.total)} ({disk.percent:.0f} %){low}"
    if found.broken:
        return
    if found.sending_held_since:
        yield f"ENVOIS RETENUS\n{held_words(found.sending_held_since)}"
    if found.erasing_held:
        yield "effacement : il attend la fin d'une sauvegarde"
    yield f"boîtes : {found.boxes.count}, {size(found.boxes.used)} utilisés sur {size(found.boxes.quota)} promis"
    yield "files d'attente :"
    yield from map(_queue, found.queues)
    yield from _chores(found.chores)
    yield "Tout va bien." if not found.wrong else "Il y a quelque chose à regarder."


def _queue(each: QueueState) -> str:
    since = f", le plus ancien depuis {_ago(each.oldest)}" if each.oldest else ""
    failed = f", {each.failed} en échec" if each.failed else ""
    return f"  {NAMES[each.name]} : {each.waiting}{since}{failed}" + "  EN RETARD" * each.late


def _chores(chores: list[ChoreState]) -> Iterator[str]:
    if all(each.run.last is None for each in chores):
        yield "tâches de fond : AUCUNE n'est faite. Lancez « boite work », ou mettez BOITE_CHORES=oui."
        return
    yield f"tâches de fond : {len(chores)}, dont {sum(each.wrong for each in chores)} à regarder"
    for each in chores:
        if each.wrong:
            yield f"  {each.chore.name} : {_last(each.run.last)}, {each.run.failures} échecs" + _why(each)


def _why(each: ChoreState) -> str:
    return "  EN ÉCHEC" if each.run.failing else "  EN RETARD"


def _last(last: datetime | None) -> str:
    return f"faite le {last.astimezone(PARIS):%d/%m à %H:%M}" if last else "jamais faite"


def _ago(instant: datetime) -> str:
    minutes = int((now() - instant).total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"
