"""Where a day begins, said once: `boite.clock`. Elsewhere nobody takes the date of an instant by themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from boite.clock import PARIS, advance, day_of, midnight, months_ago, months_later, now, today
from tests.hours import at_each_hour, put_clock_at

BOITE = Path(__file__).resolve().parents[2] / "boite"
ON_THE_WALL = {
    "clock.py",
    "directory/sheet/opening_words.py",  # instants that `hours_reading.local` put on a French clock, without any zone
    "directory/sheet/hours_reading.py",
    "directory/sheet/hours_rules.py",
    "directory/search_engine/tags.py",
    "holidays.py",
    "agenda/occurrences.py",  # the same hour of the wall on another day
    "quiet_hours.py",  # the hours of a French clock, as people say them
    "directory/exchange/precedence.py",  # the day in UTC, on purpose: a producer elsewhere must not read a date to come
}
"""The files that may take the date of an instant, or make an hour of a day."""
SPOKEN = {
    *("text/typed_dates.py", "newsletter/demo.py", "agenda/seats.py", "agenda/occurrences.py"),
    *("notifications/rhythm.py", "notifications/decisions_wait.py", "notifications/event_eve.py"),
    "notifications/rehearsal.py",  # the hour at which each kind is told
    "database/maintenance_mode.py",  # the hour at which an operator says that the site comes back
}
"""The files that make an instant of a day and of an hour that somebody wrote."""


@at_each_hour
def test_the_day_is_that_of_france(hour: datetime) -> None:
    put_clock_at(hour)
    assert today() == day_of(now()) == day_of(hour.astimezone(UTC)) == hour.date()
    assert midnight(today()) <= now() < midnight(today() + timedelta(days=1))
    assert midnight(today()).astimezone(UTC).hour == (22 if hour.dst() else 23)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2026, 12, 31), -13, date(2025, 11, 30)),
    ],
)
def test_months_later_and_earlier(day: date, months: int, expected: date) -> None:
    assert months_later(day, months) == expected


def test_twelve_months_ago_is_the_same_hour_in_france() -> None:
    put_clock_at(datetime(2027, 7, 15, 0, 30, tzinfo=PARIS))
    assert abs(months_ago(12) - datetime(2026, 7, 15, 0, 30, tzinfo=PARIS)) < timedelta(seconds=5)
    advance(timedelta(days=-1))
    assert day_of(months_ago(12)) == date(2026, 7, 14)


def _calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a method of this name, with its file."""
    for path in sorted(BOITE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                yield path.relative_to(BOITE).as_posix(), node


def test_nobody_else_takes_the_date_of_an_instant() -> None:
    """`boite.clock.day_of` does: `instant.date()` is that of UTC, or of whatever offset it came with."""
    assert {file for file, call in _calls("date") if not call.args} <= ON_THE_WALL


def test_nobody_else_says_when_a_day_begins() -> None:
    """`boite.clock.midnight` does: a day that begins at midnight in UTC begins at one or two in the morning."""
    assert {file for file, _ in _calls("combine")} <= ON_THE_WALL | SPOKEN
