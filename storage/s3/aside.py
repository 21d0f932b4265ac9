"""Identity of a store in a bucket, and what was set aside in it. An object is not renamed: it is copied, then erased.

An upload does not move: its row says that it is aside.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import date

from storage.errors import StorageError, UploadMissing
from storage.keys import checked, is_key
from storage.s3.uploads import S3Uploads
from storage.store import Aside, Kind

LOST = "perdus/"
"""What was set aside: its French name is for the operator, as in a folder."""


class S3Aside(S3Uploads):
    """The part of an S3Store that knows whose it is, and keeps what nobody knows."""

    async def identity(self) -> str | None:
        """See BlobStore."""
        return await self.badge.read()

    async def claim(self, identity: str) -> str:
        """See BlobStore."""
        return await self.badge.claim(checked(identity))

    async def set_aside(self, key: str, day: date) -> None:
        """See BlobStore."""
        await self._carry(f"b/{checked(key)}", _aside(Aside(day, Kind.BLOB, key)))

    async def set_upload_aside(self, upload: str, day: date) -> None:
        """See BlobStore."""
        with suppress(UploadMissing):
            async with self._held(checked(upload)) as (_, row):
                if not await self.ledger.set_aside(row, day):
                    raise StorageError(f"{upload} is the name of other bytes")

    async def aside(self) -> AsyncIterator[Aside]:
        """See BlobStore."""
        await self.badge.check()
        for thing in await self.ledger.aside():
            yield thing
        async for found in self.objects.names(LOST):
            day, _, name = found.name.removeprefix(LOST).partition("/")
            kind, _, key = name.partition("/")
            with suppress(ValueError):
                if is_key(key) and kind == Kind.BLOB:
                    yield Aside(date.fromisoformat(day), Kind.BLOB, key)

    async def put_back(self, thing: Aside) -> None:
        """See BlobStore."""
        checked(thing.name)
        if thing.kind is Kind.BLOB:
            await self._carry(_aside(thing), f"b/{thing.name}")
        elif not await self.ledger.put_back(thing):
            raise StorageError(f"{thing.name} is the name of other bytes")

    async def forget_aside(self, thing: Aside) -> None:
        """See BlobStore."""
        checked(thing.name)
        if thing.kind is Kind.BLOB:
            await self.objects.delete(_aside(thing))
        elif row := await self.ledger.take_aside(thing):
            await self._erase(row)

    async def _carry(self, source: str, target: str) -> None:
        """Copy, then erase: a crash in between leaves the same bytes twice, which know each other by their tags."""
        await self.badge.check()
        origin = await self.objects.head(source)
        if origin is None:
            return
        there = await self.objects.head(target)
        if there is None:
            await self.objects.copy(source, target, origin.etag)
            there = await self.objects.head(target)
        same = there is not None and there.size == origin.size
        if there is None or not same or not (there.origin == origin.etag or origin.origin == there.etag):
            raise StorageError(f"{target} is the name of other bytes")
        await self.objects.delete(source)


def _aside(thing: Aside) -> str:
    return f"{LOST}{thing.day.isoformat()}/{thing.kind}/{thing.name}"
