"""The raw columns that hold instants and days, read without the models."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from boite.database.connection import fetch, on_sqlite

UTC_ONLY = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{6})?\+00:00")
"""The single format of an instant on SQLite: the order of these texts is the order of instants."""
FORMATS = {"TIMESTAMP": UTC_ONLY, "DATE": re.compile(r"\d{4}-\d\d-\d\d")}


@dataclass(frozen=True, slots=True)
class Found:
    """What a column holds, and where."""

    table: str
    column: str
    kind: str
    value: object

    @property
    def sound(self) -> bool:
        """Whether it is in the single format of its kind."""
        return isinstance(self.value, str) and FORMATS[self.kind].fullmatch(self.value) is not None


async def instants() -> list[Found]:
    """Every instant of the open database, as SQLite keeps it. PostgreSQL has a type for them: nothing to read there."""
    if not on_sqlite():
        return []
    [row] = await fetch("SELECT file FROM pragma_database_list WHERE name = 'main'")
    return list(in_file(Path(row["file"])))


def in_file(path: Path) -> Iterator[Found]:
    """Every instant and every day of this file of SQLite."""
    with closing(sqlite3.connect(path)) as base:
        [[schema]] = base.execute("SELECT group_concat(sql) FROM sqlite_master WHERE type = 'table'")
        for table, columns in _dated(schema, base).items():
            names = ", ".join(f'"{column}"' for column, _ in columns)
            for values in base.execute(f'SELECT {names} FROM "{table}"'):
                for (column, kind), value in zip(columns, values, strict=True):
                    if value is not None:
                        yield Found(table, column, kind, value)


_last: list[tuple[str, dict[str, list[tuple[str, str]]]]] = []


def _dated(schema: str, base: sqlite3.Connection) -> dict[str, list[tuple[str, str]]]:
    """By table, its columns of instants and of days, with their type. Asked once for as long as the schema is the same:
    after each test.
    """
    if not _last or _last[0][0] != schema:
        found: dict[str, list[tuple[str, str]]] = {}
        for table, column, kind in base.execute(
            "SELECT m.name, c.name, c.type FROM sqlite_master m, pragma_table_info(m.name) c"
            " WHERE m.type = 'table' AND c.type IN ('TIMESTAMP', 'DATE')"
        ):
            found.setdefault(table, []).append((column, kind))
        _last[:] = [(schema, found)]
    return _last[0][1]


def refuse_other_formats(path: Path) -> None:
    """Raises AssertionError where a base holds an instant with an offset, or anything else that compares wrongly."""
    wrong = [found for found in in_file(path) if not found.sound]
    assert not wrong, f"not in UTC, or not in the single format: {wrong[:5]}"
