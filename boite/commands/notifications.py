"""`boite notifications --dry-run`: who would be told what on a day, and why. Identifiers only; nothing is kept."""

from __future__ import annotations

import argparse
import asyncio
from datetime import date

import boite.routes  # noqa: F401 - says the addresses that mails write
from boite.bootstrap import say
from boite.clock import today
from boite.database.connection import opened
from boite.notifications import planning
from boite.notifications.planning import Rehearsed
from boite.notifications.reminder import Planned
from boite.settings import Settings


def run(arguments: list[str]) -> int:
    """Write what the sweeps of a day would say, kind after kind."""
    parser = argparse.ArgumentParser(
        "boite notifications", description="Dit qui serait prévenu de quoi, un jour donné."
    )
    parser.add_argument(
        "--dry-run", action="store_true", required=True, help="n'écrit rien : la seule façon pour l'instant"
    )
    parser.add_argument(
        "--date", type=date.fromisoformat, default=None, help="le jour, AAAA-MM-JJ (aujourd'hui sans lui)"
    )
    options = parser.parse_args(arguments)
    for line in asyncio.run(rehearsed(Settings.from_environment(), options.date or today())):
        say(line)
    return 0


async def rehearsed(settings: Settings, day: date) -> list[str]:
    """The lines of the rehearsal of a day."""
    async with opened(settings):
        found = await planning.rehearse(day, settings)
    return [line for each in found for line in _lines(each)]


def _lines(each: Rehearsed) -> list[str]:
    head = f"{each.kind} : {len(each.told)} à dire, {len(each.skipped)} laissés (jours depuis le {each.since:%d/%m/%Y})"
    told = [f"  {_said(planned)}" for planned in each.told]
    return [head, *told, *(f"  {_said(planned)}  pas dit : une étape plus proche l'est" for planned in each.skipped)]


def _said(planned: Planned) -> str:
    until = f"  jusqu'au {planned.expires_at:%Y-%m-%d %H:%M}" if planned.expires_at else ""
    return f"{planned.recipient}  sujet {planned.subject}  étape {planned.step}  dans le service{until}"
