"""Counts by day without any identity: no address, no cookie, no person. One shape of table.

What is counted waits in the memory of the process that saw it (`Tally`), and is written together: a single write would
empty what pages keep in memory. Killed, a process loses what it counted in the last seconds, and nothing else.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from tortoise.exceptions import IntegrityError

from boite.clock import today
from boite.database.connection import execute_many, fetch, transaction
from boite.database.long_lists import marks, parts
from boite.database.retries import retried

log = logging.getLogger("boite.counters")
EVERY = 10.0
"""Seconds between two writes of one process, where anything waits."""
MOST = 10_000
"""Different things that wait at once: reached only where the base is away, or where somebody makes searches up."""
Rows = Mapping[tuple[Any, ...], int]
"""How many times, by day and what was seen."""


@dataclass(frozen=True, slots=True)
class DailyCounter:
    """A table with `day`, `times` and the columns that say what is counted; its key is the day and these."""

    table: str
    what: tuple[str, ...]

    async def add(self, rows: Rows) -> None:
        """Write these over what is there. In the same order everywhere: two processes never wait for each other."""
        key = ("day", *self.what)
        lines = sorted(((*values, times) for values, times in rows.items()), key=lambda line: list(map(str, line)))
        await execute_many(
            f"INSERT INTO {self.table} ({', '.join(key)}, times) VALUES ({marks((*key, 'times'))})"
            f" ON CONFLICT ({', '.join(key)}) DO UPDATE SET times = {self.table}.times + excluded.times",
            lines,
        )

    async def totals(self, column: str, values: Iterable[Any]) -> dict[str, int]:
        """How many times each of these was counted since the beginning, as far as it is written. Absent: never."""
        found: dict[str, int] = {}
        for some in parts(dict.fromkeys(values)):
            rows = await fetch(
                f"SELECT {column}, SUM(times) AS times FROM {self.table}"
                f" WHERE {column} IN ({marks(some)}) GROUP BY {column}",
                *some,
            )
            found |= {str(row[column]): int(row["times"]) for row in rows}
        return found


class Tally:
    """What one process counted and did not write yet."""

    def __init__(self) -> None:
        self._waiting: dict[DailyCounter, Counter[tuple[Any, ...]]] = defaultdict(Counter)

    def __len__(self) -> int:
        """Different things that wait."""
        return sum(map(len, self._waiting.values()))

    def note(self, counter: DailyCounter, *values: Any) -> None:
        """One more today. Beyond MOST, what was not there yet is left out: a memory has an end."""
        seen = (today(), *values)
        if seen in self._waiting[counter] or len(self) < MOST:
            self._waiting[counter][seen] += 1

    async def write(self) -> int:
        """Write what waits, in one transaction. Returns how many different things. What fails waits for the next time.

        What was deleted since it was seen, such as a piece of news, is left out: nothing counts it any more.
        """
        taken, self._waiting = self._waiting, defaultdict(Counter)
        try:
            await retried(lambda: _all(taken))
        except IntegrityError:
            await self._one_by_one(taken)
        except BaseException:
            self._put_back(taken)
            raise
        return sum(map(len, taken.values()))

    async def _one_by_one(self, taken: Mapping[DailyCounter, Rows]) -> None:
        for counter, rows in taken.items():
            for seen, times in rows.items():
                try:
                    await counter.add({seen: times})
                except IntegrityError:
                    log.info("%s: counted, then gone", counter.table)
                except Exception:
                    self._put_back({counter: {seen: times}})

    def _put_back(self, taken: Mapping[DailyCounter, Rows]) -> None:
        for counter, rows in taken.items():
            self._waiting[counter].update(rows)


async def _all(taken: Mapping[DailyCounter, Rows]) -> None:
    if not taken:
        return
    async with transaction():
        for counter in sorted(taken, key=lambda counter: counter.table):
            await counter.add(taken[counter])


@asynccontextmanager
async def keeping(tally: Tally, every: float = EVERY) -> AsyncIterator[None]:
    """Write what this process counts, as long as it serves and once more at its end."""
    stopped = asyncio.Event()
    task = asyncio.create_task(_keep(tally, stopped, every))
    try:
        yield
    finally:
        stopped.set()  # never interrupted in the middle of a write: it could not be known whether it was done
        await task


async def _keep(tally: Tally, stopped: asyncio.Event, every: float) -> None:
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), every)
        last = stopped.is_set()
        try:
            await tally.write()
        except Exception as error:  # a base that is away comes back: what was counted waits
            log.error("counts wait", exc_info=error, extra={"fields": {"waiting": len(tally)}})
        if last:
            return
