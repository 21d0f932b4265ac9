"""Addresses without the character that no database accepts: PostgreSQL refuses NUL in a text, and nobody types one."""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

NUL, UNKNOWN = "\x00", "\ufffd"


class PlainAddresses:
    """Puts the replacement character in its place: such an address then simply leads nowhere, on either engine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. Form fields lose theirs when they are read (`boite.web.forms`)."""
        if scope["type"] == "http" and NUL in scope["path"]:
            scope = {**scope, "path": scope["path"].replace(NUL, UNKNOWN)}
        await self.app(scope, receive, send)
