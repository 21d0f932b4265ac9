"""`boite serve`: the site, in this process or in several."""

from __future__ import annotations

import argparse
import asyncio

import uvicorn

from boite.bootstrap import say
from boite.database.schema import migrate
from boite.database.upgrade.migration_state import check_current
from boite.files.restored_past import held_words, sending_held_since
from boite.files.store_identity import own_store
from boite.settings import Settings
from boite.web_processes import serve_with, server_options, site

MOST = 64
"""Processes of one machine."""


def run(arguments: list[str]) -> int:
    """Bring the database up to date, then serve until stopped. Raises CannotStart where the store is not its own."""
    parser = argparse.ArgumentParser("boite serve", description="Sert le site. Les réglages : docs/environnement.md.")
    parser.add_argument("--no-migrate", action="store_true", help="ne met pas la base à jour d'abord")
    parser.add_argument(
        "--processes",
        type=int,
        choices=range(1, MOST + 1),
        metavar="N",
        help="processus qui répondent ensemble ; les tâches de fond ont alors le leur",
    )
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    asyncio.run((check_current if options.no_migrate else migrate)(settings))
    asyncio.run(_ready(settings))
    settings.secret_keys()  # one that cannot be read stops the start, rather than each page
    if options.processes is not None:
        return serve_with(options.processes, settings)
    uvicorn.run(site, **server_options(settings))
    return 0


async def _ready(settings: Settings) -> None:
    """Look whether the store is this base's, and say what an operator must know. Raises CannotStart."""
    async with own_store(settings):
        if since := await sending_held_since():
            say(held_words(since))
