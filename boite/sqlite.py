"""Tortoise's SQLite engine, with transactions that take the write lock at once.

SQLite's default transaction is deferred: two processes that read then write meet "database is
locked" whatever the busy timeout. BEGIN IMMEDIATE waits its turn instead.
"""

from __future__ import annotations

import sqlite3

from tortoise.backends.base.client import TransactionContext
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionContext, SqliteTransactionWrapper
from tortoise.exceptions import TransactionManagementError


class ImmediateTransaction(SqliteTransactionWrapper):
    """A transaction that owns the write lock from its first statement."""

    async def begin(self) -> None:
        """Take the write lock, waiting up to `busy_timeout`."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise TransactionManagementError(error) from error


class ImmediateClient(SqliteClient):
    """The SQLite client whose outer transactions are immediate."""

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionContext(ImmediateTransaction(self), self._lock)


client_class = ImmediateClient
