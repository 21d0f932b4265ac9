"""The number of what is new, put in each page of somebody signed in as it leaves: one query, on pages that say it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from uuid import UUID

from markupsafe import Markup
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boite.web import page_cache
from boite.web.badge_place import PLACE

WHOLE = PLACE.encode()
MOST = 99
"""Beyond, « 99+ »."""
Count = Callable[[UUID, UUID], Awaitable[int]]
"""From a person and their session."""


class Badge:
    """Fills in `badge_place.PLACE`. A page without it is nobody's, or a part of one: it costs nothing."""

    def __init__(self, app: ASGIApp, *, count: Count) -> None:
        self.app = app
        self.count = count

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hold the head of a page until its body is there."""
        if scope["type"] != "http" or scope.get("state", {}).get("user") is None:
            await self.app(scope, receive, send)
            return
        head: list[Message] = []

        async def filled(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                head.append(message)
                return
            if head:
                message = await self._filled(Request(scope), head[0], message)
                await send(head.pop())
            await send(message)

        await self.app(scope, receive, filled)

    async def _filled(self, request: Request, start: Message, message: Message) -> Message:
        body = message.get("body", b"")
        if WHOLE not in body:
            return message
        who, here = request.state.user.id, request.state.session.id
        count = await page_cache.fact(request, f"new {who} {here}", lambda: self.count(who, here))
        whole = body.replace(WHOLE, drawn(count).encode())
        headers = MutableHeaders(raw=start["headers"])
        if "content-length" in headers:
            headers["content-length"] = str(len(whole))
        start["headers"] = headers.raw
        return {**message, "body": whole}


def _is_page(start: Message) -> bool:
    return MutableHeaders(raw=start["headers"]).get("content-type", "").startswith("text/html")


def shown(count: int) -> str:
    """The number in signs: « 99+ » beyond `MOST`."""
    return f"{MOST}+" if count > MOST else str(count)


def drawn(count: int) -> Markup:
    """The number as a page shows it: nothing for none."""
    return Markup('<span class="count">{}</span>').format(shown(count)) if count else Markup("")
