"""The seal of an upload in the making, written down with each thing that is kept: any process goes on with it."""

from __future__ import annotations

from typing import Final, Self

from storage.digests import Digest
from storage.s3.running_sha256 import AVAILABLE, STATE, RunningSha256
from storage.store import Seal

HEAD: Final = STATE + 4
"""Bytes of a state before its table: that of the SHA-256, and the CRC-32 of the block begun. The table is of whole
blocks, since the end of the last part that was kept: each part has its own."""


class RunningDigest(Digest):
    """A Digest that can be written down."""

    @classmethod
    def resumed(cls, size: int, state: bytes) -> Self | None:
        """Go on at this size. None where that cannot be: the whole will be read again at the end."""
        if not AVAILABLE or (size and not state):
            return None
        digest = cls(RunningSha256(state[:STATE]))
        digest.size, digest._block = size, int.from_bytes(state[STATE:HEAD], "big")
        digest._blocks = bytearray(state[HEAD:])
        return digest

    def state(self) -> bytes:
        """What another process needs to go on."""
        assert isinstance(self._whole, RunningSha256)  # noqa: S101 - for the reader and mypy: `resumed` made it
        return self._whole.state() + self._block.to_bytes(4, "big") + bytes(self._blocks)

    def cut(self) -> bytes:
        """The same at the end of a part, which takes the table with it."""
        state = self.state()
        self._blocks.clear()
        return state

    def sealed(self, parts: bytes) -> Seal:
        """The seal, given the tables of the parts before, end to end."""
        seal = self.seal()
        return Seal(seal.size, seal.sha256, parts + seal.blocks)
