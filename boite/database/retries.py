"""Repeating what the database rolled back for the sake of another transaction."""

from __future__ import annotations

import random
from asyncio import sleep
from collections.abc import Awaitable, Callable
from typing import TypeVar

from boite.database.connection import inside_transaction

T = TypeVar("T")
TAKEN_BACK = {"40P01", "40001"}
"""SQLSTATE of a deadlock and of a serialization failure. On SQLite transactions wait for each other: they never happen.

Compared by code, not by class: the driver is not imported where the database is SQLite (2 MiB, 15 ms of a start).
"""
TRIES = 3
PAUSE = 0.05
"""Seconds at most before the second try, so that the two do not meet again."""


def is_taken_back(error: BaseException) -> bool:
    """Whether the database gave this transaction up for the sake of another one."""
    return getattr(error, "sqlstate", None) in TAKEN_BACK


async def pause(tried: int = 1) -> None:
    """Wait a little, longer each time, so that the other transaction goes first: never so little that it could not."""
    await sleep(random.uniform(PAUSE / 2, PAUSE) * tried)  # noqa: S311


async def retried(work: Callable[[], Awaitable[T]]) -> T:
    """Run a transaction, and again where the database rolled it back: twice at most.

    Inside a larger transaction nothing is done again: that one is lost whole, and its owner repeats it.
    """
    for tried in range(1, TRIES):
        try:
            return await work()
        except Exception as error:
            if not is_taken_back(error) or inside_transaction():
                raise
            await pause(tried)
    return await work()
