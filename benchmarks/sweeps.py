"""All that a day has to say, over the boxes of a whole region, beside a loop that asks each box."""

from __future__ import annotations

import asyncio
import os
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Final

from benchmarks import many_boxes
from benchmarks.bench import Bench
from benchmarks.process import MEBI
from benchmarks.report import at_most, number
from boite import clock
from boite.clock import PARIS, now, today
from boite.database.connection import fetch, opened
from boite.database.rows import fetch_as
from boite.database.schema import migrate
from boite.files.validity_steps import steps
from boite.notifications import planning
from boite.notifications.models import Notice, Sweep
from boite.notifications.reminders import BY_DAY
from boite.settings import Settings
from storage.memory import MemoryStore
from tests import postgresql

SECONDS: Final = 5
GROWTH: Final = 60
"""MiB that the sweeps may take more than the service at rest."""
FEWER: Final = 3_000
"""Boxes that the plain loop asks: its pace does not change on the way."""
DAYS: Final = 3
"""Days gone through, one after the other. The first one says all that waited for a service just begun."""
OF_BOX: Final = (
    "SELECT f.id, f.name, f.document_type, f.valid_until FROM files_node f JOIN files_space s ON s.id = f.space_id"
    " WHERE s.owner_id = ? AND f.valid_until IS NOT NULL AND f.discard_id IS NULL"
)


@dataclass(frozen=True, slots=True)
class Swept:
    """Seconds of each day and what each told; MiB before, and at the peak; seconds of the plain loop for all."""

    seconds: list[float]
    told: list[int]
    before: float
    peak: float
    plain: float
    papers: int
    tidying: float


def measure(bench: Bench) -> None:
    """Print a line for each engine, and for the plain loop over it."""
    settings = Settings(data=bench.place("passages"), chores=False, log_level="WARNING", base_url="https://exemple.fr")
    print(f"\n### Ce qu'un jour a à dire à {bench.boxes} boîtes ({many_boxes.PAPERS} papiers chacune)\n")
    print("| qui | secondes par jour | personnes prévenues | mémoire avant, pointe (Mio) |")
    print("|---|---|---|---|")
    found = {"SQLite": _line("Ma boîte, SQLite", apart(swept, settings, bench.boxes))}
    server = postgresql.Server()
    try:
        postgresql.run("CREATE DATABASE passages")
        shared = replace(settings, data=bench.place("passages-pg"), database=postgresql.address("passages"))
        found["PostgreSQL"] = _line("Ma boîte, PostgreSQL", apart(swept, shared, bench.boxes))
    finally:
        server.stop()
    print()
    for name, each in found.items():
        at_most(f"{name} : secondes de tous les passages d'un jour", max(each.seconds[1:]), SECONDS)
        at_most(f"{name} : mémoire en plus (Mio)", each.peak - each.before, GROWTH)
        print(f"- {name} : ce qui ne vaut plus, cherché parmi tout ce qui est dit, en {number(each.tidying)} s.")
    bench.forget("passages")


def _line(name: str, each: Swept) -> Swept:
    days = " ; ".join(map(number, each.seconds))
    told = " ; ".join(str(count) for count in each.told)
    print(f"| {name} | {days} | {told} | {number(each.before)}, {number(each.peak)} |")
    print(f"| boucle simple, boîte par boîte | {number(each.plain)} (d'après {FEWER}) | – | – |", flush=True)
    return each


def apart(do: Callable[..., Any], *values: Any) -> Any:
    """In a process of its own: its memory is its own, and Tortoise remembers the first engine that it speaks to."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(do, *values).result()


def swept(settings: Settings, boxes: int) -> Swept:
    """The sweeps of a few days."""
    return asyncio.run(_swept(settings, boxes))


async def _swept(settings: Settings, boxes: int) -> Swept:
    await migrate(settings)
    store = MemoryStore()
    async with opened(settings):
        first = today() + timedelta(days=1)
        await many_boxes.fill(boxes, first)
        await fetch("ANALYZE")
        for reminder in BY_DAY:
            await Sweep.create(kind=reminder.kind.code, day=first - timedelta(days=1), held_until=now(), done_at=now())
        plain = await _plainly(first, boxes)
        forget_peak()
        before, seconds, told = resident(), list[float](), list[int]()
        for days in range(DAYS):
            at = datetime.combine(first + timedelta(days=days), datetime.min.time().replace(hour=17), PARIS)
            clock.advance(at - now())
            begin = time.perf_counter()
            told.append(await planning.sweep_due(settings, store))
            seconds.append(time.perf_counter() - begin)
        begin = time.perf_counter()
        await planning.tidy(settings, store)
        tidying = time.perf_counter() - begin
        if await Notice.filter(gone_at=None).count() != sum(told):
            raise RuntimeError("what is written is not what was told")
        return Swept(seconds, told, before, peak(), plain, boxes * many_boxes.PAPERS, tidying)


async def _plainly(day: date, boxes: int) -> float:
    """The usual loop: each person, their papers, a look at each; nothing is written. For all boxes, in seconds."""
    begin, told = time.perf_counter(), 0
    for rank in range(FEWER):
        for row in await fetch_as(OF_BOX, many_boxes.person_of(rank), valid_until=date):
            told += any(row["valid_until"] - timedelta(days=step) == day for step in steps(row["document_type"]))
    return (time.perf_counter() - begin) * boxes / FEWER


def resident() -> float:
    """MiB now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / MEBI


def forget_peak() -> None:
    """Begin to look for the peak of memory again."""
    Path("/proc/self/clear_refs").write_text("5")


def peak() -> float:
    """MiB at most since it was last forgotten."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
