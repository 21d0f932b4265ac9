"""`boite serve`: the site, in this process."""

from __future__ import annotations

import argparse
import asyncio
import gc
from typing import Any

import uvicorn
from starlette.applications import Starlette

from boite.app import create_app
from boite.bootstrap import say
from boite.database.schema import migrate
from boite.database.upgrade.migration_state import check_current
from boite.files.restored_past import held_words, sending_held_since
from boite.files.store_identity import own_store
from boite.settings import Settings
from boite.web.bounded_connections import bounded

GRACE = 20
"""Seconds given to the requests under way at a stop. A longer upload resumes at the next start."""


def run(arguments: list[str]) -> int:
    """Bring the database up to date, then serve until stopped. Raises CannotStart where the store is not its own."""
    parser = argparse.ArgumentParser("boite serve", description="Sert le site. Les réglages : docs/environnement.md.")
    parser.add_argument("--no-migrate", action="store_true", help="ne met pas la base à jour d'abord")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    asyncio.run((check_current if options.no_migrate else migrate)(settings))
    asyncio.run(_ready(settings))
    settings.secret_keys()  # one that cannot be read stops the start, rather than each page
    uvicorn.run(site, **server_options(settings))
    return 0


async def _ready(settings: Settings) -> None:
    """Look whether the store is this base's, and say what an operator must know. Raises CannotStart."""
    async with own_store(settings):
        if since := await sending_held_since():
            say(held_words(since))


def site() -> Starlette:
    """The application of a process that does nothing else, and whose code the garbage collector no longer walks.

    A hundred thousand objects of modules and models, none of which ever goes: each full collection looked at all of
    them, and everybody waited some 70 ms meanwhile.
    """
    app = create_app()
    gc.collect()
    gc.freeze()
    return app


def server_options(settings: Settings) -> dict[str, Any]:
    """How uvicorn is run, in production as in development."""
    return {
        "factory": True,
        "http": bounded(settings),
        "host": settings.host,
        "port": settings.port,
        "forwarded_allow_ips": settings.trusted_proxies,
        "timeout_graceful_shutdown": GRACE,
        "server_header": False,
        "access_log": False,  # boite.web.logs tells each request, without people's addresses
        "log_config": None,
    }
