"""The time that the service uses. Tests move it; nothing else reads the machine's clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")

_shift = timedelta()


def now() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC) + _shift


def today() -> date:
    """The present day in France."""
    return now().astimezone(PARIS).date()


def advance(delta: timedelta) -> None:
    """Move the service's clock (tests and rehearsals only)."""
    global _shift
    _shift += delta


def reset() -> None:
    """Put the service's clock back to the machine's."""
    global _shift
    _shift = timedelta()
