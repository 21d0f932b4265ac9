"""Uploads on disk: the truth is the size of the file, less the bytes that still wait for their checksum."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiofiles.os

from storage.digests import Digest
from storage.drafts import Draft, create, kept, remove
from storage.errors import BlobMissing, OffsetMismatch, UploadMissing, UploadTooLong, translated
from storage.folders import Folders
from storage.joining import Joiner
from storage.keys import checked, is_key
from storage.locks import FileHolds, Hold
from storage.store import Checksum, Seal
from storage.threads import Threads
from storage.writing import Writer

REMEMBERED: Final = 512
"""Digests in progress kept in memory; one that is forgotten is computed again from the file."""


class DiskUploads:
    """The half of a DiskStore that receives."""

    def __init__(self, folders: Folders, threads: Threads, patience: float) -> None:
        self.folders = folders
        self._threads = threads
        self._holds = FileHolds(threads, patience)
        self._digests: OrderedDict[str, Digest] = OrderedDict()

    def _upload(self, upload: str) -> Path:
        return self.folders.uploads / checked(upload)

    @asynccontextmanager
    async def _held(self, upload: str) -> AsyncIterator[tuple[Hold, int]]:
        """Hold an upload. Raises UploadMissing, UploadTaken; StorageUnavailable where the whole store is missing."""
        try:
            async with self._holds.descriptor(self._upload(upload)) as held:
                yield held
        except UploadMissing:
            await self._threads.run(self.folders.badge.check)
            raise

    async def create(self, upload: str, key: str | None = None) -> None:
        """See BlobStore."""
        path = self._upload(upload)
        await self._threads.run(self.folders.badge.check)
        await self._threads.run(create, path)

    async def offset(self, upload: str) -> int:
        """See BlobStore."""
        try:
            return await self._threads.run(kept, self._upload(upload))
        except UploadMissing:
            await self._threads.run(self.folders.badge.check)
            raise

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
        async with self._held(upload) as (hold, descriptor):
            draft = await self._threads.run(self._resume, upload, descriptor, offset, checksum)
            try:
                await self._receive(hold, draft, chunks, limit)
                draft.accept()
            except BaseException:
                draft.abandon()
                raise
            finally:
                self._remember(upload, draft.writer.digest)
            return draft.writer.offset

    async def _receive(self, hold: Hold, draft: Draft, chunks: AsyncIterable[bytes], limit: int) -> None:
        joiner = Joiner(lambda pieces: self._threads.start(draft.write, pieces))
        room = limit - draft.writer.offset
        try:
            async with hold.interruptible():
                async for chunk in chunks:
                    if len(chunk) > room:
                        await joiner.add(chunk[: max(0, room)])
                        raise UploadTooLong(f"more than {limit} bytes")
                    room -= len(chunk)
                    await joiner.add(chunk)
        finally:
            await joiner.flush()

    async def finish(self, upload: str, key: str) -> Seal:
        """See BlobStore."""
        checked(key)
        try:
            async with self._held(upload) as (_, descriptor):
                seal = await self._threads.run(self._finish, upload, descriptor, key)
                self._digests.pop(upload, None)
                return seal
        except UploadMissing:
            return await self._threads.run(self._seal_again, key)

    async def discard(self, upload: str) -> None:
        """See BlobStore."""
        path = self._upload(upload)
        try:
            async with self._held(upload):
                await self._threads.run(remove, path)
        except UploadMissing:
            await self._threads.run(remove, path)
        self._digests.pop(upload, None)

    async def uploads(self) -> AsyncIterator[str]:
        """See BlobStore."""
        await self._threads.run(self.folders.badge.check)
        with translated():
            names = await aiofiles.os.listdir(self.folders.uploads)
        for name in names:
            if is_key(name):
                yield name

    def _remember(self, upload: str, digest: Digest) -> None:
        self._digests[upload] = digest
        self._digests.move_to_end(upload)
        while len(self._digests) > REMEMBERED:
            self._digests.popitem(last=False)

    def _resume(self, upload: str, descriptor: int, offset: int, checksum: Checksum | None) -> Draft:
        with translated():
            draft = Draft(self._upload(upload), descriptor, self._digests.get(upload), self.folders)
            if draft.writer.offset != offset:
                raise OffsetMismatch(draft.writer.offset)
            if checksum is not None:
                draft.expect(checksum)
            return draft

    def _finish(self, upload: str, descriptor: int, key: str) -> Seal:
        with translated():
            draft = Draft(self._upload(upload), descriptor, self._digests.get(upload), self.folders)
            draft.writer.catch_up()
            self.folders.place(draft.path, descriptor, key)
            return draft.writer.digest.seal()

    def _seal_again(self, key: str) -> Seal:
        """Seal a blob that an earlier `finish` placed; perhaps it died before making it durable."""
        try:
            with translated(missing=BlobMissing):
                descriptor = os.open(self.folders.blob(key), os.O_RDONLY | os.O_CLOEXEC)
        except BlobMissing:
            raise UploadMissing("neither the upload nor the blob is there") from None
        with translated():
            try:
                writer = Writer(descriptor, os.fstat(descriptor).st_size)
                writer.catch_up()
                self.folders.sync(descriptor)
                self.folders.settle(self.folders.blob(key))
                self.folders.sync_folder(self.folders.uploads)
                return writer.digest.seal()
            finally:
                os.close(descriptor)
