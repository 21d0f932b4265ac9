"""Maintenance: an operator asks that nothing be written for a while. A row, so that all processes know in a second."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from time import monotonic

from boite.clock import PARIS, now, today
from boite.database.connection import execute, fetch_by_key, transaction

TABLE = "CREATE TABLE IF NOT EXISTS site_maintenance (id INTEGER NOT NULL PRIMARY KEY, until BIGINT NOT NULL)"
"""One row while it lasts; `until` is when it is said to end, in seconds since 1970, 0 where nobody knows."""
KEPT = 0.5
"""Seconds during which a process takes the last answer for true."""


@dataclass(frozen=True, slots=True)
class Maintenance:
    """Whether it is on, and when it is said to end: a promise to people, which ends nothing by itself."""

    on: bool = False
    until: datetime | None = None

    @property
    def seconds_left(self) -> int:
        """How long before its end; 0 where it is not known, or past."""
        return max(0, int((self.until - now()).total_seconds())) if self.until else 0


async def current() -> Maintenance:
    """What the row says."""
    rows = await fetch_by_key("SELECT until FROM site_maintenance WHERE id = 1")
    if not rows:
        return Maintenance()
    seconds = int(rows[0]["until"])
    return Maintenance(True, datetime.fromtimestamp(seconds, UTC) if seconds else None)


async def begin(until: datetime | None) -> None:
    """From now on, nothing is written. Said again, it changes the hour of its end."""
    async with transaction():
        await execute("DELETE FROM site_maintenance")
        await execute("INSERT INTO site_maintenance (id, until) VALUES (1, ?)", int(until.timestamp()) if until else 0)


async def end() -> None:
    """Back to every day."""
    await execute("DELETE FROM site_maintenance")


def next_time(hour: time) -> datetime:
    """The next time that it is this hour in France: today, else tomorrow."""
    day = today()
    found = datetime.combine(day, hour, PARIS)
    return found if found > now() else datetime.combine(day + timedelta(days=1), hour, PARIS)


class LastKnown:
    """What one process last read of it: one question every half second at most, however many requests come."""

    def __init__(self) -> None:
        self._found = Maintenance()
        self._asked = -KEPT

    async def now(self) -> Maintenance:
        """The answer, asked again where it is old. Whoever comes meanwhile gets the last one."""
        if monotonic() - self._asked >= KEPT:
            self._asked = monotonic()
            self._found = await current()
        return self._found
