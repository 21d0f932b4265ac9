"""Reads a part of a blob block by block, each one verified before any of its bytes is given."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from storage.digests import verify_block, verify_size
from storage.errors import BlobCorrupted, BlobMissing, translated
from storage.store import BLOCK, Seal


class Part(NamedTuple):
    """What is wanted of one block: its number and the bounds inside it."""

    number: int
    lower: int
    upper: int


def parts(start: int, stop: int | None, size: int) -> Iterator[Part]:
    """Cut a range of a blob along its blocks. Raises ValueError for a negative or reversed range."""
    if start < 0 or (stop is not None and stop < start):
        raise ValueError(f"no such range: {start} to {stop}")
    end = size if stop is None else min(stop, size)
    if start >= end:
        return
    for number in range(start // BLOCK, -(-end // BLOCK)):
        first = number * BLOCK
        yield Part(number, max(start, first) - first, min(end, first + BLOCK) - first)


class Reader:
    """One reading of one file. Its methods block: they are called in a thread, one at a time."""

    def __init__(self, path: Path, start: int, stop: int | None, seal: Seal | None) -> None:
        """Raises BlobMissing, BlobCorrupted, ValueError."""
        self._seal = seal
        with translated(missing=BlobMissing):
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            self._size = os.fstat(self._descriptor).st_size
            verify_size(self._size, seal)
            self._parts = list(parts(start, stop, self._size))[::-1]
        except BaseException:
            self.close()
            raise

    @property
    def more(self) -> bool:
        """Tell whether something is left to read."""
        return bool(self._parts)

    def read(self) -> bytes:
        """Give the next bytes, none at the end. Raises BlobCorrupted."""
        if not self._parts:
            return b""
        part = self._parts.pop()
        first = part.number * BLOCK
        # Without a seal there is nothing to verify, hence no need of the rest of the block.
        lower, upper = (0, min(BLOCK, self._size - first)) if self._seal else (part.lower, part.upper)
        with translated():
            block = os.pread(self._descriptor, upper - lower, first + lower)
        if len(block) != upper - lower:
            raise BlobCorrupted(f"block {part.number} is cut")
        verify_block(part.number, block, self._seal)
        return block[part.lower - lower : part.upper - lower]

    def close(self) -> None:
        """Close the file."""
        os.close(self._descriptor)
