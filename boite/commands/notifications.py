"""`boite notifications --dry-run`: who would be told what on a day, how, when, and why not. Identifiers only.

Nothing is kept.
"""

from __future__ import annotations

import argparse
import asyncio
from datetime import date

import boite.routes  # noqa: F401 - says the addresses that mails write
from boite.bootstrap import say
from boite.clock import PARIS, today
from boite.database.connection import opened
from boite.notifications import rehearsal
from boite.notifications.channel_names import NAMES
from boite.notifications.rehearsal import Rehearsed, Unspoken, Way
from boite.notifications.reminder import Planned
from boite.settings import Settings

WHY = {
    Unspoken.PRESSING: "une étape plus proche l'est",
    Unspoken.SAID: "déjà dit",
    Unspoken.UNWANTED: "cette personne n'en veut pas",
    Unspoken.NOWHERE: "aucun canal confirmé, ou aucun que le service sache joindre",
    Unspoken.LISTED: "cette sorte ne sort pas du service",
    Unspoken.CLOSING: "sa boîte se ferme",
    Unspoken.LATE: "ce serait trop tard, après ses heures calmes ou sa pause",
    Unspoken.KEPT: "cette personne ne le veut que dans le service",
}


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
        found = await rehearsal.rehearse(day, settings)
    return [line for each in found for line in _lines(each)]


def _lines(each: Rehearsed) -> list[str]:
    said = len(each.told) + len(each.service_alone)
    return [
        f"{each.kind} : {said} à dire, {len(each.unsaid)} laissés (jours depuis le {each.since:%d/%m/%Y})",
        *(f"  {_said(planned)}  {' ; '.join(map(_way, ways))}" for planned, ways in each.told),
        *(f"  {_said(planned)}  dans le service seulement : {WHY[why]}" for planned, why in each.service_alone),
        *(f"  {_said(planned)}  pas dit : {WHY[why]}" for planned, why in each.unsaid),
    ]


def _said(planned: Planned) -> str:
    until = f"  jusqu'au {planned.expires_at:%Y-%m-%d %H:%M}" if planned.expires_at else ""
    return f"{planned.recipient}  sujet {planned.subject}  étape {planned.step}{until}"


def _way(way: Way) -> str:
    grouped = ", groupé" if way.grouped else ""
    return f"{NAMES[way.channel]} n° {way.contact} le {way.due_at.astimezone(PARIS):%Y-%m-%d à %H:%M}{grouped}"
