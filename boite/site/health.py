"""Whether the process lives, and whether what it needs answers."""

from __future__ import annotations

import asyncio
import logging

from starlette.applications import Starlette
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
DOWN = "en panne"
PATIENCE = 5
"""Seconds after which a silent part counts as down."""


async def alive(request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"sante": "bonne"})


async def ready(request: Request) -> Response:
    """The database and the store answer; 503 with which one does not.

    Faults that leave people their papers are reported without changing the status: late mails, a missing sandbox.
    """
    found = await state(request.app)
    return waiting(JSONResponse(found, status_code=503 if DOWN in found.values() else 200))


async def state(app: Starlette) -> dict[str, str]:
    """Each part and how it is, in French; those beside the database and the store only where both answer."""
    parts = {"base": _database(), "rangement": app.state.store.check()}
    found = {}
    for name, check in parts.items():
        try:
            await asyncio.wait_for(check, PATIENCE)
            found[name] = "prêt"
        except (TimeoutError, OSError, BaseORMException, StorageError) as error:
            log.error("not ready", exc_info=error)
            found[name] = DOWN
    return found | ({} if DOWN in found.values() else await _beside(app.state.settings))


async def _beside(settings: Settings) -> dict[str, str]:
    late = await outbox.late() if reachable(settings) else 0
    lacks = sorted(await sandbox.missing())
    return {
        "courriels": (f"{late} en retard" if late else "prêt") if reachable(settings) else "non réglés",
        "bac à sable": f"sans {' ni '.join(lacks)}" if lacks else "prêt",
    }


async def _database() -> None:
    await fetch("SELECT 1 AS one")
