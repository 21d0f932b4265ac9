"""Counts by day without any identity: no address, no cookie, no person. One shape of table, one statement."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from boite.clock import today
from boite.database.connection import execute, fetch
from boite.database.long_lists import marks, parts

log = logging.getLogger("boite.counters")


@dataclass(frozen=True, slots=True)
class DailyCounter:
    """A table with `day`, `times` and the columns that say what is counted; its key is the day and these."""

    table: str
    what: tuple[str, ...]

    async def count(self, *values: Any) -> None:
        """One more today: a single statement, so that none is lost. Outside any transaction.

        A count that fails is told to the logs and to nobody else: what was shown matters more.
        """
        key, counted = ("day", *self.what), (today(), *values)
        try:
            await execute(
                f"INSERT INTO {self.table} ({', '.join(key)}, times) VALUES ({marks(counted)}, 1)"
                f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET times = {self.table}.times + 1",
                *counted,
            )
        except Exception:
            log.exception("%s: not counted", self.table)

    async def totals(self, column: str, values: Iterable[Any]) -> dict[str, int]:
        """How many times each of these was counted since the beginning. Absent: never."""
        found: dict[str, int] = {}
        for some in parts(dict.fromkeys(values)):
            rows = await fetch(
                f"SELECT {column}, SUM(times) AS times FROM {self.table}"
                f" WHERE {column} IN ({marks(some)}) GROUP BY {column}",
                *some,
            )
            found |= {str(row[column]): int(row["times"]) for row in rows}
        return found
