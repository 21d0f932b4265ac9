"""Names of blobs and uploads: random, so that nothing a person types ever becomes a path."""

from __future__ import annotations

import re
import secrets

from storage.errors import InvalidKey

_KEY = re.compile(r"[0-9a-f]{32}", re.ASCII)


def new_key() -> str:
    """Give a new key: 128 random bits as 32 lower-case hexadecimal digits."""
    return secrets.token_hex(16)


def is_key(text: str) -> bool:
    """Tell whether `new_key` could have given this text."""
    return _KEY.fullmatch(text) is not None


def checked(key: str) -> str:
    """Give the key back. Raises InvalidKey for anything that `new_key` cannot have given."""
    if not is_key(key):
        raise InvalidKey(repr(key))
    return key
