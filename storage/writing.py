"""Writes to the end of one open file and digests in the same trip to a thread."""

from __future__ import annotations

import os
from typing import Final

from storage.digests import Digest, Verifier
from storage.store import BLOCK

CATCH_UP: Final = 4
"""Blocks read again at each write while the digest is behind: a resumed upload is not held up by its past."""

EARLY: Final = 8 * BLOCK
"""Bytes after which the disk is put to work, so that the last `fsync` finds little left to write."""


class Writer:
    """An open file, its offset and its digest, which may be behind (another process wrote, or this one restarted)."""

    def __init__(self, descriptor: int, offset: int = 0, digest: Digest | None = None) -> None:
        self.descriptor = descriptor
        self.offset = offset
        self.digest = digest if digest is not None and digest.size <= offset else Digest()
        self.verifier: Verifier | None = None
        self._pushed = offset // EARLY
        os.lseek(descriptor, offset, os.SEEK_SET)

    def write(self, pieces: list[bytes]) -> None:
        """Write and digest. After an OSError, `offset` and `digest` count exactly what was written."""
        # One piece: writing and digesting let go of the interpreter's lock, and each return waits for it.
        whole = memoryview(b"".join(pieces))
        written = 0
        try:
            while written < len(whole):
                written += os.write(self.descriptor, whole[written:])
            self._push(self.offset + written)
        finally:
            self._count(whole[:written])

    def _push(self, offset: int) -> None:
        """Linux begins to write a range that we say we no longer need; it only drops what is on the disk already."""
        if offset // EARLY > self._pushed and hasattr(os, "posix_fadvise"):
            start, self._pushed = self._pushed, offset // EARLY
            os.posix_fadvise(self.descriptor, start * EARLY, (self._pushed - start) * EARLY, os.POSIX_FADV_DONTNEED)

    def _count(self, written: memoryview) -> None:
        if self.verifier is not None:
            self.verifier.feed([written])
        in_step = self.digest.size == self.offset
        self.offset += len(written)
        if in_step:
            self.digest.feed([written])
        else:
            self.catch_up(CATCH_UP)

    def catch_up(self, blocks: int | None = None) -> None:
        """Read again what the digest has not seen, at most this many blocks."""
        while self.digest.size < self.offset and blocks != 0:
            piece = os.pread(self.descriptor, min(BLOCK, self.offset - self.digest.size), self.digest.size)
            if not piece:
                raise OSError("the file is shorter than its own size")
            self.digest.feed([piece])
            blocks = None if blocks is None else blocks - 1
