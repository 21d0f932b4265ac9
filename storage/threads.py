"""Trips to a thread that are never abandoned: a cancelled request must not leave a thread writing behind its back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


async def settled(flight: asyncio.Future[T]) -> T:
    """Wait for a thread to the end, even when cancelled meanwhile; the cancellation is raised after that."""
    cancelled: asyncio.CancelledError | None = None
    while not flight.done():
        try:
            await asyncio.wait([flight])
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        flight.exception()  # retrieved, so that asyncio does not report it as lost
        raise cancelled
    return flight.result()


class Threads:
    """The threads of one store. Sixteen of them wait on the disk together, which groups its commits."""

    def __init__(self, count: int = 16) -> None:
        self.pool = ThreadPoolExecutor(count, thread_name_prefix="storage")

    def start(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """Start a function in a thread. The caller awaits it with `settled`."""
        return asyncio.get_running_loop().run_in_executor(self.pool, lambda: function(*args, **kwargs))

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run a function in a thread, to the end."""
        return await settled(self.start(function, *args, **kwargs))

    async def close(self) -> None:
        """Wait for what is in progress, then stop the threads."""
        await asyncio.to_thread(self.pool.shutdown)
