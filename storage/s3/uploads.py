"""Uploads in a bucket: the rows of the ledger say what counts, and who alone may write.

No file, no memory of another request: each request may come to another machine.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from time import monotonic
from typing import Final

from storage.errors import OffsetMismatch, StorageError, UploadMissing, UploadTaken, UploadTooLong
from storage.keys import checked, new_key
from storage.locks import LOOK, RETRY, Hold, Holds
from storage.s3.finishing import Finisher
from storage.s3.identity import Badge
from storage.s3.ledger import Ledger, UploadRow
from storage.s3.objects import Objects
from storage.s3.receiving import LostTail, Receiving, Room
from storage.store import Checksum, Seal
from storage.threads import settled

log = logging.getLogger("storage.s3")
GRACE: Final = 1.0
"""Seconds that a holder on another machine has to let go; then it is taken over, whatever it does."""
ROOM: Final = 128 * 1024 * 1024
"""Bytes of all uploads together that may wait in memory to be parts, for one process."""


class S3Uploads:
    """The half of an S3Store that receives."""

    def __init__(self, objects: Objects, ledger: Ledger, patience: float, *, room: int = ROOM) -> None:
        self.objects, self.ledger = objects, ledger
        self.badge = Badge(objects)
        self._holds = Holds(patience)
        self._patience = patience
        self._me = new_key()
        self._watch = _Watch(ledger, self._me)
        self._finisher = Finisher(objects, ledger)
        self._room = Room(room)

    @asynccontextmanager
    async def _held(self, upload: str) -> AsyncIterator[tuple[Hold, UploadRow]]:
        """Hold an upload, over every machine. Raises UploadMissing, UploadTaken."""
        async with self._holds.hold(upload) as hold:
            row = await self._taken(upload)
            try:
                with self._watch.looking(upload, hold):
                    yield hold, row
            finally:
                await settled(asyncio.create_task(self.ledger.release(row)))

    async def _taken(self, upload: str) -> UploadRow:
        """Ask, wait a little, then take over: the former holder will find that its number is not the row's any more."""
        deadline = monotonic() + self._patience
        epoch, since = -1, monotonic()
        while True:
            if row := await self.ledger.take(upload, self._me):
                return row
            known = await self.ledger.read(upload)
            if known is None:
                await self.badge.check()
                raise UploadMissing(upload)
            if known.epoch != epoch:
                epoch, since = known.epoch, monotonic()
            if monotonic() - since > min(GRACE, self._patience):
                if row := await self.ledger.take(upload, self._me, over=epoch):
                    return row
            else:
                await self.ledger.ask(upload)
            if monotonic() > deadline:
                raise UploadTaken("others take it one after the other")
            await asyncio.sleep(RETRY)

    async def create(self, upload: str, key: str | None = None) -> None:
        """See BlobStore."""
        name = new_key()
        place = f"u/{name}/whole" if key is None else f"b/{checked(key)}"
        await self.ledger.create(UploadRow(id=name, upload=checked(upload), place=place))

    async def offset(self, upload: str) -> int:
        """See BlobStore."""
        row = await self.ledger.read(checked(upload))
        if row is None:
            await self.badge.check()
            raise UploadMissing(upload)
        return row.size

    async def append(
        self,
        upload: str,
        offset: int,
        chunks: AsyncIterable[bytes],
        *,
        limit: int,
        checksum: Checksum | None = None,
    ) -> int:
        """See BlobStore. A holder that lost its own bytes starts again lower: OffsetMismatch."""
        async with self._held(checked(upload)) as (hold, row):
            if row.finishing:
                raise UploadMissing(upload)
            if row.size != offset:
                raise OffsetMismatch(row.size)
            receiving = Receiving(self.objects, self.ledger, row, self._room, checksum)
            try:
                try:
                    await self._receive(hold, receiving, chunks, limit - offset)
                except LostTail:
                    raise
                except BaseException:
                    with suppress(StorageError):
                        await settled(asyncio.create_task(receiving.end(keep=False)))
                    raise
                await settled(asyncio.create_task(receiving.end()))
            except LostTail as error:
                log.error("bytes of an upload are lost", extra={"fields": {"upload": upload, "what": str(error)}})
                raise OffsetMismatch(await self._finisher.reconcile(row)) from error
            return receiving.row.size

    async def _receive(self, hold: Hold, receiving: Receiving, chunks: AsyncIterable[bytes], room: int) -> None:
        async with hold.interruptible():
            async for chunk in chunks:
                await receiving.add(chunk[: max(0, room)])
                room -= len(chunk)
                if room < 0:
                    raise UploadTooLong(f"{-room} bytes too many")

    async def finish(self, upload: str, key: str) -> Seal:
        """See BlobStore. To its end, even when it is cancelled."""
        return await settled(asyncio.create_task(self._finish(checked(upload), checked(key))))

    async def _finish(self, upload: str, key: str) -> Seal:
        try:
            async with self._held(upload) as (_, row):
                return await self._finisher.finish(row, key)
        except UploadMissing:
            return await self._finisher.seal_again(key)

    async def discard(self, upload: str) -> None:
        """See BlobStore."""
        with suppress(UploadMissing):
            async with self._held(checked(upload)) as (_, row):
                await self._erase(row)

    async def _erase(self, row: UploadRow) -> None:
        """The bytes first: where a crash comes in between, the row is there to do it again."""
        if row.multipart:
            await self.objects.abort(row.place, row.multipart)
        await self._finisher.erase_small_objects(row)
        await self.ledger.remove(row)

    async def uploads(self) -> AsyncIterator[str]:
        """See BlobStore."""
        await self.badge.check()
        async for upload in self.ledger.uploads():
            yield upload


class _Watch:
    """Asks the ledger now and then whether somebody on another machine wants what this process holds."""

    def __init__(self, ledger: Ledger, me: str) -> None:
        self._ledger, self._me = ledger, me
        self._holds: dict[str, Hold] = {}
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def looking(self, upload: str, hold: Hold) -> Iterator[None]:
        """Look for this one as long as the block lasts."""
        self._holds[upload] = hold
        if self._task is None:
            self._task = asyncio.create_task(self._look())
        try:
            yield
        finally:
            del self._holds[upload]

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK)
            if not self._holds:
                self._task = None
                return
            try:
                wanted = await self._ledger.asked(self._me)
            except Exception:
                log.exception("the uploads that are asked for cannot be read")
                continue
            for upload in wanted:
                if hold := self._holds.get(upload):
                    hold.ask()
