"""Doing again what the database took back for the sake of another transaction."""

from __future__ import annotations

import random
from asyncio import sleep
from collections.abc import Awaitable, Callable
from typing import TypeVar

from asyncpg.exceptions import DeadlockDetectedError, SerializationError

from boite.database.connection import inside_transaction

T = TypeVar("T")
TAKEN_BACK = (DeadlockDetectedError, SerializationError)
"""PostgreSQL's 40P01 and 40001. On SQLite transactions wait for each other: it never happens."""
TRIES = 3
PAUSE = 0.05
"""Seconds at most before the second try, so that the two do not meet again."""


async def retried(work: Callable[[], Awaitable[T]]) -> T:
    """Do a transaction, and again where the database took it back: twice at most.

    Inside a larger transaction nothing is done again: that one is lost whole, and its owner repeats it.
    """
    for tried in range(1, TRIES):
        try:
            return await work()
        except TAKEN_BACK:
            if inside_transaction():
                raise
            await sleep(random.uniform(0, PAUSE) * tried)  # noqa: S311
    return await work()
