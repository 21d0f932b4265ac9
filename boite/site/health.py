"""Whether the process lives, and whether what it needs answers."""

from __future__ import annotations

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tortoise.exceptions import BaseORMException

from boite.database.connection import fetch
from boite.files import sandbox
from boite.mail import outbox
from boite.mail.connection import reachable
from boite.settings import Settings
from boite.web.errors import waiting
from storage.errors import StorageError

log = logging.getLogger("boite.health")
PATIENCE = 5
"""Seconds after which a silent part counts as down."""


async def alive(request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"sante": "bonne"})


async def ready(request: Request) -> Response:
    """The database and the store answer; 503 with which one does not.

    Faults that leave people their papers are reported without changing the status: late mails, a missing sandbox.
    """
    parts = {"base": _database(), "rangement": request.app.state.store.check()}
    found = {}
    for name, check in parts.items():
        try:
            await asyncio.wait_for(check, PATIENCE)
            found[name] = "prêt"
        except (TimeoutError, OSError, BaseORMException, StorageError) as error:
            log.error("not ready", exc_info=error)
            found[name] = "en panne"
    works = set(found.values()) == {"prêt"}
    beside = await _beside(request.app.state.settings) if works else {}
    return waiting(JSONResponse(found | beside, status_code=200 if works else 503))


async def _beside(settings: Settings) -> dict[str, str]:
    late = await outbox.late() if reachable(settings) else 0
    lacks = sorted(await sandbox.missing())
    return {
        "courriels": (f"{late} en retard" if late else "prêt") if reachable(settings) else "non réglés",
        "bac à sable": f"sans {' ni '.join(lacks)}" if lacks else "prêt",
    }


async def _database() -> None:
    await fetch("SELECT 1 AS one")
