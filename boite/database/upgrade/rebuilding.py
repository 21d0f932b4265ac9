"""SQLite can neither alter a column nor add a check: the table is rewritten. Tortoise's own way loses rows and keys.

Written by hand instead, after https://www.sqlite.org/lang_altertable.html#otheralter, for migrations to call.
"""

from __future__ import annotations

from tortoise.backends.base.client import BaseDBAsyncClient


async def columns(client: BaseDBAsyncClient, table: str) -> dict[str, bool]:
    """The columns of a table of SQLite, in order, and whether each may be NULL; empty where there is no such table."""
    rows = await client.execute_query_dict(f'PRAGMA table_info("{table}")')
    return {row["name"]: not row["notnull"] for row in rows}


async def rebuild(client: BaseDBAsyncClient, table: str, definition: str) -> None:
    """Give `table` the columns and constraints of `definition`; its rows, indexes and triggers stay.

    A column that only one of both has is left out, or NULL. The caller's connection has its keys off, as every
    migration's: with keys on, dropping the old table would delete every child row. Raises RuntimeError where it
    would do so, or where a row is lost.
    """
    [keys] = await client.execute_query_dict("PRAGMA foreign_keys")
    if keys["foreign_keys"]:
        raise RuntimeError(f"{table}: rebuilding it with foreign keys on would delete its children")
    dressed = await client.execute_query_dict(
        "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL", [table]
    )
    new = f"new__{table}"
    await client.execute_query(f'CREATE TABLE "{new}" ({definition})')
    # Named one by one: SQLite takes a column that is not there, between double quotes, for a word.
    wanted = await columns(client, new)
    both = ", ".join(f'"{name}"' for name in await columns(client, table) if name in wanted)
    await client.execute_query(f'INSERT INTO "{new}" ({both}) SELECT {both} FROM "{table}"')
    if await _count(client, new) != await _count(client, table):
        raise RuntimeError(f"{table}: rows were lost")
    await client.execute_query(f'DROP TABLE "{table}"')
    await client.execute_query(f'ALTER TABLE "{new}" RENAME TO "{table}"')
    for row in dressed:
        await client.execute_query(row["sql"])


async def _count(client: BaseDBAsyncClient, table: str) -> int:
    [row] = await client.execute_query_dict(f'SELECT COUNT(*) AS number FROM "{table}"')
    return int(row["number"])
