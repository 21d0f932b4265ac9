"""One append: bytes become parts, each counted when it has landed; what is left at the end becomes a small object.

The row that is written down (`saved`) follows the one in hands (`row`), except under a checksum: then nothing counts
before it agrees.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Final

from storage.digests import Verifier
from storage.errors import ChecksumMismatch, StorageError, StorageUnavailable, UploadTaken
from storage.s3.client import crc_of
from storage.s3.ledger import Ledger, SentPart, Tail, UploadRow
from storage.s3.objects import LAST_PART, Objects, part_size
from storage.s3.running_digest import RunningDigest
from storage.store import Checksum
from storage.threads import settled

AT_ONCE: Final = 2
"""Parts of one upload on their way together. More gain nothing."""
MOST_TAILS: Final = 16
"""Small objects of one upload; at this many they are joined."""


class LostTail(StorageError):
    """A small object that the row counts is not there, or is not what was kept."""


class Room:
    """The memory for all bytes that wait to be a part, over a store: whoever finds it full writes a small object."""

    def __init__(self, size: int) -> None:
        self.size, self.held = size, 0

    @property
    def full(self) -> bool:
        """Whether bytes should not wait any more."""
        return self.held > self.size


class Receiving:
    """The bytes of one append to an upload that the caller holds. `row.size` is how many bytes it has now."""

    def __init__(
        self, objects: Objects, ledger: Ledger, row: UploadRow, room: Room, checksum: Checksum | None = None
    ) -> None:
        self.row = self._saved = row
        self._objects, self._ledger, self._room = objects, ledger, room
        self._digest = RunningDigest.resumed(row.size, row.state)
        self._verifier = Verifier(checksum) if checksum else None
        self._fresh: list[bytes] = []
        self._held = 0
        self._tail = row.tail_size
        self._used = row.number
        self._flights: deque[asyncio.Task[None]] = deque()
        self._writing = asyncio.Lock()
        self._fault: BaseException | None = None
        self._unsaved: list[SentPart] = []
        self._waste: list[Tail] = []

    async def add(self, chunk: bytes) -> None:
        """Take bytes. Raises what an earlier part raised."""
        while chunk:
            piece = chunk[: part_size(self._used + 1) - self._tail - self._held]
            chunk = chunk[len(piece) :]
            self._fresh.append(piece)
            self._held += len(piece)
            self._room.held += len(piece)
            if self._tail + self._held >= part_size(self._used + 1):
                await settled(asyncio.create_task(self._depart()))
        if self._room.full and self._held:
            await settled(asyncio.create_task(self._spill()))

    async def end(self, *, keep: bool = True) -> None:
        """Wait for what is on its way and write the rest down. With a checksum nothing counts unless `keep`.

        Raises ChecksumMismatch, UploadTaken, LostTail and what a part raised: bytes after it do not count.
        """
        try:
            while self._flights:
                with suppress(Exception):
                    await self._land()
            if self._fault:
                raise self._fault
            if self._held and (keep or not self._verifier):
                await self._spill()
            if self._verifier and keep:
                await self._accept(self._verifier)
        finally:
            self._room.held -= self._held
            self._fresh, self._held = [], 0
            for tail in self._waste:
                with suppress(StorageError):  # the sweep will
                    await self._objects.delete(tail.name)

    async def _accept(self, verifier: Verifier) -> None:
        if not verifier.agrees():
            raise ChecksumMismatch("the body is not the one announced")
        waste = [tail for tail in self._saved.tails if tail not in self.row.tails]
        if not await self._ledger.save(self.row, self._unsaved):
            raise UploadTaken("another holder took it over")
        self._waste += waste

    async def _depart(self) -> None:
        while len(self._flights) >= AT_ONCE:
            await self._land()
        if self._fault:
            raise self._fault
        if self._used >= LAST_PART:
            raise StorageUnavailable(f"{self.row.upload}: more parts than S3 allows")
        await self._reserve()
        self._used += 1
        pieces, size = self._taken()
        tails, self._tail = (list(self.row.tails) if self._tail else []), 0
        previous = self._flights[-1] if self._flights else None
        self._flights.append(asyncio.create_task(self._send(self._used, tails, pieces, size, previous)))

    def _taken(self) -> tuple[list[bytes], int]:
        pieces, size = self._fresh, self._held
        self._fresh, self._held = [], 0
        return pieces, size

    async def _reserve(self) -> None:
        """Numbers are written down before they are used, a few at a time: a later holder will use others."""
        if self.row.multipart and self._used < self.row.number:
            return
        multipart = self.row.multipart or await self._objects.begin(self.row.place)
        async with self._writing:
            number = self._used + AT_ONCE + 1
            self.row = replace(self.row, multipart=multipart, number=number)
            saved = replace(self._saved, multipart=multipart, number=number) if self._verifier else self.row
            await self._write(saved)

    async def _send(
        self, number: int, tails: list[Tail], pieces: list[bytes], size: int, previous: asyncio.Task[None] | None
    ) -> None:
        """Keep a part; count it as soon as it has landed, and those before it."""
        try:
            whole = [*[await read_back(self._objects, tail) for tail in tails], *pieces]
            crc = await asyncio.to_thread(crc_of, whole)
            etag = await self._objects.part(self.row.place, self.row.multipart, number, whole, crc)
            if not etag:
                raise LostTail(f"{self.row.upload}: its object in parts is gone")
            if previous is not None:
                await asyncio.wait([previous])
                if previous.exception() is not None:
                    raise StorageUnavailable("the part before was not kept")
            await asyncio.to_thread(self._feed, pieces)
            async with self._writing:
                state = self._digest.cut() if self._digest else b""
                part = SentPart(number, sum(map(len, whole)), etag, crc, state)
                await self._count(size, tails, parts=[part])
        finally:
            self._room.held -= size

    async def _spill(self) -> None:
        """What waits becomes a small object, with the others where there are many."""
        while self._flights:
            await self._land()
        if self._fault:
            raise self._fault
        gathered = list(self.row.tails) if len(self.row.tails) >= MOST_TAILS else []
        pieces, size = self._taken()
        try:
            whole = [*[await read_back(self._objects, tail) for tail in gathered], *pieces]
            tail = Tail(f"u/{self.row.id}/{self.row.epoch}-{self.row.size + size}", sum(map(len, whole)), crc_of(whole))
            await self._objects.put(tail.name, whole)
            await asyncio.to_thread(self._feed, pieces)
            async with self._writing:
                await self._count(size, gathered, tails=[tail])
            self._tail = self.row.tail_size
        except BaseException as error:
            self._fault = error
            raise
        finally:
            self._room.held -= size

    async def _count(
        self, size: int, gone: Sequence[Tail], *, parts: Sequence[SentPart] = (), tails: Sequence[Tail] = ()
    ) -> None:
        """Inside the lock: what was just kept counts from now on, or once the checksum agrees."""
        self.row = replace(
            self.row,
            size=self.row.size + size,
            tails=[*(tail for tail in self.row.tails if tail not in gone), *tails],
            state=self._digest.state() if self._digest else b"",
        )
        if self._verifier:
            self._unsaved += parts
        else:
            await self._write(self.row, parts)
            self._waste += gone

    async def _write(self, row: UploadRow, parts: Sequence[SentPart] = ()) -> None:
        if not await self._ledger.save(row, parts):
            raise UploadTaken("another holder took it over")
        self._saved = row

    def _feed(self, pieces: list[bytes]) -> None:
        if self._digest:
            self._digest.feed(pieces)
        if self._verifier:
            self._verifier.feed(pieces)

    async def _land(self) -> None:
        flight = self._flights[0]
        try:
            await settled(flight)
        finally:
            self._flights.popleft()
            self._fault = self._fault or flight.exception()


async def read_back(objects: Objects, tail: Tail) -> bytes:
    """The bytes of a small object. Raises LostTail where they are not those kept: asked three times, a line may lie."""
    for _ in range(3):
        content = await objects.get(tail.name)
        if content is not None and len(content) == tail.size and crc_of([content]) == tail.crc:
            return content
    raise LostTail(tail.name)
