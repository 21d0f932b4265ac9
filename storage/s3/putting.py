"""Keeps a body that comes at once: in one request where it is short, else in parts of one object."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from contextlib import suppress
from typing import Final

from storage.digests import Digest
from storage.errors import StorageError, StorageUnavailable
from storage.s3.client import crc_of
from storage.s3.objects import Completed, Objects, part_size
from storage.s3.receiving import AT_ONCE
from storage.store import Seal
from storage.threads import settled

SHORT: Final = 128 * 1024
"""Bytes that are digested at once: a trip to a thread would cost more."""
Named = tuple[int, str, int]


async def put(objects: Objects, name: str, chunks: AsyncIterable[bytes]) -> Seal:
    """Keep these bytes under this name, replacing what was there in one stroke. Nothing is kept of a body cut short.

    Raises what `chunks` raises, StorageUnavailable.
    """
    body = _Body(objects, name)
    try:
        async for chunk in chunks:
            await body.add(chunk)
        return await body.end()
    except BaseException:
        await settled(asyncio.create_task(body.give_up()))
        raise


class _Body:
    """What came so far."""

    def __init__(self, objects: Objects, name: str) -> None:
        self._objects, self._name = objects, name
        self._digest = Digest()
        self._number = ""
        self._fresh: list[bytes] = []
        self._held = 0
        self._flights: list[asyncio.Task[Named]] = []
        self._sent = 0

    async def add(self, chunk: bytes) -> None:
        self._fresh.append(chunk)
        self._held += len(chunk)
        if self._held >= part_size(self._sent + 1):
            await self._depart()

    async def end(self) -> Seal:
        if not self._number:
            await self._feed(self._fresh, self._held)
            await self._objects.put(self._name, self._fresh)
            return self._digest.seal()
        if self._held:
            await self._depart()
        named = [await flight for flight in self._flights]
        if await self._objects.complete(self._name, self._number, named) is Completed.WRONG:
            raise StorageUnavailable(f"{self._name}: the service does not have the parts that it kept")
        head = await self._objects.head(self._name)
        if head is None or head.size != self._digest.size:
            raise StorageUnavailable(f"{self._name}: kept, says the service, which does not have it")
        return self._digest.seal()

    async def give_up(self) -> None:
        for flight in self._flights:
            flight.cancel()
        await asyncio.gather(*self._flights, return_exceptions=True)
        if self._number:
            with suppress(StorageError):  # the sweep will
                await self._objects.abort(self._name, self._number)

    async def _depart(self) -> None:
        if not self._number:
            self._number = await self._objects.begin(self._name)
        pieces, size = self._fresh, self._held
        self._fresh, self._held = [], 0
        if len(self._flights) >= AT_ONCE:
            await self._flights[-AT_ONCE]
        self._sent += 1
        self._flights.append(asyncio.create_task(self._send(self._sent, pieces)))
        await self._feed(pieces, size)

    async def _send(self, part: int, pieces: list[bytes]) -> Named:
        crc = await asyncio.to_thread(crc_of, pieces)
        return part, await self._objects.part(self._name, self._number, part, pieces, crc), crc

    async def _feed(self, pieces: list[bytes], size: int) -> None:
        if size <= SHORT:
            self._digest.feed(pieces)
        else:
            await asyncio.to_thread(self._digest.feed, pieces)
