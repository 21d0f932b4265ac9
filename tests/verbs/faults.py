"""A database that breaks at a chosen write, on either engine, and all that it holds, to be compared."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from unittest.mock import patch

from tortoise.backends.asyncpg.client import AsyncpgDBClient
from tortoise.backends.asyncpg.client import TransactionWrapper as PostgresTransaction
from tortoise.backends.sqlite.client import SqliteClient, SqliteTransactionWrapper

from boite.database.connection import fetch, on_sqlite
from boite.database.sqlite import Batching

WRITES = re.compile(r"\s*(?:WITH\b.*?\)\s*)?(?:INSERT|UPDATE|DELETE)\b", re.IGNORECASE | re.DOTALL)
CALLS = ("execute_insert", "execute_many", "execute_query", "execute_query_dict", "execute_all")
CLIENTS = (SqliteClient, SqliteTransactionWrapper, Batching, AsyncpgDBClient, PostgresTransaction)
_inside: ContextVar[bool] = ContextVar("inside", default=False)


class Broken(Exception):
    """The database went away in the middle of a verb."""


class Breaking:
    """Counts the writes, and breaks at the one numbered `at` (from 1)."""

    def __init__(self, at: int | None) -> None:
        self.at, self.writes = at, 0

    def write(self) -> None:
        """One write is about to be done."""
        self.writes += 1
        if self.writes == self.at:
            raise Broken


@contextmanager
def breaking(at: int | None) -> Iterator[Breaking]:
    """Inside, the write of this number fails before it is done; None: they are only counted."""
    found = Breaking(at)
    patches = [
        patch.object(client, name, _watched(client.__dict__[name], found))
        for client in CLIENTS
        for name in CALLS
        if name in client.__dict__
    ]
    for each in patches:
        each.start()
    try:
        yield found
    finally:
        for each in patches:
            each.stop()


def _watched(call: Callable[..., Awaitable[Any]], found: Breaking) -> Callable[..., Awaitable[Any]]:
    async def watched(self: object, query: Any, *rest: Any, **named: Any) -> Any:
        if _inside.get():  # one of them calls another: it is one write
            return await call(self, query, *rest, **named)
        statements = [query] if isinstance(query, str) else [sql for sql, _ in query]
        for sql in statements:
            if WRITES.match(sql):
                found.write()
        mark = _inside.set(True)
        try:
            return await call(self, query, *rest, **named)
        finally:
            _inside.reset(mark)

    return watched


async def everything(without: frozenset[str] = frozenset()) -> dict[str, list[str]]:
    """Each row of each table, as text. Most tables are empty, which one question tells of all."""
    names = await _tables() - without
    asked = " UNION ALL ".join(f"SELECT '{name}' AS name WHERE EXISTS (SELECT 1 FROM {name})" for name in sorted(names))
    filled = {row["name"] for row in await fetch(asked)}
    empty: dict[str, list[str]] = {name: [] for name in names - filled}
    return empty | {
        name: sorted(repr(sorted(row.items())) for row in await fetch(f"SELECT * FROM {name}")) for name in filled
    }


async def _tables() -> set[str]:
    tables = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND sql NOT LIKE '%VIRTUAL%'"
        if on_sqlite()
        else "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'"
    )
    return {row["name"] for row in await fetch(tables)}
