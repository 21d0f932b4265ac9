"""Two sessions of the database really at once: what one did and has not committed yet, while the other comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from boite.database.connection import fetch, on_sqlite, transaction

Answer = TypeVar("Answer")
WAITING = "SELECT count(*) AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@asynccontextmanager
async def uncommitted(act: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """`act` was done by another session, which commits only as the block ends."""
    done, leave = asyncio.Event(), asyncio.Event()

    async def other() -> None:
        async with transaction():
            await act()
            done.set()
            await leave.wait()

    task = asyncio.create_task(other())  # its transaction is its own: a task has a context of its own
    first, _ = await asyncio.wait({task, asyncio.create_task(done.wait())}, return_when=asyncio.FIRST_COMPLETED)
    if task in first:
        await task
    try:
        yield
    finally:
        leave.set()
        await task


async def stopped_by_it(coming: Coroutine[Any, Any, Answer], sessions: int = 1) -> asyncio.Task[Answer]:
    """Whoever comes now: returns once they wait for the other session, or have passed it by.

    `sessions`: how many wait then in all. On SQLite they wait for their turn before they ask anything of the database.
    """
    task = asyncio.create_task(coming)
    for _ in range(20 if on_sqlite() else 500):
        await asyncio.sleep(0.01)
        if task.done() or (not on_sqlite() and (await fetch(WAITING))[0]["n"] >= sessions):
            break
    return task
