"""Tortoise's SQLite engine, with transactions that take the write lock at once, and instants kept in UTC.

SQLite's default transaction is deferred: two processes that read then write meet "database is
locked" whatever the busy timeout. BEGIN IMMEDIATE waits its turn instead.

SQLite has no type for an instant: it compares texts. Whatever statement they are in, values become text in one
place, the adapter registered below (it takes the place of Tortoise's, which keeps each instant's own offset).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError

Statement = tuple[str, list[Any]]


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


class ImmediateTransaction(SqliteTransactionWrapper, Batching):
    """A transaction that owns the write lock from its first statement."""

    async def begin(self) -> None:
        """Take the write lock, waiting up to `busy_timeout`."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error


class ImmediateClient(Batching):
    """The SQLite client whose outer transactions are immediate."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
