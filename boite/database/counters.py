"""Counts by day without any identity: no address, no cookie, no person. One shape of table, one statement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from boite.clock import today
from boite.database.connection import execute, fetch

AT_ONCE = 1000
"""Values in one statement: PostgreSQL and SQLite both refuse more than about 32,000."""


@dataclass(frozen=True, slots=True)
class DailyCounter:
    """A table with `day`, `times` and the columns that say what is counted; its key is the day and these."""

    table: str
    what: tuple[str, ...]

    async def count(self, *values: Any) -> None:
        """One more today: a single statement, so that none is lost."""
        key = ", ".join(("day", *self.what))
        marks = "?, " * (len(self.what) + 1)
        await execute(
            f"INSERT INTO {self.table} ({key}, times) VALUES ({marks}1)"
            f" ON CONFLICT ({key}) DO UPDATE SET times = {self.table}.times + 1",
            today(),
            *values,
        )

    async def totals(self, column: str, values: Sequence[Any]) -> dict[str, int]:
        """How many times each of these was counted since the beginning. Absent: never."""
        found: dict[str, int] = {}
        for some in _in_parts(list(dict.fromkeys(values))):
            marks = ", ".join("?" * len(some))
            rows = await fetch(
                f"SELECT {column}, SUM(times) AS times FROM {self.table} WHERE {column} IN ({marks}) GROUP BY {column}",
                *some,
            )
            found |= {str(row[column]): int(row["times"]) for row in rows}
        return found


def _in_parts(values: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
