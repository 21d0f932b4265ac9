"""When nobody is being answered: chores that share the process of the site wait for such a moment."""

from __future__ import annotations

from asyncio import sleep
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

REST = 0.03
"""Seconds without a request starting or ending after which the site counts as idle."""
PATIENCE = 5.0
"""Most seconds that a chore waits, on a site that is never idle."""


class Lull:
    """The last moment when a request came or ended. A long upload in progress does not count."""

    def __init__(self) -> None:
        self._last = monotonic() - REST

    def note(self) -> None:
        """A request comes, or ends."""
        self._last = monotonic()

    async def wait(self) -> None:
        """Wait for a moment of rest, or for as long as one can."""
        limit = monotonic() + PATIENCE
        while (left := min(self._last + REST, limit) - monotonic()) > 0:  # noqa: ASYNC110 - no event says that nobody comes
            await sleep(left)


class NotesRequests:
    """Tells a lull about each request."""

    def __init__(self, app: ASGIApp, *, lull: Lull) -> None:
        self.app = app
        self._lull = lull

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass it on."""
        self._lull.note()
        try:
            await self.app(scope, receive, send)
        finally:
            self._lull.note()
