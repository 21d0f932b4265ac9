"""Hearing from every process that something changed for some people, or for nobody knows whom (`announcements`)."""

from __future__ import annotations

import asyncio
import logging
import random
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from boite.database.announcements import CHANNEL, EVERYBODY, named
from boite.database.commit_count import Pulse
from boite.database.connection import is_sqlite
from boite.database.upgrade.migration_state import server_address
from boite.settings import Settings

if TYPE_CHECKING:
    import asyncpg

log = logging.getLogger("boite.listening")
PERIOD = 0.25
"""Seconds at most before `heard` answers. SQLite's count is read as often: it takes microseconds."""
ALIVE = 30.0
"""Seconds after which a connection that says nothing is asked whether it is still there."""
PATIENCE = 10.0
AGAIN, LATEST = 0.2, 30.0
"""Seconds before the first try to connect again, and the longest: each is twice the one before."""
Heard = frozenset[str] | None
"""Who something changed for: some, nobody, or (None) perhaps anybody."""


class Ear(ABC):
    """What a process hears."""

    @abstractmethod
    async def heard(self) -> Heard:
        """What was announced since the last call. Waits, `PERIOD` at most."""


class CommitEar(Ear):
    """On SQLite: something was written, by whichever process. For whom is a question to the rows."""

    def __init__(self, pulse: Pulse) -> None:
        self._pulse = pulse
        self._beat: int | None = None

    async def heard(self) -> Heard:
        """Everybody where anything was written."""
        await asyncio.sleep(PERIOD)
        former, self._beat = self._beat, self._pulse.beat()
        return frozenset() if former == self._beat is not None else None


class ServerEar(Ear):
    """On PostgreSQL: a connection of its own, outside the pool, which only listens."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._names = set[str]()
        self._anybody = False
        self._spoken = asyncio.Event()

    async def heard(self) -> Heard:
        """Those named by notifications; everybody after each new connection, which may have missed some."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._spoken.wait(), PERIOD)
        self._spoken.clear()
        found = None if self._anybody else frozenset(self._names)
        self._anybody = False
        self._names.clear()
        return found

    async def listen(self) -> None:
        """Stay connected, whatever happens to the line. Ends when it is cancelled."""
        import asyncpg  # here: on SQLite, 15 ms and 2 MiB of a start

        wait = AGAIN
        while True:
            try:
                await self._connected(await asyncpg.connect(self._address, timeout=PATIENCE))
                wait = AGAIN
            except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                log.warning("no line to the database", extra={"fields": {"error": type(error).__name__}})
            await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311 - so that processes come back one by one
            wait = min(wait * 2, LATEST)

    async def _connected(self, connection: asyncpg.Connection) -> None:
        """Listen until the line ends."""
        ended = asyncio.Event()
        connection.add_termination_listener(lambda _: ended.set())
        try:
            await connection.add_listener(CHANNEL, self._hear)
            self._hear(None, 0, CHANNEL, EVERYBODY)
            while not ended.is_set():
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), ALIVE)
                if not ended.is_set():
                    await connection.execute("SELECT 1", timeout=PATIENCE)
        finally:
            connection.terminate()

    def _hear(self, connection: Any, process: int, channel: str, said: Any) -> None:
        names = named(str(said))
        self._anybody = self._anybody or names is None
        self._names.update(names or ())
        self._spoken.set()


@asynccontextmanager
async def listening(settings: Settings, pulse: Pulse) -> AsyncIterator[Ear]:
    """An ear for this database, for as long as it is needed."""
    if is_sqlite(settings):
        yield CommitEar(pulse)
        return
    ear = ServerEar(server_address(settings))
    task = asyncio.create_task(ear.listen())
    try:
        yield ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
