"""`boite bounce`: the mail server gives what came back, on standard input (RFC 3464). Made for its pipe.

retours: "|/opt/boite/bin/boite bounce"
"""

from __future__ import annotations

import argparse
import asyncio
import sys

import boite.routes  # noqa: F401 - says the addresses that mails write
from boite.bootstrap import say
from boite.database.connection import opened
from boite.mail import reports, single_bounces
from boite.mail.bounces import Origin
from boite.mail.drawn import draw_with
from boite.mail.reports import Understood
from boite.newsletter import bounces
from boite.notifications.mail_posting import MessageDrawer
from boite.settings import Settings

LONGEST = 1_000_000
"""Bytes of a report: a server that gives the whole letter back gives enough in them."""
NOT_OURS = 65
"""EX_DATAERR of sysexits.h: what mail servers understand as « no, and do not try again »."""


def run(arguments: list[str]) -> int:
    """Returns 0 where the report was understood, 65 where it speaks of no mail of ours."""
    parser = argparse.ArgumentParser("boite bounce", description="Lit un courriel revenu en échec, sur l'entrée.")
    parser.add_argument("--to", default="", help="adresse à laquelle il est revenu, si l'en-tête To n'est pas sûr")
    options = parser.parse_args(arguments)
    raw = sys.stdin.buffer.read(LONGEST)
    said = asyncio.run(_opened(Settings.from_environment(), raw, options.to))
    say(said.value)
    return NOT_OURS if said == Understood.FOREIGN else 0


async def _opened(settings: Settings, raw: bytes, to: str) -> Understood:
    async with opened(settings):
        return await receive(settings, raw, to)


async def receive(settings: Settings, raw: bytes, to: str = "") -> Understood:
    """Note what a report says, of a letter or of a single mail."""
    draw_with(MessageDrawer())
    found = reports.read(settings, raw, to)
    if isinstance(found, Understood):
        return found
    if found.origin == Origin.LETTER:
        return await bounces.receive(settings, found)
    return await single_bounces.receive(settings, found)
