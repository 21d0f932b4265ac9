"""The end of an upload: its parts become one object, without a copy where its key was told when it began.

The key is written in the row before anything is done (`finishing`): whoever dies in between, the next one goes on.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from itertools import takewhile
from typing import Final

from storage.errors import BlobMissing, StorageError, StorageUnavailable, UploadMissing, UploadTaken
from storage.s3.client import crc_of
from storage.s3.ledger import Ledger, SentPart, UploadRow
from storage.s3.objects import Completed, Objects
from storage.s3.reading import read
from storage.s3.receiving import LostTail, read_back
from storage.s3.running_digest import HEAD, RunningDigest
from storage.store import Seal

log = logging.getLogger("storage.s3")
TABLE: Final = HEAD
"""Where the table of blocks begins in the state of a part."""


class Finisher:
    """Ends uploads that the caller holds."""

    def __init__(self, objects: Objects, ledger: Ledger) -> None:
        self._objects, self._ledger = objects, ledger

    async def finish(self, row: UploadRow, key: str) -> Seal:
        """Make the blob and forget the row. Raises StorageError where the key is another blob's, or told otherwise."""
        blob = f"b/{key}"
        if not row.finishing:
            if await self._objects.head(blob):
                raise StorageError(f"{key} is the key of another blob")
            row.finishing = key
            await self._write(row)
        elif row.finishing != key:
            raise UploadMissing(row.upload)
        parts = await self._ledger.parts(row)
        try:
            await self._make(row, parts, blob)
        except LostTail as error:
            lost = row.size - await self.reconcile(row)
            log.error("bytes of an upload are lost", extra={"fields": {"upload": row.upload, "bytes": lost}})
            raise StorageUnavailable(f"{row.upload}: {lost} bytes are to be sent again") from error
        seal = await self._seal(row, parts, key)
        if row.multipart and not parts:
            await self._objects.abort(row.place, row.multipart)
        await self.erase_small_objects(row)
        await self._ledger.remove(row)
        return seal

    async def _make(self, row: UploadRow, parts: list[SentPart], blob: str) -> None:
        """The whole object under its name, of the right size. Each step may have been done by somebody who died."""
        head = await self._objects.head(blob)
        if head is None or head.size != row.size:
            if row.multipart and parts:
                await self._complete(row, parts)
                if row.place != blob and (whole := await self._objects.head(row.place)):
                    await self._objects.copy(row.place, blob, whole.etag)
            else:
                await self._objects.put(blob, [await read_back(self._objects, tail) for tail in row.tails])
            head = await self._objects.head(blob)
        if head is None:
            raise LostTail(blob)
        if head.size != row.size:
            raise StorageUnavailable(f"{blob}: {head.size} bytes instead of {row.size}")

    async def _complete(self, row: UploadRow, parts: list[SentPart]) -> None:
        """Raises LostTail where the service does not have what it said it kept."""
        named = [(part.number, part.etag, part.crc) for part in parts]
        if row.tails:
            row.number += 1
            await self._write(row)
            pieces = [await read_back(self._objects, tail) for tail in row.tails]
            crc = crc_of(pieces)
            etag = await self._objects.part(row.place, row.multipart, row.number, pieces, crc)
            if not etag:
                return  # completed by somebody who died just after, or gone: the object itself will tell
            named.append((row.number, etag, crc))
        if await self._objects.complete(row.place, row.multipart, named) is Completed.WRONG:
            raise LostTail(row.place)

    async def _seal(self, row: UploadRow, parts: list[SentPart], key: str) -> Seal:
        digest = RunningDigest.resumed(row.size, row.state)
        if digest is None or not all(part.state for part in parts):
            return await self.seal_again(key)
        return digest.sealed(b"".join(part.state[TABLE:] for part in parts))

    async def seal_again(self, key: str) -> Seal:
        """Seal a blob that is there, by reading it whole. Raises UploadMissing where there is none."""
        digest = RunningDigest()
        try:
            async for piece in read(self._objects, f"b/{key}"):
                await asyncio.to_thread(digest.feed, [piece])
        except BlobMissing:
            raise UploadMissing("neither the upload nor the blob is there") from None
        return digest.seal()

    async def reconcile(self, row: UploadRow) -> int:
        """Believe what the service says it keeps: the first parts that are as they were counted. Gives the new size.

        A loss of bytes that were acknowledged, by the service: nothing better can be done than to ask for them again.
        """
        kept = await self._objects.parts(row.place, row.multipart) if row.multipart else None
        parts = await self._ledger.parts(row)

        def stands(part: SentPart) -> bool:
            found = (kept or {}).get(part.number)
            return found is not None and (found.size, found.etag) == (part.size, part.etag)

        left = list(takewhile(stands, parts))
        known = await self._ledger.read(row.upload)
        row = known if known is not None and known.epoch == row.epoch else row
        gone = row.tails
        row.size, row.tails, row.finishing = sum(part.size for part in left), [], ""
        row.state = left[-1].state[:TABLE] if left else b""
        row.multipart = row.multipart if kept is not None else ""
        await self._write(row, last=left[-1].number if left else 0)
        for tail in gone:
            with suppress(StorageError):
                await self._objects.delete(tail.name)
        return row.size

    async def erase_small_objects(self, row: UploadRow) -> None:
        """What only an upload in progress needs."""
        whole = [row.place] if row.place.startswith("u/") else []
        for name in [*(tail.name for tail in row.tails), *whole]:
            with suppress(StorageError):  # the sweep will
                await self._objects.delete(name)

    async def _write(self, row: UploadRow, *, last: int | None = None) -> None:
        if not await self._ledger.save(row, last=last):
            raise UploadTaken("another holder took it over")
