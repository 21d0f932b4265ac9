"""One test for a rule that many files keep: it reads them all, and names each that breaks it.

A test by file costs seven milliseconds of pytest whatever it reads, and there were eleven thousand of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Check = Callable[[Item], None]


def each_of(items: Iterable[Item], called: Callable[[Item], str] = str) -> Callable[[Check[Item]], Callable[[], None]]:
    """`@each_of(paths, short)` before a check of one item: a test of all. None at all is a fault too."""
    every = list(items)

    def decorate(check: Check[Item]) -> Callable[[], None]:
        def test() -> None:
            assert every, "nothing was looked at"
            faults = [f"{called(item)}: {fault}" for item in every if (fault := broken(check, item))]
            assert not faults, "\n".join(faults)

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return decorate


def broken(check: Check[Item], item: Item) -> str:
    """What the check says against this item, or nothing."""
    try:
        check(item)
    except AssertionError as fault:
        return str(fault) or "refused"
    return ""
