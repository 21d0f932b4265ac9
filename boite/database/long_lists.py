"""Lists of any length in statements that take a limited number of values: `?, ?, ?`, and one part after another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
AT_ONCE = 1000
"""Values of one part."""
MOST = 10_000
"""Values of a list that is said to be short. PostgreSQL's protocol counts to 32,767 in all, SQLite to 32,766."""


def marks(values: Sized) -> str:
    """`?, ?, ?`: one mark for each of these values: one of the `parts`, or a short list. Raises ValueError."""
    return ", ".join("?" * _counted(len(values)))


def few(values: Iterable[Item]) -> list[Item]:
    """These, for the `__in` of a query: short by a rule of the product, as a page of a list is. Raises ValueError."""
    found = list(values)
    _counted(len(found))
    return found


def _counted(number: int) -> int:
    if number > MOST:
        raise ValueError(f"{number} values in one statement: go through them by parts")
    return number


def parts(items: Iterable[Item], size: int = AT_ONCE) -> Iterator[list[Item]]:
    """These items in order, in chunks of this size. An empty list gives none."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
