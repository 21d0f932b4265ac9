"""The stored databases of former releases, brought back to life, and every row that one holds."""

from __future__ import annotations

import asyncio
import lzma
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

import asyncpg

from boite.database.connection import is_sqlite
from boite.database.upgrade.migration_state import file_of, server_address
from boite.settings import Settings
from tests import postgresql
from tests.databases import ENGINE
from tests.migrations.building import BASES, COMMITS, FAILED
from tests.migrations.catalogue import Table, of_postgresql, of_sqlite

VERSIONS = [*COMMITS, *([FAILED] if ENGINE == "sqlite" else [])]
"""What can be brought back on the engine of this run."""

GONE = {"files_node": {"discard_row_id"}, "agenda_registration": {"promoted_due", "cancelled_due"}}
"""Columns that no row needs: the one that 0003 left on SQLite, and those that nobody read, dropped by 0043."""

RENAMED = {("agenda_change", "fields_changed"): "changes"}
"""Columns that have another name since."""

OFFSET = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d")
Rows = dict[str, Counter[tuple[str, ...]]]
_numbers = count()


@contextmanager
def brought_back(version: str, folder: Path) -> Iterator[Settings]:
    """Settings of a service whose database is the one of this release."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = Settings(data=folder, secret="the-secret-of-the-tests", environment="dev", chores=False)
    if ENGINE == "sqlite":
        (folder / "boite.sqlite3").write_bytes(_stored(f"{version}.sqlite3"))
        yield settings
        return
    name = f"boite_stored_{os.getpid()}_{next(_numbers)}"
    postgresql.run(f"CREATE DATABASE {name}")
    try:
        postgresql.run(_stored(f"{version}.postgresql.sql").decode(), name)
        yield replace(settings, database=postgresql.address(name))
    finally:
        postgresql.run(f"DROP DATABASE {name} WITH (FORCE)")


def _stored(name: str) -> bytes:
    return lzma.decompress((BASES / f"{name}.xz").read_bytes())


def tables(settings: Settings) -> dict[str, Table]:
    """What the database of these settings holds besides rows."""
    if is_sqlite(settings):
        return of_sqlite(str(file_of(settings)))
    return asyncio.run(of_postgresql(settings.database_url))


def rows(settings: Settings, columns: Mapping[str, Sequence[str]]) -> Rows:
    """Every row of these tables, with these of their columns, its instants in UTC."""
    there = {table: said.columns for table, said in tables(settings).items()}
    called = {
        table: [name if name in there[table] else RENAMED.get((table, name), name) for name in names]
        for table, names in columns.items()
    }
    asked = {table: f"SELECT {_quoted(names)} FROM {table}" for table, names in called.items()}
    if is_sqlite(settings):
        with closing(sqlite3.connect(file_of(settings))) as connection:
            return {
                table: Counter(tuple(map(_in_utc, row)) for row in connection.execute(sql))
                for table, sql in asked.items()
            }
    return asyncio.run(_server_rows(settings, asked))


def _in_utc(value: object) -> str:
    """A value as compared: until 0015, SQLite kept instants with the offset that they came with."""
    if isinstance(value, str) and OFFSET.fullmatch(value):
        value = datetime.fromisoformat(value).astimezone(UTC).isoformat(" ")
    return repr(value)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


async def _server_rows(settings: Settings, asked: dict[str, str]) -> Rows:
    connection = await asyncpg.connect(server_address(settings))
    try:
        return {
            table: Counter(tuple(map(repr, row.values())) for row in await connection.fetch(sql))
            for table, sql in asked.items()
        }
    finally:
        await connection.close()


def kept_columns(settings: Settings) -> dict[str, list[str]]:
    """The columns of each table that must come out as they went in."""
    return {name: sorted(set(table.columns) - GONE.get(name, set())) for name, table in tables(settings).items()}


def change(settings: Settings, sql: str, *values: object) -> None:
    """One statement written with `?`, by another program than the service."""
    change_all(settings, sql, [values])


def change_all(settings: Settings, sql: str, many: Sequence[tuple[object, ...]]) -> None:
    """The same statement for each of these, in one transaction."""
    if is_sqlite(settings):
        with closing(sqlite3.connect(file_of(settings))) as connection:
            connection.executemany(sql, [[str(one) if isinstance(one, UUID) else one for one in row] for row in many])
            connection.commit()
    else:
        asyncio.run(_change_server(settings, sql, many))


async def _change_server(settings: Settings, sql: str, many: Sequence[tuple[object, ...]]) -> None:
    connection = await asyncpg.connect(server_address(settings))
    try:
        first, *others = sql.split("?")
        await connection.executemany(first + "".join(f"${n}{part}" for n, part in enumerate(others, 1)), many)
    finally:
        await connection.close()
