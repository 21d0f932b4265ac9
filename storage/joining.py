"""Joins the small chunks of a body, so that each trip to a thread carries about one block."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

from storage.store import BLOCK
from storage.threads import settled

MOST_PIECES: Final = 1024
"""Small pieces are joined this many at a time, so that their list costs less than they do."""
PATIENCE: Final = 1.0
"""Most seconds that a slow sender's bytes wait here once the next ones have come."""


class Joiner:
    """Collects chunks and sends them in order, one trip at a time: the next block is received during the trip."""

    def __init__(self, send: Callable[[list[bytes]], asyncio.Future[None]]) -> None:
        self._send = send
        self._pieces: list[bytes] = []
        self._held = 0
        self._sent_at = monotonic()
        self._flight: asyncio.Future[None] | None = None
        self._broken = False

    async def add(self, chunk: bytes) -> None:
        """Take a chunk. Raises what an earlier trip raised."""
        self._pieces.append(chunk)
        self._held += len(chunk)
        if self._held >= BLOCK or len(self._pieces) >= MOST_PIECES or monotonic() - self._sent_at > PATIENCE:
            await self._depart()

    async def rest(self) -> list[bytes]:
        """Wait for the trip in progress and give the pieces left; none if it failed: there would be a gap."""
        await self._land()
        pieces, self._pieces, self._held = self._pieces, [], 0
        return [] if self._broken else pieces

    async def flush(self) -> None:
        """Send what is left and wait for it."""
        if pieces := await self.rest():
            self._flight = self._send(pieces)
            await self._land()

    async def _depart(self) -> None:
        await self._land()
        pieces, self._pieces, self._held = self._pieces, [], 0
        self._sent_at = monotonic()
        self._flight = self._send(pieces)

    async def _land(self) -> None:
        flight, self._flight = self._flight, None
        if flight is None:
            return
        try:
            await settled(flight)
        finally:
            self._broken = flight.exception() is not None
