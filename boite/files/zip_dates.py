"""The date of each thing in a zip: that of the paper, as a clock in France showed it."""

from __future__ import annotations

from datetime import datetime

from boite.clock import PARIS

FIRST = (1980, 1, 1, 0, 0, 0)
LAST = (2107, 12, 31, 23, 59, 58)
"""The format counts years on seven bits from 1980, and seconds by two (APPNOTE 4.4.6)."""


def in_france(value: datetime | str) -> datetime:
    """An instant of a raw row on French clocks: SQLite gives text where PostgreSQL gives instants."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant.astimezone(PARIS)


def local_date(value: datetime | str) -> tuple[int, int, int, int, int, int]:
    """What a zip keeps of an instant: local time without a zone, within the years that it can write."""
    local = in_france(value)
    date = (local.year, local.month, local.day, local.hour, local.minute, local.second)
    return min(max(FIRST, date), LAST)
