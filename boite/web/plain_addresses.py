"""Addresses without the sign that no database takes: PostgreSQL refuses a NUL in a text, and no person types one."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

NUL, UNKNOWN = "\x00", "\ufffd"


class PlainAddresses:
    """Puts a sign of replacement in its place: such an address is then simply that of nothing, on either engine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Form fields lose theirs when they are read (`boite.web.forms`)."""
        if scope["type"] == "http" and NUL in scope["path"]:
            scope = {**scope, "path": scope["path"].replace(NUL, UNKNOWN)}
        await self.app(scope, receive, send)
