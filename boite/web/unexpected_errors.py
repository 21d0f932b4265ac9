"""Any exception becomes an answer of ours, inside what gives each answer its headers, its number and its line of log.

Starlette makes its own 500 outside every middleware: without any header, and logged as status 0.
"""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boite.web.errors import crash

log = logging.getLogger("boite.errors")


class LastResort:
    """Stands right inside the security headers, so that a session that cannot be read is answered for too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; answer for what fails. Once an answer has begun, only cutting it tells the truth."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as error:
            if begun:
                log.error("an answer was cut", exc_info=error)
                raise
            response = await crash(Request(scope), error)
            await response(scope, receive, send)
