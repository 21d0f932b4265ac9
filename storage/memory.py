"""A store in memory: the twin of DiskStore for tests and trials, under the same contract but for the crashes."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from pathlib import Path

from storage.digests import Digest, Verifier, verify_block, verify_size
from storage.errors import (
    BlobMissing,
    ChecksumMismatch,
    OffsetMismatch,
    StorageError,
    StorageFull,
    UploadMissing,
    UploadTooLong,
)
from storage.keys import checked
from storage.locks import PATIENCE, Hold
from storage.memory_aside import MemoryAside
from storage.reading import parts
from storage.store import BLOCK, Checksum, Seal


class MemoryStore(MemoryAside):
    """A BlobStore of one process. `capacity` is the room for all bytes together; None for no limit."""

    def __init__(self, *, capacity: int | None = None, patience: float = PATIENCE) -> None:
        super().__init__(patience)
        self.capacity = capacity
        self._unverified: dict[str, bytearray] = {}

    async def put(self, key: str, chunks: AsyncIterable[bytes]) -> Seal:
        """See BlobStore."""
        checked(key)
        body = bytearray()
        async for chunk in chunks:
            self._need(len(body) + len(chunk))
            body += chunk
        self._blobs[key] = bytes(body)
        return _sealed(body)

    async def open(
        self, key: str, start: int = 0, stop: int | None = None, *, seal: Seal | None = None
    ) -> AsyncIterator[bytes]:
        """See BlobStore."""
        blob = self._blob(key)
        verify_size(len(blob), seal)
        for part in parts(start, stop, len(blob)):
            block = blob[part.number * BLOCK : (part.number + 1) * BLOCK]
            verify_block(part.number, block, seal)
            yield block[part.lower : part.upper]

    async def stat(self, key: str) -> int:
        """See BlobStore."""
        return len(self._blob(key))

    async def delete(self, key: str) -> None:
        """See BlobStore."""
        self._blobs.pop(checked(key), None)

    async def keys(self) -> AsyncIterator[str]:
        """See BlobStore."""
        for key in list(self._blobs):
            yield key

    def local_path(self, key: str) -> Path | None:
        """See BlobStore."""
        checked(key)
        return None

    async def create(self, upload: str, key: str | None = None) -> None:
        """See BlobStore."""
        self._uploads.setdefault(checked(upload), bytearray())

    async def offset(self, upload: str) -> int:
        """See BlobStore."""
        return len(self._upload(upload))

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
        self._upload(upload)
        async with self._holds.hold(upload) as hold:
            body = self._upload(upload)
            if len(body) != offset:
                raise OffsetMismatch(len(body))
            if checksum is None:
                await self._receive(hold, body, chunks, limit)
                return len(body)
            unverified = self._unverified[upload] = bytearray()
            try:
                await self._receive(hold, unverified, chunks, limit - offset)
            finally:
                del self._unverified[upload]
            verifier = Verifier(checksum)
            verifier.feed([bytes(unverified)])
            if not verifier.agrees():
                raise ChecksumMismatch("the body is not the one announced")
            body += unverified
            return len(body)

    async def _receive(self, hold: Hold, body: bytearray, chunks: AsyncIterable[bytes], limit: int) -> None:
        async with hold.interruptible():
            async for chunk in chunks:
                kept = chunk[: max(0, limit - len(body))]
                self._need(len(kept))
                body += kept
                if len(kept) < len(chunk):
                    raise UploadTooLong(f"{len(chunk) - len(kept)} bytes too many")

    async def finish(self, upload: str, key: str) -> Seal:
        """See BlobStore."""
        checked(upload), checked(key)
        async with self._holds.hold(upload):
            body = self._uploads.get(upload)
            if body is None:
                if key not in self._blobs:
                    raise UploadMissing("neither the upload nor the blob is there")
            elif key in self._blobs:
                raise StorageError(f"{key} is the key of another blob")
            else:
                self._blobs[key] = bytes(self._uploads.pop(upload))
            return _sealed(self._blobs[key])

    async def discard(self, upload: str) -> None:
        """See BlobStore."""
        async with self._holds.hold(checked(upload)):
            self._uploads.pop(upload, None)

    async def uploads(self) -> AsyncIterator[str]:
        """See BlobStore."""
        for upload in list(self._uploads):
            yield upload

    async def sweep(self) -> int:
        """See BlobStore. Memory dies with its process."""
        return 0

    async def check(self) -> None:
        """See BlobStore. Memory is always ready."""

    async def close(self) -> None:
        """See BlobStore. There is nothing to let go of."""

    def _blob(self, key: str) -> bytes:
        try:
            return self._blobs[checked(key)]
        except KeyError:
            raise BlobMissing(key) from None

    def _upload(self, upload: str) -> bytearray:
        try:
            return self._uploads[checked(upload)]
        except KeyError:
            raise UploadMissing(upload) from None

    def _need(self, more: int) -> None:
        if self.capacity is None:
            return
        kept = [*self._blobs.values(), *self._uploads.values(), *self._unverified.values(), *self._asides.values()]
        if sum(map(len, kept)) + more > self.capacity:
            raise StorageFull(f"{self.capacity} bytes are taken")


def _sealed(body: bytes | bytearray) -> Seal:
    digest = Digest()
    digest.feed([bytes(body)])
    return digest.seal()
