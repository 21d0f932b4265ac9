"""Digests computed as the bytes pass: the whole (SHA-256), each block (CRC-32) and the body of one append."""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Iterable
from typing import Protocol, Self

from storage.errors import BlobCorrupted
from storage.store import BLOCK, Checksum, Seal


class WholeHash(Protocol):
    """What digests the whole: `hashlib.sha256()`, or what does the same."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Take the next bytes."""
        ...

    def copy(self) -> Self:
        """An independent copy."""
        ...

    def hexdigest(self) -> str:
        """The digest of what was taken so far."""
        ...


class Digest:
    """The seal of a blob in the making. `size` is the number of bytes it has seen."""

    def __init__(self, whole: WholeHash | None = None) -> None:
        self.size = 0
        self._whole: WholeHash = hashlib.sha256() if whole is None else whole
        self._blocks = bytearray()
        self._block = 0

    def feed(self, pieces: Iterable[bytes | memoryview]) -> None:
        """Take the next bytes."""
        for piece in pieces:
            self._whole.update(piece)
            view = memoryview(piece)
            while view:
                part = view[: BLOCK - self.size % BLOCK]
                self._block = zlib.crc32(part, self._block)
                self.size += len(part)
                view = view[len(part) :]
                if self.size % BLOCK == 0:
                    self._blocks += self._block.to_bytes(4, "big")
                    self._block = 0

    def copy(self) -> Self:
        """Give an independent copy, to come back to."""
        twin = type(self)()
        twin.size, twin._block = self.size, self._block
        twin._whole, twin._blocks = self._whole.copy(), self._blocks.copy()
        return twin

    def seal(self) -> Seal:
        """Seal the bytes seen so far; more may follow."""
        last = self._block.to_bytes(4, "big") if self.size % BLOCK else b""
        return Seal(self.size, self._whole.hexdigest(), bytes(self._blocks) + last)


class _Hash(Protocol):
    def update(self, data: bytes | memoryview, /) -> None: ...
    def digest(self) -> bytes: ...


class _Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, data: bytes | memoryview, /) -> None:
        self._value = zlib.crc32(data, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


class Verifier:
    """Compares the body of one append with what its sender announced."""

    def __init__(self, checksum: Checksum) -> None:
        self._expected = checksum.digest
        self._hash: _Hash = (
            _Crc32() if checksum.algorithm == "crc32" else hashlib.new(checksum.algorithm, usedforsecurity=False)
        )

    def feed(self, pieces: Iterable[bytes | memoryview]) -> None:
        """Take the next bytes of the body."""
        for piece in pieces:
            self._hash.update(piece)

    def agrees(self) -> bool:
        """Tell whether the bytes seen are the ones announced."""
        return hmac.compare_digest(self._hash.digest(), self._expected)


def verify_size(size: int, seal: Seal | None) -> None:
    """Raise BlobCorrupted when a blob does not have the size of its seal."""
    if seal is not None and size != seal.size:
        raise BlobCorrupted(f"{size} bytes instead of {seal.size}")


def verify_block(number: int, block: bytes, seal: Seal | None) -> None:
    """Raise BlobCorrupted when the block of this number (from 0) is not the one that was sealed."""
    if seal is not None and zlib.crc32(block).to_bytes(4, "big") != seal.blocks[4 * number : 4 * number + 4]:
        raise BlobCorrupted(f"block {number}")
