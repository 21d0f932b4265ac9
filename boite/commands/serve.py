"""`boite serve`: the site, in this process."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

import uvicorn

from boite.schema import migrate
from boite.settings import Settings

GRACE = 20
"""Seconds given to the requests under way at a stop. A longer upload resumes at the next start."""


def run(arguments: list[str]) -> int:
    """Bring the database up to date, then serve until stopped."""
    parser = argparse.ArgumentParser("boite serve", description="Sert le site. Les réglages : docs/environnement.md.")
    parser.add_argument("--no-migrate", action="store_true", help="ne met pas la base à jour d'abord")
    options = parser.parse_args(arguments)
    settings = Settings.from_environment()
    if not options.no_migrate:
        asyncio.run(migrate(settings))
    uvicorn.run("boite.app:create_app", **server_options(settings))
    return 0


def server_options(settings: Settings) -> dict[str, Any]:
    """How uvicorn is run, in production as in development."""
    return {
        "factory": True,
        "host": settings.host,
        "port": settings.port,
        "forwarded_allow_ips": settings.trusted_proxies,
        "timeout_graceful_shutdown": GRACE,
        "server_header": False,
        "access_log": False,  # boite.web.logs tells each request, without people's addresses
        "log_config": None,
    }
