"""Two stores as one, while a service moves from one to the other: everything new goes to the first, both are read.

The same pair the other way round reads the same bytes: processes may change over one after the other.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from storage.errors import BlobMissing, StorageError, StorageUnavailable, UploadMissing
from storage.keys import checked
from storage.store import Aside, BlobStore, Checksum, Kind, Seal


class PairStore:
    """A BlobStore made of the one where a service goes (`main`) and the one that it leaves (`other`)."""

    def __init__(self, main: BlobStore, other: BlobStore) -> None:
        self.main, self.other = main, other

    async def put(self, key: str, chunks: AsyncIterable[bytes]) -> Seal:
        """See BlobStore. What the other held under this key is gone first: it must not be read again."""
        seal = await self.main.put(key, chunks)
        await self.other.delete(key)
        return seal

    async def open(
        self, key: str, start: int = 0, stop: int | None = None, *, seal: Seal | None = None
    ) -> AsyncIterator[bytes]:
        """See BlobStore."""
        begun = False
        try:
            async for piece in self.main.open(key, start, stop, seal=seal):
                begun = True
                yield piece
        except BlobMissing:
            if begun:
                raise
        else:
            return
        async for piece in self.other.open(key, start, stop, seal=seal):
            yield piece

    async def stat(self, key: str) -> int:
        """See BlobStore."""
        with suppress(BlobMissing):
            return await self.main.stat(key)
        return await self.other.stat(key)

    async def delete(self, key: str) -> None:
        """See BlobStore. The other first: whoever copies from it looks there again after its copy."""
        await self.other.delete(key)
        await self.main.delete(key)

    async def keys(self) -> AsyncIterator[str]:
        """See BlobStore. Each once: the first ones are remembered, 100 bytes for each."""
        seen = set[bytes]()
        for store in (self.main, self.other):
            async for key in store.keys():
                if (short := bytes.fromhex(key)) not in seen:
                    seen.add(short)
                    yield key

    def local_path(self, key: str) -> Path | None:
        """See BlobStore. Nothing says where it is without asking."""
        checked(key)
        return None

    async def _of(self, upload: str) -> BlobStore:
        """The one that knows this upload; the first where neither does."""
        for store in (self.main, self.other):
            with suppress(UploadMissing):
                await store.offset(upload)
                return store
        return self.main

    async def create(self, upload: str, key: str | None = None) -> None:
        """See BlobStore."""
        await (await self._of(upload)).create(upload, key)

    async def offset(self, upload: str) -> int:
        """See BlobStore."""
        return await (await self._of(upload)).offset(upload)

    async def append(
        self,
        upload: str,
        offset: int,
        chunks: AsyncIterable[bytes],
        *,
        limit: int,
        checksum: Checksum | None = None,
    ) -> int:
        """See BlobStore."""
        return await (await self._of(upload)).append(upload, offset, chunks, limit=limit, checksum=checksum)

    async def finish(self, upload: str, key: str) -> Seal:
        """See BlobStore. An upload ends where it began; its blob is copied later."""
        store = await self._of(upload)
        away = self.other if store is self.main else self.main
        try:
            await store.offset(upload)
        except UploadMissing:
            with suppress(UploadMissing):
                return await store.finish(upload, key)
            return await away.finish(upload, key)
        with suppress(BlobMissing):
            await away.stat(key)
            raise StorageError(f"{key} is the key of another blob")
        return await store.finish(upload, key)

    async def discard(self, upload: str) -> None:
        """See BlobStore."""
        await self.other.discard(upload)
        await self.main.discard(upload)

    async def uploads(self) -> AsyncIterator[str]:
        """See BlobStore."""
        for store in (self.main, self.other):
            async for upload in store.uploads():
                yield upload

    async def identity(self) -> str | None:
        """See BlobStore. That of the one where it goes is written once all is copied."""
        borne = {identity for store in (self.main, self.other) if (identity := await store.identity())}
        if len(borne) > 1:
            raise StorageUnavailable("the two stores are those of two services")
        return next(iter(borne), None)

    async def claim(self, identity: str) -> str:
        """See BlobStore. The one that it leaves is claimed where nobody has."""
        checked(identity)
        return await self.identity() or await self.other.claim(identity)

    async def set_aside(self, key: str, day: date) -> None:
        """See BlobStore."""
        if Aside(day, Kind.BLOB, checked(key)) in [thing async for thing in self.aside()]:
            with suppress(BlobMissing):
                await self.stat(key)
                raise StorageError(f"{key} is the name of other bytes")
        await self.other.set_aside(key, day)
        await self.main.set_aside(key, day)

    async def set_upload_aside(self, upload: str, day: date) -> None:
        """See BlobStore."""
        await (await self._of(upload)).set_upload_aside(upload, day)

    async def aside(self) -> AsyncIterator[Aside]:
        """See BlobStore."""
        for store in (self.main, self.other):
            async for thing in store.aside():
                yield thing

    async def put_back(self, thing: Aside) -> None:
        """See BlobStore."""
        away = self.other if thing in [each async for each in self.main.aside()] else self.main
        if thing in [each async for each in self.aside()]:
            await self._refuse_taken(thing, away)
        for store in (self.main, self.other):
            await store.put_back(thing)

    async def _refuse_taken(self, thing: Aside, store: BlobStore) -> None:
        with suppress(BlobMissing, UploadMissing):
            await (store.stat if thing.kind is Kind.BLOB else store.offset)(thing.name)
            raise StorageError(f"{thing.name} is the name of other bytes")

    async def forget_aside(self, thing: Aside) -> None:
        """See BlobStore."""
        for store in (self.main, self.other):
            await store.forget_aside(thing)

    async def sweep(self) -> int:
        """See BlobStore."""
        return await self.main.sweep() + await self.other.sweep()

    async def check(self) -> None:
        """See BlobStore."""
        await self.main.check()
        await self.other.check()

    async def close(self) -> None:
        """See BlobStore."""
        await self.main.close()
        await self.other.close()
