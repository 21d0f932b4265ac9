"""A second protection besides the form token: a browser that says the request comes from another site is refused."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}


class SameOrigin:
    """Refuses actions that another site makes in somebody's name (Sec-Fetch-Site, Fetch Metadata, W3C)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through safe methods, our own pages, and clients that are no browser."""
        if scope["type"] == "http" and scope["method"] not in SAFE:
            site = Headers(scope=scope).get("sec-fetch-site", "none")
            if site not in {"same-origin", "none"}:
                await PlainTextResponse("Requête refusée.", status_code=403)(scope, receive, send)
                return
        await self.app(scope, receive, send)
