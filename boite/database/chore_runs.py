"""What each chore did, whichever process did it: when it last ended, how often it failed. Numbers only, one row each.

A process keeps its own in memory and writes them together, once a minute: each small write of SQLite would empty what
pages keep in memory. Killed, it loses what it noted in that minute.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from boite.clock import now
from boite.database.connection import execute_many, fetch, transaction

EVERY = 60.0
"""Seconds between two writes of a process."""
FIRST = 5.0
"""Seconds before the first one: an operator who starts the service looks at once."""
TABLE = (
    "CREATE TABLE IF NOT EXISTS site_chore (name VARCHAR(60) NOT NULL PRIMARY KEY, ran_at BIGINT NOT NULL,"
    " failed_at BIGINT NOT NULL, runs BIGINT NOT NULL, done BIGINT NOT NULL, failures BIGINT NOT NULL,"
    " busy_ms BIGINT NOT NULL)"
)
"""Instants are seconds since 1970, 0 for never; `ran_at` is that of the last run that did not fail."""
COLUMNS = ("ran_at", "failed_at", "runs", "done", "failures", "busy_ms")
ADD = (
    f"INSERT INTO site_chore (name, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
    + ",".join(
        f" {each} = CASE WHEN excluded.{each} > site_chore.{each} THEN excluded.{each} ELSE site_chore.{each} END"
        for each in COLUMNS[:2]
    )
    + "".join(f", {each} = site_chore.{each} + excluded.{each}" for each in COLUMNS[2:])
)


@dataclass(slots=True, kw_only=True)
class ChoreRun:
    """What is known of a chore; `busy_ms` is the time of all its runs, in milliseconds."""

    ran_at: int = 0
    failed_at: int = 0
    runs: int = 0
    done: int = 0
    failures: int = 0
    busy_ms: int = 0

    @property
    def last(self) -> datetime | None:
        """When it last ended without failing."""
        return datetime.fromtimestamp(self.ran_at, UTC) if self.ran_at else None

    @property
    def failing(self) -> bool:
        """Whether its last run failed."""
        return self.failed_at > self.ran_at


class ChoreRuns:
    """What one process noted and did not write yet."""

    def __init__(self) -> None:
        self._waiting: dict[str, ChoreRun] = {}

    def note(self, name: str, *, seconds: float, done: int | None) -> None:
        """One run that lasted so long. `done` is None where it failed."""
        run, at = self._waiting.setdefault(name, ChoreRun()), int(now().timestamp())
        run.runs += 1
        run.busy_ms += int(seconds * 1000)
        if done is None:
            run.failed_at, run.failures = at, run.failures + 1
        else:
            run.ran_at, run.done = at, run.done + done

    async def write(self) -> None:
        """Write what waits, in the order of names. What cannot be written is forgotten: the next run says it again."""
        taken, self._waiting = self._waiting, {}
        lines = [(name, *(getattr(run, each) for each in COLUMNS)) for name, run in sorted(taken.items())]
        if lines:
            async with transaction():
                await execute_many(ADD, lines)


async def known() -> dict[str, ChoreRun]:
    """What was written of each chore, by its name."""
    rows = await fetch(f"SELECT name, {', '.join(COLUMNS)} FROM site_chore")
    return {row["name"]: ChoreRun(**{each: int(row[each]) for each in COLUMNS}) for row in rows}
