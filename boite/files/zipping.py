"""A zip written while it is sent: never whole in memory nor on a disk, each paper verified before it goes in."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID
from zipfile import ZipFile, ZipInfo

from anyio import CapacityLimiter, to_thread

from boite.clock import now
from boite.errors import Damaged
from boite.files import names
from boite.files.corruption import verified_row
from boite.files.models import Blob
from boite.files.zip_dates import local_date
from storage.store import BLOCK, BlobStore

if TYPE_CHECKING:
    from typing_extensions import Buffer

log = logging.getLogger("boite.archive")

DAMAGED_NAME = "PAPIERS ABIMÉS.txt"
DAMAGED_WORDS = (
    "Ces papiers sont abîmés sur nos disques, ou nous n'avons pas pu les lire.\r\n"
    "Ils manquent dans cette archive. L'incident est noté.\r\n\r\n"
)
FOLDER = 0o40775 << 16 | 0x10
"""What says « folder » to Unix and to Windows."""


@dataclass(frozen=True, slots=True)
class ZipEntry:
    """One thing of an archive: a path (ending with a slash for a folder) and what goes there."""

    path: str
    content: bytes | AsyncGenerator[bytes, None] = b""
    blob: str = ""
    """The key of a blob to copy, instead of `content`."""
    size: int = 0
    """Of that blob, in bytes."""
    node: UUID | str = ""
    """The paper whose blob it is, to be marked if its bytes are damaged."""
    at: datetime | str = field(default_factory=now)
    """The date it bears; raw rows of SQLite give text."""


class _Outbox:
    """Where the zip is written: what waits to be sent. It does not rewind: the line does not either."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def write(self, data: Buffer) -> int:
        piece = bytes(data)
        self._waiting.append(piece)
        return len(piece)

    def flush(self) -> None:
        """Nothing to do: `take` sends."""

    def close(self) -> None:
        """Nothing to close."""

    def take(self) -> bytes:
        """Take what was waiting to be sent."""
        pieces, self._waiting = self._waiting, []
        return b"".join(pieces)


async def zipped(entries: AsyncIterator[ZipEntry], store: BlobStore) -> AsyncGenerator[bytes, None]:
    """The bytes of a zip of these entries. A damaged paper is told inside, and does not stop the rest."""
    out = _Outbox()
    damaged: list[str] = []
    with ZipFile(out, "w") as archive:
        async for entry in entries:
            try:
                content = await _verified(entry, store) if entry.blob else entry.content
                async for piece in _written(archive, entry, content, out):
                    yield piece
            except Damaged as error:
                log.error("damaged paper", exc_info=error, extra={"fields": {"blob": entry.blob}})
                damaged.append(entry.path)
                _forget(archive, entry.path)
        if damaged:
            lines = "".join(f"- {path}\r\n" for path in damaged)
            path = _free(archive, DAMAGED_NAME)
            archive.writestr(_head(ZipEntry(path)), (DAMAGED_WORDS + lines).encode("utf-8-sig"))
    yield out.take()


async def _written(
    archive: ZipFile, entry: ZipEntry, content: bytes | AsyncGenerator[bytes, None], out: _Outbox
) -> AsyncGenerator[bytes, None]:
    # A limiter of its own: archives sent to slow readers must not hold the threads of everybody else.
    thread = partial(to_thread.run_sync, limiter=CapacityLimiter(1))
    if isinstance(content, bytes):
        await thread(archive.writestr, _head(entry), content)
        yield out.take()
        return
    async with aclosing(content):
        with archive.open(_head(entry), "w", force_zip64=not entry.size) as file:
            async for piece in content:
                await thread(file.write, piece)
                yield out.take()
    yield out.take()


def _head(entry: ZipEntry) -> ZipInfo:
    info = ZipInfo(entry.path, local_date(entry.at))
    info.file_size = entry.size  # only an announce: it says whether long sizes are needed
    if info.is_dir():
        info.external_attr = FOLDER
    return info


def _forget(archive: ZipFile, path: str) -> None:
    """Take a paper that broke while it was copied out of the archive's table: half of it is not the paper."""
    if path in archive.NameToInfo:
        archive.filelist.remove(archive.NameToInfo.pop(path))


def _free(archive: ZipFile, name: str) -> str:
    """This name, or the same with a number where somebody's paper has it."""
    free, number = name, 2
    while free in archive.NameToInfo:
        free, number = names.numbered(name, number), number + 1
    return free


async def _verified(entry: ZipEntry, store: BlobStore) -> bytes | AsyncGenerator[bytes, None]:
    """The bytes of a blob, once all of them were seen to be good: a zip cannot take back a half paper.

    A long blob is read twice; the second time, the machine still has it in memory. Raises Damaged.
    """
    blob = await Blob.get_or_none(key=entry.blob)
    if blob is None:
        raise Damaged
    reading = verified_row(entry.node, blob, store)
    if blob.size <= BLOCK:
        return b"".join([piece async for piece in reading])
    async for _ in reading:
        pass
    return verified_row(entry.node, blob, store)
