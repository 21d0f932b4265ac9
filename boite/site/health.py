"""Whether the process lives, and whether what it needs answers."""

from __future__ import annotations

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from tortoise.exceptions import BaseORMException

from boite.database.connection import fetch
from boite.web.errors import waiting
from storage.errors import StorageError

log = logging.getLogger("boite.health")
PATIENCE = 5
"""Seconds after which a silent part counts as down."""


async def alive(request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"sante": "bonne"})


async def ready(request: Request) -> Response:
    """The database and the store answer; 503 with which one does not."""
    parts = {"base": _database(), "rangement": request.app.state.store.check()}
    found = {}
    for name, check in parts.items():
        try:
            await asyncio.wait_for(check, PATIENCE)
            found[name] = "prêt"
        except (TimeoutError, OSError, BaseORMException, StorageError) as error:
            log.error("not ready", exc_info=error)
            found[name] = "en panne"
    return waiting(JSONResponse(found, status_code=200 if set(found.values()) == {"prêt"} else 503))


async def _database() -> None:
    await fetch("SELECT 1 AS one")
