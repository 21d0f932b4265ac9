"""What a database really holds, in one form for both engines: columns, keys, checks and indexes of each table."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass, field
from typing import Any

import asyncpg

ON_DELETE = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}
"""PostgreSQL's letters (pg_constraint.confdeltype), in SQLite's words."""

Key = tuple[str, str, str, str]
"""A foreign key: column, table, column there, what happens when the row there goes."""


@dataclass
class Table:
    """One table. Uniqueness counts in one way, be it said by a column, a constraint or an index."""

    columns: dict[str, tuple[str, bool]] = field(default_factory=dict)
    """Type in capitals, and whether it may be NULL."""
    primary: tuple[str, ...] = ()
    keys: set[Key] = field(default_factory=set)
    checks: dict[str, str] = field(default_factory=dict)
    unique: set[tuple[str, ...]] = field(default_factory=set)
    indexes: dict[str, tuple[tuple[str, ...], bool, str]] = field(default_factory=dict)
    """By name, those that are not the bearer of a plain uniqueness: columns, whether unique, condition."""


CHECK = r'CONSTRAINT "?(\w+)"? CHECK \((.*?)\)\s*[,)]'
"""How ours are written in SQLite's own table of tables."""


def plain(condition: str) -> str:
    """A condition without what each engine adds in its own way: brackets, casts, cases."""
    return re.sub(r"[()\s\"]|::\w+", "", condition).casefold()


def of_sqlite(path: str) -> dict[str, Table]:
    """The tables of one SQLite file, those of full text and of the engine aside."""
    with sqlite3.connect(path) as connection:
        connection.row_factory = sqlite3.Row
        names = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT LIKE '%\\_terms%' ESCAPE '\\'"
        ).fetchall()
        tables = {row["name"]: _sqlite_table(connection, row["name"], row["sql"]) for row in names}
    connection.close()
    return tables


def _sqlite_table(connection: sqlite3.Connection, name: str, sql: str) -> Table:
    rows = connection.execute(f"PRAGMA table_info({name})").fetchall()
    primary = sorted((row["pk"], row["name"]) for row in rows if row["pk"])
    table = Table(
        columns={row["name"]: (row["type"].upper(), not row["notnull"]) for row in rows},
        primary=tuple(column for _, column in primary),
        keys={
            (row["from"], row["table"], row["to"], row["on_delete"])
            for row in connection.execute(f"PRAGMA foreign_key_list({name})")
        },
        checks={name: plain(check) for name, check in re.findall(CHECK, sql)},
    )
    for index in connection.execute(f"PRAGMA index_list({name})").fetchall():
        columns = tuple(row["name"] for row in connection.execute(f"PRAGMA index_info({index['name']})"))
        [said] = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (index["name"],)).fetchone()
        _add_index(table, index["name"], columns, bool(index["unique"]), (said or "").partition(" WHERE ")[2])
    return table


def _add_index(table: Table, name: str, columns: tuple[str, ...], unique: bool, condition: str) -> None:
    if unique and not condition:
        if columns != table.primary:
            table.unique.add(columns)
    else:
        table.indexes[name] = (columns, unique, plain(condition))


async def of_postgresql(url: str) -> dict[str, Table]:
    """The tables of one PostgreSQL database."""
    connection = await asyncpg.connect(url.replace("asyncpg://", "postgres://"))
    try:
        rows = await connection.fetch(
            "SELECT relname, attname, format_type(atttypid, atttypmod) AS type, NOT attnotnull AS nullable"
            " FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped"
            " ORDER BY relname, attnum"
        )
        tables: dict[str, Table] = {}
        for row in rows:
            table = tables.setdefault(row["relname"], Table())
            table.columns[row["attname"]] = (row["type"].upper(), row["nullable"])
        for row in await connection.fetch(CONSTRAINTS):
            _add_constraint(tables[row["table"]], row)
        for row in await connection.fetch(INDEXES):
            _add_index(tables[row["table"]], row["name"], tuple(row["columns"]), row["unique"], row["condition"] or "")
        return tables
    finally:
        await connection.close()


NAMES = "(SELECT array_agg(attname::text ORDER BY place) FROM unnest({numbers}) WITH ORDINALITY AS k(number, place)"
NAMES += " JOIN pg_attribute ON attrelid = {table} AND attnum = k.number)"
CONSTRAINTS = (
    f"SELECT c.conrelid::regclass::text AS table, conname, contype::text AS kind, confrelid::regclass::text AS target,"
    f" confdeltype::text AS on_delete, pg_get_expr(conbin, conrelid) AS said,"
    f" {NAMES.format(numbers='conkey', table='conrelid')} AS columns,"
    f" {NAMES.format(numbers='confkey', table='confrelid')} AS there"
    " FROM pg_constraint c WHERE connamespace = 'public'::regnamespace AND contype IN ('p', 'f', 'c')"
)
INDEXES = (
    "SELECT indrelid::regclass::text AS table, indexrelid::regclass::text AS name, indisunique AS unique,"
    f" {NAMES.format(numbers='indkey::smallint[]', table='indrelid')} AS columns,"
    " pg_get_expr(indpred, indrelid) AS condition FROM pg_index"
    " WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r')"
    " AND NOT indisprimary"
)


def _add_constraint(table: Table, row: Any) -> None:
    if row["kind"] == "p":
        table.primary = tuple(row["columns"])
    elif row["kind"] == "c":
        table.checks[row["conname"]] = plain(row["said"])
    else:
        table.keys.add((row["columns"][0], row["target"], row["there"][0], ON_DELETE[row["on_delete"]]))
