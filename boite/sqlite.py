"""Tortoise's SQLite engine, with transactions that take the write lock at once.

SQLite's default transaction is deferred: two processes that read then write meet "database is
locked" whatever the busy timeout. BEGIN IMMEDIATE waits its turn instead.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import IntegrityError, OperationalError, TransactionManagementError

Statement = tuple[str, list[Any]]


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
