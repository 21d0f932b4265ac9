"""The headers that every answer carries, unless it says otherwise."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:;"
    " connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
ASSET_POLICY = "default-src 'self'; frame-ancestors 'none'"
"""For our own files, that run nothing by themselves: each byte of it is paid a dozen times by a first page."""
CONTENT_POLICY = "sandbox; default-src 'none'; style-src 'none'; frame-ancestors 'self'"
"""For bytes that somebody uploaded: they never run in the site's origin, whatever they claim to be."""


class SecurityHeaders:
    """Adds them at the last moment; a view that set one keeps it."""

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        self.secure = secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and complete the headers of its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def completed(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, completed)

    def _complete(self, headers: MutableHeaders) -> None:
        headers.setdefault("content-security-policy", PAGE_POLICY)
        headers.setdefault("x-content-type-options", "nosniff")
        headers.setdefault("referrer-policy", "same-origin")
        headers.setdefault("cross-origin-opener-policy", "same-origin")
        headers.setdefault("cross-origin-resource-policy", "same-origin")
        headers.setdefault("permissions-policy", "camera=(), geolocation=(), microphone=()")
        headers.setdefault("cache-control", "no-store")
        if self.secure:
            headers.setdefault("strict-transport-security", "max-age=31536000; includeSubDomains")
