"""The time that the service uses: instants are kept in UTC, days are those of France.

Tests move it; nothing else reads the machine's clock, nor says where a day begins.
"""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_shift = timedelta()


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC) + _shift


def today() -> date:
    """The present day in France."""
    return day_of(now())


def day_of(instant: datetime) -> date:
    """The day in France of an instant: half past midnight there is still the day before in UTC."""
    return instant.astimezone(PARIS).date()


def midnight(day: date) -> datetime:
    """The first instant of a day in France."""
    return datetime.combine(day, time(), PARIS)


def months_later(day: date, months: int) -> date:
    """The same day so many months later (earlier below 0), or the last of the month where it has none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_ago(months: int) -> datetime:
    """The same hour in France so many months ago: what is kept for months is kept from then on."""
    local = now().astimezone(PARIS)
    return datetime.combine(months_later(local.date(), -months), local.time(), PARIS)


def advance(delta: timedelta) -> None:
    """Move the service's clock (tests and rehearsals only)."""
    global _shift
    _shift += delta


def reset() -> None:
    """Put the service's clock back to the machine's."""
    global _shift
    _shift = timedelta()
