"""Codes that nobody can guess: of a registration, short enough to be copied by hand; of a poster, never typed."""

from __future__ import annotations

import re
import secrets

ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"
"""Thirty signs that nobody takes for another: neither 0 nor o, neither 1 nor l nor i, no u beside v."""
LENGTH = 12
"""Twelve of thirty signs: 58 bits. Tries are counted besides."""


def new_code() -> str:
    """`k7m2-9qzt-4hxw`."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def read_code(typed: str) -> str:
    """A code as somebody copied it: capitals, spaces and hyphens do not count. Anything else finds nothing."""
    signs = re.sub(r"[^a-z0-9]", "", typed.lower())[: LENGTH + 1]
    return "-".join(signs[at : at + 4] for at in range(0, len(signs), 4))


def new_token() -> str:
    """What a QR code of a poster says: 144 bits."""
    return secrets.token_urlsafe(18)
