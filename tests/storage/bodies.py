"""Bodies of requests, whole, cut or slow, and what their seals must be, computed in another way."""

from __future__ import annotations

import asyncio
import hashlib
import random
import zlib
from collections.abc import AsyncIterator

from storage.keys import new_key
from storage.store import BLOCK, BlobStore, Seal


class LineCut(Exception):
    """The sender went away."""


def some_bytes(size: int, seed: int = 0) -> bytes:
    return random.Random(seed).randbytes(size)


async def body(*pieces: bytes, cut: bool = False) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece
        await asyncio.sleep(0)
    if cut:
        raise LineCut


async def silent(*pieces: bytes) -> AsyncIterator[bytes]:
    """A sender that never goes on, as when its line is dead."""
    for piece in pieces:
        yield piece
    await asyncio.Event().wait()


def sealed(data: bytes) -> Seal:
    blocks = [zlib.crc32(data[first : first + BLOCK]) for first in range(0, len(data), BLOCK)]
    return Seal(len(data), hashlib.sha256(data).hexdigest(), b"".join(crc.to_bytes(4, "big") for crc in blocks))


async def read(
    store: BlobStore, key: str, start: int = 0, stop: int | None = None, *, seal: Seal | None = None
) -> bytes:
    return b"".join([piece async for piece in store.open(key, start, stop, seal=seal)])


async def begun(store: BlobStore, data: bytes = b"") -> str:
    """An upload that already holds these bytes."""
    upload = new_key()
    await store.create(upload)
    await store.append(upload, 0, body(data), limit=len(data))
    return upload


async def listed(names: AsyncIterator[str]) -> set[str]:
    return {name async for name in names}
