"""Uploads on disk: the truth is the size of the file, less the bytes that still wait for their checksum."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import aiofiles.os

from storage.digests import Digest, Verifier
from storage.errors import (
    BlobMissing,
    ChecksumMismatch,
    OffsetMismatch,
    UploadMissing,
    UploadTooLong,
    translated,
)
from storage.folders import FILE_MODE, Folders
from storage.joining import Joiner
from storage.keys import checked, is_key
from storage.locks import FileHolds, Hold
from storage.store import Checksum, Seal
from storage.threads import Threads
from storage.writing import Writer

REMEMBERED: Final = 512
"""Digests under way kept in memory; one that is forgotten is computed again from the file."""


class DiskUploads:
    """The half of a DiskStore that receives."""

    def __init__(self, folders: Folders, threads: Threads, patience: float) -> None:
        self.folders = folders
        self._threads = threads
        self._holds = FileHolds(threads, patience)
        self._digests: OrderedDict[str, Digest] = OrderedDict()

    def _upload(self, upload: str) -> Path:
        return self.folders.uploads / checked(upload)

    async def create(self, upload: str) -> None:
        """See BlobStore."""
        await self._threads.run(_create, self._upload(upload))

    async def offset(self, upload: str) -> int:
        """See BlobStore."""
        return await self._threads.run(_kept, self._upload(upload))

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
        async with self._holds.descriptor(self._upload(upload)) as (hold, descriptor):
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
            async with self._holds.descriptor(self._upload(upload)) as (_, descriptor):
                seal = await self._threads.run(self._finish, upload, descriptor, key)
                self._digests.pop(upload, None)
                return seal
        except UploadMissing:
            return await self._threads.run(self._seal_again, key)

    async def discard(self, upload: str) -> None:
        """See BlobStore."""
        path = self._upload(upload)
        try:
            async with self._holds.descriptor(path):
                await self._threads.run(_remove, path)
        except UploadMissing:
            await self._threads.run(_remove, path)
        self._digests.pop(upload, None)

    async def uploads(self) -> AsyncIterator[str]:
        """See BlobStore."""
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
                self.folders.settle(key)
                self.folders.sync_folder(self.folders.uploads)
                return writer.digest.seal()
            finally:
                os.close(descriptor)


class Draft:
    """An upload that its holder has open. What a killed writer left unverified is taken away first."""

    def __init__(self, path: Path, descriptor: int, digest: Digest | None, folders: Folders) -> None:
        self.path = path
        self._folders = folders
        self._pending = _pending(path)
        unverified = _verified(self._pending)
        if unverified is not None:
            os.ftruncate(descriptor, unverified)
        self._pending.unlink(missing_ok=True)
        self.writer = Writer(descriptor, os.fstat(descriptor).st_size, digest)
        self._before: tuple[int, Digest] | None = None

    def expect(self, checksum: Checksum) -> None:
        """From here, count nothing before the checksum agrees: the note is on the disk before the bytes are."""
        self._before = self.writer.offset, self.writer.digest.copy()
        self.writer.verifier = Verifier(checksum)
        with self._pending.open("w") as note:
            note.write(f"{self.writer.offset}\n")
            note.flush()
            self._folders.sync(note.fileno())
        self._folders.sync_folder(self.path.parent)

    def write(self, pieces: list[bytes]) -> None:
        """Add bytes."""
        with translated():
            self.writer.write(pieces)

    def accept(self) -> None:
        """Count the bytes. Raises ChecksumMismatch."""
        if self.writer.verifier is not None:
            if not self.writer.verifier.agrees():
                raise ChecksumMismatch("the body is not the one announced")
            with translated():
                self._pending.unlink()
            self._before = None

    def abandon(self) -> None:
        """Take back the bytes that no checksum vouches for."""
        if self._before is not None:
            self.writer.offset, self.writer.digest = self._before
            with translated():
                os.ftruncate(self.writer.descriptor, self.writer.offset)
                self._pending.unlink(missing_ok=True)


def _pending(path: Path) -> Path:
    return path.with_suffix(".pending")


def _verified(note: Path) -> int | None:
    """The offset before the bytes that wait for their checksum. An unfinished note: no byte had been written."""
    try:
        text = note.read_text()
    except FileNotFoundError:
        return None
    return int(text) if text.endswith("\n") else None


def _kept(path: Path) -> int:
    """Read again while a writer puts or takes away its note, so that size and note belong together."""
    with translated(missing=UploadMissing):
        while True:
            before = _verified(_pending(path))
            size = path.stat().st_size
            if before == _verified(_pending(path)):
                return size if before is None else min(size, before)


def _create(path: Path) -> None:
    with translated():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, FILE_MODE))


def _remove(path: Path) -> None:
    with translated():
        with suppress(FileNotFoundError):
            if path.stat().st_nlink == 1:  # else a power cut brought back the former name of a blob
                os.truncate(path, 0)  # here, in a thread: else closing the file frees its bytes in the event loop
        for file in (path, _pending(path), path.with_suffix(".wanted")):
            file.unlink(missing_ok=True)
