"""A store in a bucket of S3, shared by any number of processes of any number of machines.

b/<key>               blobs, never changed
u/<name>/             small objects of an upload in progress, whose rows are in the ledger
identity              whose store this is
perdus/<day>/blobs/   what was set aside that day

A power cut takes nothing back only if the service answers once bytes are on a disk, or on several machines: S3 says
nothing about it. See docs/exploiter.md.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from storage.errors import BlobMissing
from storage.keys import checked, is_key
from storage.locks import PATIENCE
from storage.s3.aside import S3Aside
from storage.s3.client import Bucket, Client
from storage.s3.ledger import Ledger
from storage.s3.objects import Objects
from storage.s3.putting import put
from storage.s3.reading import read
from storage.s3.uploads import ROOM
from storage.store import Seal

FORGOTTEN: Final = timedelta(days=1)
"""After this long, what no row knows was left by a process that died."""


class S3Store(S3Aside):
    """A BlobStore in a bucket. Its uploads are known by the ledger, which all its processes share."""

    def __init__(self, bucket: Bucket, ledger: Ledger, *, patience: float = PATIENCE, room: int = ROOM) -> None:
        """Nothing is asked of the service before the first need. `room`: bytes of uploads that may wait in memory."""
        self.client = Client(bucket)
        super().__init__(Objects(self.client), ledger, patience, room=room)

    async def put(self, key: str, chunks: AsyncIterable[bytes]) -> Seal:
        """See BlobStore."""
        name = f"b/{checked(key)}"
        await self.badge.check_often()
        return await put(self.objects, name, chunks)

    async def open(
        self, key: str, start: int = 0, stop: int | None = None, *, seal: Seal | None = None
    ) -> AsyncIterator[bytes]:
        """See BlobStore."""
        try:
            async for piece in read(self.objects, f"b/{checked(key)}", start, stop, seal):
                yield piece
        except BlobMissing:
            await self.badge.check()
            raise

    async def stat(self, key: str) -> int:
        """See BlobStore."""
        head = await self.objects.head(f"b/{checked(key)}")
        if head is None:
            await self.badge.check()
            raise BlobMissing(key)
        return head.size

    async def delete(self, key: str) -> None:
        """See BlobStore. A bucket that keeps versions would erase nothing: see `inspect`."""
        await self.objects.delete(f"b/{checked(key)}")

    async def keys(self) -> AsyncIterator[str]:
        """See BlobStore. A thousand names by request."""
        await self.badge.check()
        async for found in self.objects.names("b/"):
            if is_key(key := found.name.removeprefix("b/")):
                yield key

    def local_path(self, key: str) -> Path | None:
        """See BlobStore. There is none."""
        checked(key)
        return None

    async def check(self) -> None:
        """See BlobStore."""
        await self.client.ask("GET", None, {"list-type": "2", "max-keys": "1", "prefix": self.client.bucket.prefix})
        await self.badge.check()

    async def sweep(self) -> int:
        """See BlobStore."""
        names, numbers = await self.ledger.known()
        old, swept = datetime.now(UTC) - FORGOTTEN, 0
        async for found in self.objects.names("u/"):
            if found.at < old and found.name.split("/")[1] not in names:
                await self.objects.delete(found.name)
                swept += 1
        async for begun in self.objects.in_parts():
            if begun.at < old and begun.number not in numbers:
                await self.objects.abort(begun.name, begun.number)
                swept += 1
        return swept

    async def close(self) -> None:
        """See BlobStore."""
        await self.client.close()
