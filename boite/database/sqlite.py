"""Tortoise's SQLite engine, with transactions that take the write lock at once, and instants kept in UTC.

SQLite's default transaction is deferred: two processes that read then write meet "database is
locked" whatever the busy timeout. BEGIN IMMEDIATE waits its turn instead.

SQLite has no type for an instant: it compares texts. Whatever statement they are in, values become text in one
place, the adapter registered below (it takes the place of Tortoise's, which keeps each instant's own offset).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import aiosqlite
from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError

Statement = tuple[str, list[Any]]
READING = ("SELECT", "WITH")
"""How statements that only read begin. No statement of ours that begins with WITH writes: the reader would refuse."""


def instant_text(instant: datetime) -> str:
    """This instant as SQLite keeps it: the order of these texts is the order of instants. ValueError without an offset.

    `2026-07-01 21:30:00+00:00`, or with six more digits: « + » sorts before « . », so both compare rightly.
    """
    return with_offset(instant).astimezone(UTC).isoformat(" ")


def with_offset(instant: datetime) -> datetime:
    """The same instant. Raises ValueError where nothing says which hour of the world it is."""
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} has no offset: it is no instant")
    return instant


sqlite3.register_adapter(datetime, instant_text)


class Batching(SqliteClient):
    """A client that runs several statements in one trip to the connection's thread: a trip costs more than a row."""

    async def execute_all(self, statements: Sequence[Statement]) -> None:
        """Run them in order; the first that fails ends the batch. Inside a transaction of the caller."""
        async with self.acquire_connection() as connection:
            try:
                await connection._execute(_run_all, connection._conn, statements)
            except sqlite3.OperationalError as error:
                raise OperationalError(error) from error
            except sqlite3.IntegrityError as error:
                raise IntegrityError(error) from error


def _run_all(connection: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    for sql, values in statements:
        connection.execute(sql, values).close()


class InLoop:
    """The connection of a brief transaction: its statements run where they are asked, without a trip to a thread.

    What Tortoise calls of aiosqlite's connection, which nobody else uses meanwhile. A trip costs five times what an
    indexed row does; a long statement here would make everybody wait.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._conn = connection

    @property
    def total_changes(self) -> int:
        """How many rows were changed since the connection was opened."""
        return self._conn.total_changes

    async def execute(self, sql: str, values: Sequence[Any] | None = None) -> sqlite3.Cursor:
        """Run one statement."""
        return self._conn.execute(sql, values or ())

    async def execute_fetchall(self, sql: str, values: Sequence[Any] | None = None) -> list[sqlite3.Row]:
        """The rows of one statement."""
        return self._conn.execute(sql, values or ()).fetchall()

    async def execute_insert(self, sql: str, values: Sequence[Any] | None = None) -> tuple[int | None]:
        """Insert one row. Gives its number."""
        return (self._conn.execute(sql, values or ()).lastrowid,)

    async def executemany(self, sql: str, values: Sequence[Sequence[Any]]) -> None:
        """Run one statement for each of these."""
        self._conn.executemany(sql, values)

    async def _execute(self, function: Callable[..., None], *arguments: Any) -> None:
        function(*arguments)


class ImmediateTransaction(SqliteTransactionWrapper, Batching):
    """A transaction that owns the write lock from its first statement."""

    async def begin(self) -> None:
        """Take the write lock, waiting up to `busy_timeout`."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error

    def stay_in_loop(self) -> None:
        """From here on, run each statement at once. The end still goes to the thread: it may write a lot."""
        self._connection = cast("aiosqlite.Connection", InLoop(self._connection._conn))

    async def commit(self) -> None:
        """Write it all."""
        self._connection = self._parent._connection
        await super().commit()

    async def rollback(self) -> None:
        """Forget it all."""
        self._connection = self._parent._connection
        await super().rollback()


class Reader(SqliteClient):
    """A connection that only reads: it sees what was committed and waits for no transaction."""

    def __init__(self, file_path: str, **options: Any) -> None:
        super().__init__(file_path, **options)
        self.pragmas["query_only"] = "ON"  # the last one: those before may have to write


class ImmediateClient(Batching):
    """The SQLite client whose outer transactions are immediate, and whose readers never wait for them."""

    def __init__(self, file_path: str, **options: Any) -> None:
        super().__init__(file_path, **options)
        self._reader = Reader(file_path, **options)
        self._at_hand: sqlite3.Connection | None = None

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)

    async def create_connection(self, with_db: bool) -> None:
        """Open the file. The loop may use this connection too: in a brief transaction, and one at a time."""
        if self._connection:
            return
        self._connection = await aiosqlite.connect(self.filename, isolation_level=None, check_same_thread=False)
        self._connection._conn.row_factory = sqlite3.Row
        for pragma, value in self.pragmas.items():
            await (await self._connection.execute(f"PRAGMA {pragma}={value}")).close()
        await self._post_connect()

    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[Any]]:
        """Read with the reader, write with the writer."""
        client: Any = self._reader if query.startswith(READING) else super()
        found: tuple[int, Sequence[Any]] = await client.execute_query(query, values)
        return found

    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """The same, rows as mappings."""
        client: Any = self._reader if query.startswith(READING) else super()
        found: list[dict[str, Any]] = await client.execute_query_dict(query, values)
        return found

    def read_at_once(self, query: str, values: Sequence[Any]) -> list[dict[str, Any]] | None:
        """A few rows that an index finds, without leaving the loop. None where the file is busy or cannot be read."""
        try:
            if self._at_hand is None:
                # Its own connection: that of the reader may be in the middle of a long search.
                self._at_hand = sqlite3.connect(f"{Path(self.filename).absolute().as_uri()}?mode=ro", 0, uri=True)
                self._at_hand.row_factory = sqlite3.Row
            return list(map(dict, self._at_hand.execute(query, values).fetchall()))
        except sqlite3.OperationalError:
            return None

    async def close(self) -> None:
        """Let the file go."""
        if self._at_hand is not None:
            self._at_hand.close()
            self._at_hand = None
        await self._reader.close()
        await super().close()


client_class = ImmediateClient
