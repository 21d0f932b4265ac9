"""One test for a rule that many files keep: it reads them all, and names each that breaks it.

A test by file costs seven milliseconds of pytest whatever it reads, and there were eleven thousand of them.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable
from functools import wraps
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


AsyncCheck = Callable[..., Awaitable[None]]


def each_asked(
    names: str, items: Iterable[object], called: Callable[[object], str] = str
) -> Callable[[AsyncCheck], AsyncCheck]:
    """The same for what a site is asked, over one base for all: only where it is refused, and changes nothing.

    `names` are those of the parameters that each item gives, as `pytest.mark.parametrize` has them.
    """
    every, own = list(items), [name.strip() for name in names.split(",")]

    def decorate(check: AsyncCheck) -> AsyncCheck:
        @wraps(check)
        async def test(**fixtures: object) -> None:
            assert every, "nothing was asked"
            faults = []
            for item in every:
                values = item if len(own) > 1 else (item,)
                assert isinstance(values, tuple)
                try:
                    await check(**dict(zip(own, values, strict=True)), **fixtures)
                except AssertionError as fault:
                    faults.append(f"{called(item)}: {fault}")
            assert not faults, "\n".join(faults)

        signature = inspect.signature(check)
        others = [each for name, each in signature.parameters.items() if name not in own]
        test.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]  # pytest reads it
        return test

    return decorate
