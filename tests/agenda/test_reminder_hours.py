"""The reminder of an event comes the evening before, never on a Sunday, a holiday or at night, and never too late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite import clock
from boite.agenda.seats import AHEAD, EARLIEST, reminder_for
from boite.clock import day_of, now
from boite.quiet_hours import USUAL
from tests.agenda.events import paris


@pytest.fixture(autouse=True)
def reset() -> Iterator[None]:
    clock.reset()
    yield
    clock.reset()


@pytest.mark.parametrize(
    ("begins", "reminded"),
    [
        ("2027-03-30 09:00", "2027-03-27 18:00"),  # Tuesday after Easter Monday: the Saturday before
        ("2027-03-22 09:00", "2027-03-20 18:00"),  # a Monday: Saturday
        ("2027-10-31 10:00", "2027-10-30 18:00"),  # a Sunday
        ("2027-11-02 09:00", "2027-10-30 18:00"),  # after a Sunday and All Saints' Day
        ("2027-11-02 23:30", "2027-10-30 18:00"),
        ("2027-06-10 00:00", "2027-06-09 12:00"),  # at midnight: twelve hours before
        ("2027-06-10 05:00", "2027-06-09 17:00"),
        ("2027-06-10 14:00", "2027-06-09 18:00"),
    ],
)
def test_the_last_open_evening(begins: str, reminded: str) -> None:
    assert reminder_for(paris(begins)) == paris(reminded)


@given(minutes=st.integers(0, 4 * 365 * 24 * 12).map(lambda steps: 5 * steps))
def test_never_in_quiet_hours_never_on_the_day_itself_never_long_before(minutes: int) -> None:
    begins = now() + timedelta(days=9, minutes=minutes)
    due = reminder_for(begins)
    assert due is not None
    assert USUAL.open(due)
    assert begins - due >= AHEAD
    assert 1 <= (day_of(begins) - day_of(due)).days <= EARLIEST


def test_who_registers_too_late_needs_no_reminder() -> None:
    assert reminder_for(now() + timedelta(hours=11)) is None
    assert reminder_for(now() - timedelta(days=2)) is None


def test_an_hour_is_kept_in_utc() -> None:
    due = reminder_for(paris("2027-07-07 14:00"))
    assert due is not None
    assert due.utcoffset() == timedelta()
    assert isinstance(due, datetime)
