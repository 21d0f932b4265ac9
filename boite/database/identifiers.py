"""How an address names a row, before the database is asked for it."""

from __future__ import annotations

from uuid import UUID

from boite.errors import NotFound


def identifier(value: object) -> UUID:
    """The identifier in an address or a form. Raises NotFound for nonsense."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise NotFound from error


def short_key(text: str, longest: int) -> str:
    """A slug, a code or a token of at most `longest` characters, as it is.

    Raises NotFound for what no column can hold: Tortoise refuses to look for a longer text, PostgreSQL for a NUL byte.
    """
    if len(text) > longest or "\x00" in text:
        raise NotFound
    return text
