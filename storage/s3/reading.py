"""Reads a part of an object block by block, each one verified before any of its bytes is given.

One request gives all the blocks. Where it is cut, or a block is not the one that was sealed, the rest is asked again
on another connection: a bad line must not mark a sound paper as damaged.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Final

import aiohttp

from storage.digests import verify_block, verify_size
from storage.errors import BlobCorrupted, BlobMissing, StorageUnavailable
from storage.reading import Part, parts
from storage.s3.answers import Answer
from storage.s3.client import FAULTS, WAITS
from storage.s3.objects import Objects
from storage.store import BLOCK, Seal

WRONG_TWICE: Final = 2
"""Times that a block which is not the one sealed is asked again."""
TOTAL: Final = re.compile(r"bytes (?:\d+-\d+|\*)/(\d+)")


class Reread(Exception):
    """A line that failed, or bytes that are not those that were sealed: to be asked again."""


async def read(
    objects: Objects, name: str, start: int = 0, stop: int | None = None, seal: Seal | None = None
) -> AsyncGenerator[bytes, None]:
    """Give a range in pieces of a block at most. Raises BlobMissing, BlobCorrupted, StorageUnavailable, ValueError."""
    list(parts(start, stop, 0))  # a range that means nothing is refused first
    reading = _Reading(objects, name, start, stop, seal)
    waits, wrong = iter(WAITS), 0
    while not reading.over:
        before = reading.next_block
        try:
            async with aclosing(reading.pieces()) as pieces:
                async for piece in pieces:
                    yield piece
        except BlobCorrupted:
            wrong = 1 if reading.next_block != before else wrong + 1
            if wrong > WRONG_TWICE:
                raise
        except (Reread, *FAULTS) as error:
            if reading.next_block != before:
                waits = iter(WAITS)
            wait = next(waits, None)
            if wait is None:
                raise StorageUnavailable(f"{name}: {type(error).__name__} {error}") from error
            await asyncio.sleep(wait)


class _Reading:
    """One range of one object. `next_block` is the first that was not given yet."""

    def __init__(self, objects: Objects, name: str, start: int, stop: int | None, seal: Seal | None) -> None:
        self._objects, self._name, self._seal = objects, name, seal
        self._start, self._stop = start, stop
        self.next_block = start // BLOCK
        self.over = False

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        """What was not given yet, in one request."""
        first = self.next_block * BLOCK
        size = self._seal.size if self._seal else None
        if self._stop == self._start or (size is not None and first >= size):
            await self._look()
            return
        last = "" if self._stop is None else -(-self._stop // BLOCK) * BLOCK - 1
        async with self._objects.client.reading(self._name, {"Range": f"bytes={first}-{last}"}) as response:
            if response.status == 416:
                await self._look()
                return
            size = await self._size(response)
            async for part, block in _blocks(response, parts(max(self._start, first), self._stop, size), size):
                verify_block(part.number, block, self._seal)
                self.next_block = part.number + 1
                yield block[part.lower : part.upper]
        self.over = True

    async def _look(self) -> None:
        """A range that holds nothing: there is only the size to verify."""
        head = await self._objects.head(self._name)
        if head is None:
            raise BlobMissing(self._name)
        verify_size(head.size, self._seal)
        self.over = True

    async def _size(self, response: aiohttp.ClientResponse) -> int:
        """The size of the whole object, verified. Raises BlobMissing, BlobCorrupted, StorageUnavailable, Reread."""
        if response.status != 206:
            answer = Answer(response.status, response.headers, await response.content.read(4096))
            if answer.status == 404 and answer.code != "NoSuchBucket":
                raise BlobMissing(self._name)
            if answer.passing or answer.status == 200:
                raise Reread(f"answered {answer.status} {answer.code}")
            raise answer.refusal()
        total = TOTAL.fullmatch(response.headers.get("Content-Range", ""))
        if total is None:
            raise Reread("the range that was given is not told")
        verify_size(int(total[1]), self._seal)
        return int(total[1])


async def _blocks(
    response: aiohttp.ClientResponse, wanted: Iterator[Part], size: int
) -> AsyncGenerator[tuple[Part, bytes], None]:
    """The whole blocks of an answer, each with what is wanted of it. Raises Reread."""
    buffer = bytearray()
    for part in wanted:
        length = min(BLOCK, size - part.number * BLOCK)
        while len(buffer) < length:
            piece = await response.content.readany()
            if not piece:
                raise Reread("the answer is cut")
            buffer += piece
        yield part, bytes(buffer[:length])
        del buffer[:length]
