"""A month as a grid of weeks: what the agenda shows beside its list on a wide screen."""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from boite.agenda.event_lists import DayOfMonth


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month, its weeks from Monday to Sunday, the days that have events, and its neighbours as `2026-03`."""

    first: date
    weeks: list[list[date]]
    days: Mapping[date, DayOfMonth]
    before: str
    after: str


def month_view(month: str, days: Mapping[date, DayOfMonth]) -> MonthView:
    """The grid of a month (`2026-03`); the days that complete its first and last weeks are there too."""
    first = date.fromisoformat(f"{month}-01")
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    following = (first + timedelta(days=31)).replace(day=1)
    return MonthView(first, weeks, days, f"{first - timedelta(days=1):%Y-%m}", f"{following:%Y-%m}")
