"""The contract of a store: what keeps the bytes, wherever it keeps them.

Blobs never change. Their bytes come whole (`put`) or by an upload (`create`, `append`…, `finish`).
Nothing here supposes a local file, a single process or bytes kept in clear: a store may live far away and may cipher.

Two rules for the caller make a crash harmless:
- bytes before row when creating, row before bytes when deleting: a crash leaves an orphan, never a row without bytes;
- a key is chosen and recorded by the caller before `finish`, so that `finish` can be called again.

"Crash" below means both a killed process and a power cut, unless said otherwise. Sizes and offsets are in bytes.
Any method may raise StorageUnavailable, and InvalidKey for a name that `new_key` cannot have given.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

BLOCK: Final = 1024 * 1024
"""The unit of verification, in bytes."""

CHECKSUMS: Final = ("sha1", "sha256", "md5", "crc32")
"""The algorithms of `Checksum`. They detect accidents of transport; sha1, md5 and crc32 protect from nobody."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a blob must be: its size, its SHA-256 (hexadecimal) and the big-endian CRC-32 of each block, end to end.

    The caller keeps it in its own row: a damaged store cannot then vouch for itself.
    """

    size: int
    sha256: str
    blocks: bytes


@dataclass(frozen=True, slots=True)
class Checksum:
    """What the sender says of the body of one append. Raises ValueError for an unknown algorithm."""

    algorithm: str
    digest: bytes

    def __post_init__(self) -> None:
        if self.algorithm not in CHECKSUMS:
            raise ValueError(f"unknown checksum algorithm: {self.algorithm!r}")


class Kind(StrEnum):
    """What a store keeps."""

    BLOB = "blobs"
    UPLOAD = "uploads"


@dataclass(frozen=True, slots=True, order=True)
class Aside:
    """A blob or an upload that was set aside: the day when it was, what it is, and the name that it had."""

    day: date
    kind: Kind
    name: str


class BlobStore(Protocol):
    """A place that keeps blobs and uploads in progress, and bears the identity of the service that it belongs to."""

    async def put(self, key: str, chunks: AsyncIterable[bytes]) -> Seal:
        """Keep these bytes under this key. An error of `chunks` is re-raised and nothing is kept.

        Raises StorageFull. Crash: once returned, the blob survives it. Before, there may be nothing or an orphan
        whose bytes are not promised; the same `put` may be done again, it replaces the blob in one stroke.
        """
        ...

    def open(
        self, key: str, start: int = 0, stop: int | None = None, *, seal: Seal | None = None
    ) -> AsyncIterator[bytes]:
        """Read from `start` up to `stop` (excluded, cut at the end of the blob), in pieces of at most a block.

        With a seal, the size and every block touched are verified before any of their bytes is given.
        Raises, at the first piece or later: BlobMissing, BlobCorrupted; ValueError for a negative or reversed range.
        """
        ...

    async def stat(self, key: str) -> int:
        """Give the size of a blob. Raises BlobMissing."""
        ...

    async def delete(self, key: str) -> None:
        """Forget a blob; nothing happens if it is not there. Crash: once returned, the blob does not come back."""
        ...

    def keys(self) -> AsyncIterator[str]:
        """List every blob, in no order. Those that come or go meanwhile may be missed or listed."""
        ...

    def local_path(self, key: str) -> Path | None:
        """Offer a file that holds exactly these bytes, to be sent without copy. None where there is no such thing.

        Only an offer: callers work without it. The file is not looked at: it may be missing.
        """
        ...

    async def create(self, upload: str, key: str | None = None) -> None:
        """Begin an upload. One that exists is left as it is.

        `key` is the one that `finish` will probably be given: a store that cannot rename keeps the bytes there at once.
        Crash: a killed process loses nothing; a power cut may forget an upload not yet finished (UploadMissing).
        """
        ...

    async def offset(self, upload: str) -> int:
        """Give the number of bytes kept, which is where the next append starts. Raises UploadMissing.

        Crash: always the truth, read from the store. Bytes under a checksum are never counted before they agree.
        Never disturbs a writer: while one is at work the answer may be old when it is read.
        """
        ...

    async def append(
        self,
        upload: str,
        offset: int,
        chunks: AsyncIterable[bytes],
        *,
        limit: int,
        checksum: Checksum | None = None,
    ) -> int:
        """Add the bytes of `chunks` at the end of the upload and give the new offset. `limit` is its announced size.

        Only one writer at a time, over all processes: a second one asks the first to let go, the first stops as if
        its body had been cut and raises UploadTaken. It also raises UploadTaken when the holder would not let go.

        Without checksum, what was received before a cut (an error of `chunks`, re-raised), a lack of room or the
        limit is kept. With one, the body is kept whole or not at all.
        Raises UploadMissing, OffsetMismatch, UploadTooLong, ChecksumMismatch, UploadTaken, StorageFull.

        Crash: a killed process loses at most the body in progress. A power cut may also take back bytes that were
        acknowledged: `offset` tells, the sender resumes from there.
        """
        ...

    async def finish(self, upload: str, key: str) -> Seal:
        """Turn the upload into a blob. The caller checks the size of the seal against the one announced.

        Record `key` in your row before the call. If you die before recording the seal, call again with the same
        upload and the same key: the upload is gone, the blob is there, and the same seal is computed from it.
        Raises UploadMissing (neither upload nor blob), UploadTaken; StorageError if the key is another blob's.
        Crash: once returned, the blob survives it. Before, there is either the upload, whole, or the blob, whole.
        """
        ...

    async def discard(self, upload: str) -> None:
        """Forget an upload and its bytes; nothing happens if it is not there. A writer is asked to let go.

        Raises UploadTaken. Crash: do it again; a power cut may bring the upload back.
        """
        ...

    def uploads(self) -> AsyncIterator[str]:
        """List the uploads in progress, in no order."""
        ...

    async def identity(self) -> str | None:
        """Give the identity of the service whose store this is; None where nobody claimed it. Read at each call."""
        ...

    async def claim(self, identity: str) -> str:
        """Write whose store this is, unless it says so already. Gives the identity kept: another's if it came first.

        A store that gave its identity once and no longer finds it (its disk is not mounted) raises
        StorageUnavailable from then on, where it would have said that a blob or an upload is missing, or kept bytes.
        Crash: once returned, the identity survives it. Before, there is the whole of one or none.
        """
        ...

    async def set_aside(self, key: str, day: date) -> None:
        """Take a blob out of sight without losing a byte of it; nothing happens if it is not there.

        Raises StorageError where other bytes of the same name were set aside that day: they stay, and so do these.
        Crash: the blob is where it was, or aside, whole. Do it again.
        """
        ...

    async def set_upload_aside(self, upload: str, day: date) -> None:
        """The same for an upload, less the bytes that no checksum vouches for. A writer is asked to let go.

        Raises UploadTaken besides.
        """
        ...

    def aside(self) -> AsyncIterator[Aside]:
        """List what was set aside, in no order."""
        ...

    async def put_back(self, thing: Aside) -> None:
        """Give back its place to what was set aside; nothing happens if it is not aside any more.

        Raises StorageError where its place is taken. Crash: it is aside, or at its place, whole. Do it again.
        """
        ...

    async def forget_aside(self, thing: Aside) -> None:
        """Remove for good what was set aside; nothing happens if it is not there."""
        ...

    async def sweep(self) -> int:
        """Erase what bears no name and was left by a process that died a day ago. Returns how many things."""
        ...

    async def check(self) -> None:
        """Tell that the store is ready to keep and give bytes, and still the same. Raises StorageUnavailable."""
        ...

    async def close(self) -> None:
        """Let go of threads and connections. The store is not used afterwards."""
        ...
