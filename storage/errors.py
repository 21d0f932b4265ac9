"""The refusals of a store. They say what happened to the bytes and know nothing of HTTP or of any database."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager


class StorageError(Exception):
    """Any refusal of a store."""


class InvalidKey(StorageError):
    """The key is not 32 lower-case hexadecimal digits, so it was never given by `new_key`."""


class BlobMissing(StorageError):
    """No blob has this key."""


class BlobCorrupted(StorageError):
    """The bytes kept are no longer those that were sealed."""


class StorageFull(StorageError):
    """No room left, on the disk or in its quota. What was stored before is intact."""


class StorageUnavailable(StorageError):
    """The store cannot answer: missing folder, read-only disk, input or output error."""


class UploadMissing(StorageError):
    """No upload has this identifier: never created, discarded, or finished under another key."""


class OffsetMismatch(StorageError):
    """The append does not start where the upload ends. `actual` is where it ends, in bytes."""

    def __init__(self, actual: int) -> None:
        super().__init__(f"the upload holds {actual} bytes")
        self.actual = actual


class UploadTooLong(StorageError):
    """The body exceeds the announced size. The excess was not kept."""


class ChecksumMismatch(StorageError):
    """The body is not what its sender meant. Nothing of it was kept."""


class UploadTaken(StorageError):
    """Another writer asked for this upload and we let go, or the holder would not let go for us."""


FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@contextmanager
def translated(missing: type[StorageError] = StorageUnavailable) -> Iterator[None]:
    """Turn the errors of the operating system into ours; a file that is not there becomes `missing`."""
    try:
        yield
    except FileNotFoundError as error:
        raise missing(str(error)) from error
    except OSError as error:
        raise (StorageFull if error.errno in FULL else StorageUnavailable)(str(error)) from error
