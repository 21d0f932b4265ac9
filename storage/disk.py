"""A store in a folder, shared by any number of processes of one machine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiofiles.os

from storage.aside import DiskAside
from storage.errors import BlobMissing, translated
from storage.folders import Folders
from storage.joining import Joiner
from storage.keys import checked, is_key
from storage.locks import PATIENCE
from storage.newfile import NewFile
from storage.reading import Reader
from storage.store import Seal
from storage.threads import Threads, settled


class DiskStore(DiskAside):
    """A BlobStore on a local disk: whatever it answers is on the disk."""

    def __init__(self, folder: Path, *, durable: bool = True, patience: float = PATIENCE) -> None:
        """Raises StorageUnavailable. `durable=False` forces nothing to the disk and is for tests only.

        `patience` is how long, in seconds, a newcomer gives the holder of an upload to let go.
        """
        super().__init__(Folders(Path(folder), durable=durable), Threads(), patience)

    async def put(self, key: str, chunks: AsyncIterable[bytes]) -> Seal:
        """See BlobStore. Less than a block takes a single trip to a thread."""
        draft = _NewBlob(self.folders, checked(key))
        joiner = Joiner(lambda pieces: self._threads.start(draft.write, pieces))
        try:
            async for chunk in chunks:
                await joiner.add(chunk)
            return await self._threads.run(draft.publish, await joiner.rest())
        except BaseException:
            try:
                with suppress(Exception):
                    await joiner.rest()
            finally:
                await self._threads.run(draft.close)
            raise

    async def open(
        self, key: str, start: int = 0, stop: int | None = None, *, seal: Seal | None = None
    ) -> AsyncIterator[bytes]:
        """See BlobStore. One piece is read ahead while the previous one is sent."""
        reader, piece = await self._threads.run(_opened, self.folders, checked(key), start, stop, seal)
        ahead: asyncio.Future[bytes] | None = None
        try:
            while piece:
                ahead = self._threads.start(reader.read) if reader.more else None
                yield piece
                piece = await settled(ahead) if ahead is not None else b""
        finally:
            if ahead is None or ahead.done():
                reader.close()
            else:  # the reader left during a trip to the thread, which still uses the file
                ahead.add_done_callback(lambda flight: _close_after(flight, reader))

    async def stat(self, key: str) -> int:
        """See BlobStore."""
        try:
            with translated(missing=BlobMissing):
                return (await aiofiles.os.stat(self.folders.blob(checked(key)))).st_size
        except BlobMissing:
            await self._threads.run(self.folders.badge.check)
            raise

    async def delete(self, key: str) -> None:
        """See BlobStore."""
        await self._threads.run(_delete, self.folders, self.folders.blob(checked(key)))

    async def keys(self) -> AsyncIterator[str]:
        """See BlobStore."""
        with translated():
            shards = await self._threads.run(self.folders.shards)
        for shard in shards:
            with translated():
                names = await aiofiles.os.listdir(shard)
            for name in names:
                if is_key(name):
                    yield name

    def local_path(self, key: str) -> Path | None:
        """See BlobStore."""
        return self.folders.blob(checked(key))

    async def sweep(self) -> int:
        """See BlobStore."""
        return await self._threads.run(self.folders.sweep)

    async def check(self) -> None:
        """See BlobStore. A full disk is ready all the same: it can be read."""
        await self._threads.run(self.folders.check)

    async def close(self) -> None:
        """See BlobStore."""
        await self._threads.close()


class _NewBlob:
    """A blob in the making. Its methods block: they are called in a thread, one at a time."""

    def __init__(self, folders: Folders, key: str) -> None:
        self._folders, self._key = folders, key
        self._file: NewFile | None = None

    def write(self, pieces: list[bytes]) -> None:
        with translated():
            self._opened().writer.write(pieces)

    def publish(self, pieces: list[bytes]) -> Seal:
        with translated():
            file = self._opened()
            file.writer.write(pieces)
            file.publish(self._key)
        self.close()
        return file.writer.digest.seal()

    def _opened(self) -> NewFile:
        if self._file is None:
            self._file = NewFile(self._folders)
        return self._file

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


def _opened(folders: Folders, key: str, start: int, stop: int | None, seal: Seal | None) -> tuple[Reader, bytes]:
    """Open and read the first piece in the same trip."""
    try:
        reader = Reader(folders.blob(key), start, stop, seal)
    except BlobMissing:
        folders.badge.check()
        raise
    try:
        return reader, reader.read()
    except BaseException:
        reader.close()
        raise


def _close_after(flight: asyncio.Future[bytes], reader: Reader) -> None:
    if not flight.cancelled():
        flight.exception()  # retrieved, so that asyncio does not report it as lost
    reader.close()


def _delete(folders: Folders, path: Path) -> None:
    folders.badge.check()  # a disk that is not mounted deletes nothing, and would bring it all back once mounted
    with translated():
        try:
            path.unlink()
        except FileNotFoundError:
            return
        folders.sync_folder(path.parent)
