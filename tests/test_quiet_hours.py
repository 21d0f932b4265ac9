"""Nothing is said in the quiet hours, whatever the hour, the season and the rhythm of somebody."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.clock import PARIS
from boite.quiet_hours import FURTHEST, USUAL, QuietHours

FOUR_YEARS = 4 * 365 * 24 * 60
START = datetime(2026, 11, 1, tzinfo=UTC)
INSTANTS = st.integers(0, FOUR_YEARS).map(lambda minutes: START + timedelta(minutes=minutes))
HOURS = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RHYTHMS = st.builds(
    QuietHours,
    begins=HOURS,
    ends=HOURS,
    weekdays=st.frozensets(st.integers(0, 6), max_size=6),
    holidays=st.booleans(),
)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@given(at=INSTANTS, rhythm=st.one_of(st.just(USUAL), RHYTHMS))
def test_what_is_found_is_open_and_on_the_right_side(at: datetime, rhythm: QuietHours) -> None:
    after, before = rhythm.open_after(at), rhythm.open_before(at)
    if after is not None:
        assert rhythm.open(after)
        assert at <= after <= at + FURTHEST
    if before is not None:
        assert rhythm.open(before)
        assert at - FURTHEST <= before <= at
    if rhythm.open(at):
        assert (after, before) == (at, at)


@given(at=INSTANTS)
def test_the_usual_hours_make_nobody_wait_for_long(at: datetime) -> None:
    after, before = USUAL.open_after(at), USUAL.open_before(at)
    assert after is not None
    assert before is not None
    assert after - at < timedelta(days=3, hours=13)
    assert at - before < timedelta(days=3, hours=13)
    assert not any(USUAL.open(at + step) for step in _steps(after - at)), "the first one"
    assert not any(USUAL.open(at - step) for step in _steps(at - before)), "the last one"


def _steps(length: timedelta) -> list[timedelta]:
    return [timedelta(minutes=7) * number for number in range(int(length / timedelta(minutes=7)))]


@pytest.mark.parametrize(
    ("at", "open_"),
    [
        ("2026-11-30 19:59:59.999", True),
        ("2026-11-30 20:00", False),
        ("2026-12-01 08:00", True),
        ("2026-12-01 07:59:59.999", False),
        ("2026-11-29 12:00", False),  # a Sunday
        ("2026-11-28 12:00", True),
        ("2027-03-29 12:00", False),  # Easter Monday
        ("2027-05-06 12:00", False),  # Ascension
        ("2027-05-01 12:00", False),  # 1 May, a Saturday
        ("2027-12-25 12:00", False),
        ("2028-02-29 12:00", True),
        ("2027-11-01 12:00", False),
    ],
)
def test_hours_and_days(at: str, open_: bool) -> None:
    assert USUAL.open(paris(at)) is open_


@pytest.mark.parametrize(
    ("at", "before", "after"),
    [
        ("2026-11-28 21:00", "2026-11-28 19:59", "2026-11-30 08:00"),  # from Saturday evening to Monday
        ("2027-03-28 12:00", "2027-03-27 19:59", "2027-03-30 08:00"),  # the hour changes, then Easter Monday
        ("2026-12-25 03:00", "2026-12-24 19:59", "2026-12-26 08:00"),
        ("2026-10-25 02:30", "2026-10-24 19:59", "2026-10-26 08:00"),
        ("2033-05-01 12:00", "2033-04-30 19:59", "2033-05-02 08:00"),  # 1 May, a Sunday
        ("2033-12-25 12:00", "2033-12-24 19:59", "2033-12-26 08:00"),  # Christmas, a Sunday
        ("2034-12-25 12:00", "2034-12-23 19:59", "2034-12-26 08:00"),  # Christmas, the Monday after one
    ],
)
def test_before_and_after(at: str, before: str, after: str) -> None:
    assert USUAL.open_before(paris(at)) == paris(before)
    assert USUAL.open_after(paris(at)) == paris(after)


def test_saturdays_closed_go_to_the_next_monday_not_to_the_last_one() -> None:
    rhythm = QuietHours(weekdays=frozenset({5, 6}))
    assert rhythm.open_after(paris("2026-11-28 12:00")) == paris("2026-11-30 08:00")


def test_who_is_never_to_be_disturbed_is_not_waited_for() -> None:
    never = QuietHours(weekdays=frozenset(range(7)))
    assert never.open_after(START) is None
    assert never.open_before(START) is None


def test_same_hour_means_no_hour() -> None:
    assert QuietHours(begins=time(8), ends=time(8)).open(paris("2026-12-01 03:00"))
    assert QuietHours().day_is_open(date(2026, 12, 1))
