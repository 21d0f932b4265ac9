"""A zip written while it is sent: never whole in memory nor on a disk, each paper verified before it goes in."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import aclosing
from dataclasses import dataclass

from anyio import CapacityLimiter, from_thread, to_thread
from zipstream.ng import ZipStream

from boite.files.models import Blob
from boite.files.previews import seal_of
from storage.errors import BlobCorrupted, BlobMissing
from storage.store import BLOCK, BlobStore, Seal

log = logging.getLogger("boite.archive")
# It would write the names of people's papers in our logs.
logging.getLogger("zipstream.ng").setLevel(logging.ERROR)

DAMAGED_NAME = "PAPIERS ABIMÉS.txt"
DAMAGED_WORDS = (
    "Ces papiers sont abîmés sur nos disques, ou nous n'avons pas pu les lire.\r\n"
    "Ils manquent dans cette archive. L'équipe technique est prévenue.\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing of an archive: a path (ending with a slash for an empty folder) and what goes there."""

    path: str
    content: bytes | AsyncGenerator[bytes, None] = b""
    blob: str = ""
    """The key of a blob to copy, instead of `content`."""


class _Damaged(Exception):
    """Bytes that are not those deposited, or are no longer there."""


async def zipped(entries: AsyncIterator[Entry], store: BlobStore) -> AsyncGenerator[bytes, None]:
    """The bytes of a zip of these entries. A damaged paper is told inside, and does not stop the rest."""
    archive = ZipStream()
    # A limiter of its own: archives sent to slow readers must not hold the threads of everybody else.
    limiter = CapacityLimiter(1)
    damaged: list[str] = []
    async for entry in entries:
        try:
            content = await _verified(entry.blob, store) if entry.blob else entry.content
        except _Damaged:
            damaged.append(entry.path)
            continue
        async for piece in _one(archive, entry.path, content, damaged, limiter):
            yield piece
    if damaged:
        archive.add((DAMAGED_WORDS + "".join(f"- {path}\r\n" for path in damaged)).encode("utf-8-sig"), DAMAGED_NAME)
    async for piece in _steps(archive.finalize(), limiter):
        yield piece


async def _one(
    archive: ZipStream,
    path: str,
    content: bytes | AsyncGenerator[bytes, None],
    damaged: list[str],
    limiter: CapacityLimiter,
) -> AsyncIterator[bytes]:
    if isinstance(content, bytes):
        archive.add(content, path)
        async for piece in _steps(archive.file(), limiter):
            yield piece
        return
    async with aclosing(content):
        archive.add(_pulled(content, path, damaged), path)
        async for piece in _steps(archive.file(), limiter):
            yield piece


async def _steps(pieces: Iterator[bytes], limiter: CapacityLimiter) -> AsyncIterator[bytes]:
    """Each step of a blocking generator in a thread."""
    while (piece := await to_thread.run_sync(next, pieces, None, limiter=limiter)) is not None:
        yield piece


def _pulled(content: AsyncGenerator[bytes, None], path: str, damaged: list[str]) -> Iterator[bytes]:
    """What the loop reads, seen from the thread that writes the zip."""

    async def pull() -> bytes | None:
        return await anext(content, None)

    try:
        while (piece := from_thread.run(pull)) is not None:
            yield piece
    except _Damaged:  # between the verification and the copy: cut there, and told
        damaged.append(path)


async def _verified(key: str, store: BlobStore) -> bytes | AsyncGenerator[bytes, None]:
    """The bytes of a blob, once all of them were seen to be good: a zip cannot take back a half paper.

    A long blob is read twice; the second time, the machine still has it in memory. Raises _Damaged.
    """
    blob = await Blob.get_or_none(key=key)
    if blob is None:
        raise _Damaged
    reading = _reading(key, seal_of(blob), store)
    if blob.size <= BLOCK:
        return b"".join([piece async for piece in reading])
    async for _ in reading:
        pass
    return _reading(key, seal_of(blob), store)


async def _reading(key: str, seal: Seal, store: BlobStore) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in store.open(key, seal=seal):
            yield piece
    except (BlobCorrupted, BlobMissing) as error:
        log.error("damaged paper", exc_info=error, extra={"fields": {"blob": key}})
        raise _Damaged from error
