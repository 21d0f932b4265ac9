"""Lists of any length in statements that take a limited number of values: `?, ?, ?`, and one part after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
AT_ONCE = 1000
"""Values of one list in a statement. PostgreSQL's protocol counts to 32,767 in all, SQLite to 32,766."""


def marks(values: Sequence[object]) -> str:
    """`?, ?, ?`: one mark for each of these values. There are few, or they are one of the `parts`."""
    return ", ".join("?" * len(values))


def parts(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    """These items, in order, so many at a time. Nothing comes out of an empty list."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
