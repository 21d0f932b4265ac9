"""During a maintenance, what would write is answered by a calm page; what only reads goes on."""

from __future__ import annotations

from collections.abc import Collection

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from boite.clock import PARIS
from boite.database.maintenance_mode import LastKnown, Maintenance
from boite.errors import Resting
from boite.languages.messages import _, filled
from boite.languages.values import HourValue
from boite.web.errors import refuse

READS = frozenset({"GET", "HEAD", "OPTIONS"})
AWHILE = 300
"""Seconds after which a program comes back, where nobody said when it ends."""
UNTIL = _("Le service est en entretien jusque vers %(hour)s. Vos papiers restent lisibles. Rien n'a été enregistré.")


class Rests:
    """Stands right inside what answers for errors. Health and numbers are read as ever: they do not write."""

    def __init__(self, app: ASGIApp, *, but: Collection[str] = ()) -> None:
        """`but`: the addresses that are open all the same, such as the one that ends it."""
        self.app = app
        self._but = frozenset(but)
        self._known = LastKnown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what reads."""
        if scope["type"] != "http" or scope["method"] in READS or scope["path"] in self._but:
            await self.app(scope, receive, send)
            return
        found = await self._known.now()
        if not found.on:
            await self.app(scope, receive, send)
            return
        response = await refuse(Request(scope, receive), Resting(_words(found)))
        response.headers["retry-after"] = str(found.seconds_left or AWHILE)
        await response(scope, receive, send)


def _words(found: Maintenance) -> str | None:
    if found.until is None or not found.seconds_left:
        return None
    return filled(UNTIL, hour=HourValue(found.until.astimezone(PARIS).time()))
