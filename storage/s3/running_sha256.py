"""A SHA-256 that another process can go on with: libcrypto's own, whose state is 112 bytes without a pointer.

`hashlib` does not give its state, and the parts of an unfinished object cannot be read back from S3. The library is the
one that Python has loaded; where it does not show these functions, `AVAILABLE` is False and seals are computed by
reading whole objects again.
"""

from __future__ import annotations

import ctypes
import hashlib
from contextlib import suppress
from typing import Any, Final, Self

STATE: Final = 112
"""Bytes of a SHA256_CTX: eight words of state, the length, a block of 64 bytes, what it holds, a digest's length."""


def _functions() -> tuple[Any, Any, Any] | None:
    with suppress(ImportError, OSError, AttributeError):
        import _hashlib

        library = ctypes.CDLL(_hashlib.__file__)  # with what it depends on
        return library.SHA256_Init, library.SHA256_Update, library.SHA256_Final
    return None


_FUNCTIONS: Final = _functions()


class RunningSha256:
    """As `hashlib.sha256()`, with its state. Other threads run during `update`."""

    def __init__(self, state: bytes = b"") -> None:
        """Go on from this state, or begin. Raises RuntimeError where it is not available."""
        if _FUNCTIONS is None:
            raise RuntimeError("libcrypto does not show its SHA-256")
        self._init, self._update, self._final = _FUNCTIONS
        self._context = ctypes.create_string_buffer(state, STATE)
        if not state:
            self._init(self._context)

    def update(self, data: bytes | memoryview, /) -> None:
        """Take the next bytes."""
        piece = data if isinstance(data, bytes) else bytes(data)
        self._update(self._context, piece, ctypes.c_size_t(len(piece)))

    def copy(self) -> Self:
        """An independent copy."""
        return type(self)(self.state())

    def state(self) -> bytes:
        """What another process needs to go on."""
        return self._context.raw

    def hexdigest(self) -> str:
        """The digest of what was taken so far; more may follow."""
        twin, out = self.copy(), ctypes.create_string_buffer(32)
        self._final(out, twin._context)
        return out.raw.hex()


def _works() -> bool:
    if _FUNCTIONS is None:
        return False
    first = RunningSha256()
    first.update(b"a" * 100)
    second = RunningSha256(first.state())
    second.update(b"b" * 29)
    return second.hexdigest() == hashlib.sha256(b"a" * 100 + b"b" * 29).hexdigest()


AVAILABLE: Final = _works()
"""Tried at once: a library whose state had another form would not give these digests."""
