"""A digest comes on the days that were chosen, at an open hour, and always the first that is left."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite.clock import PARIS
from boite.notifications.models import Rhythm
from boite.notifications.rhythm import FURTHEST, SOONEST, WEEK, Digest, leaves_at, next_digest, quiet_hours, usual

START = datetime(2026, 11, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 4 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
MINUTES = st.integers(0, 24 * 60 - 1)
RHYTHMS = st.builds(
    Rhythm,
    digest=st.sampled_from(list(Digest)),
    weekday=st.integers(0, 6),
    at=MINUTES,
    quiet_from=MINUTES,
    quiet_to=MINUTES,
    saturdays=st.booleans(),
    sundays=st.booleans(),
    holidays=st.booleans(),
    paused_until=st.one_of(st.none(), INSTANTS),
)


def paris(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@given(after=INSTANTS, rhythm=st.one_of(RHYTHMS, st.builds(usual, at_work=st.booleans())))
def test_a_digest_is_to_come_at_an_open_hour(after: datetime, rhythm: Rhythm) -> None:
    found = next_digest(rhythm, after)
    if rhythm.digest == Digest.NEVER:
        assert found is None
    if found is not None:
        assert quiet_hours(rhythm).open(found)
        assert found >= after + SOONEST
        assert rhythm.paused_until is None or found >= rhythm.paused_until
        assert found <= max(after, rhythm.paused_until or after) + 2 * FURTHEST


@given(after=INSTANTS, later=st.integers(0, 60 * 24 * 40), rhythm=RHYTHMS)
def test_it_never_goes_back(after: datetime, later: int, rhythm: Rhythm) -> None:
    first, second = next_digest(rhythm, after), next_digest(rhythm, after + timedelta(minutes=later))
    if first is not None and second is not None:
        assert second >= first
        if after + timedelta(minutes=later) + SOONEST <= first:
            assert second == first


@given(after=INSTANTS, rhythm=st.one_of(RHYTHMS, st.builds(usual, at_work=st.booleans())), who=st.uuids())
def test_it_leaves_within_two_hours_on_its_day_and_never_at_a_quiet_one(
    after: datetime, rhythm: Rhythm, who: UUID
) -> None:
    digest = next_digest(rhythm, after)
    if digest is None:
        return
    leaves = leaves_at(rhythm, digest, who)
    assert digest <= leaves < digest + timedelta(hours=2)
    assert quiet_hours(rhythm).open(leaves)
    assert leaves.astimezone(PARIS).date() == digest.astimezone(PARIS).date()
    assert leaves_at(rhythm, digest, UUID(str(who))) == leaves, "always the same minute"
    if rhythm.digest in (Digest.WEEK, Digest.WORKING_DAYS):
        assert leaves == digest


def test_thousands_do_not_leave_together() -> None:
    """Each ten minutes has its share, whether numbers are drawn at random or follow one another."""
    for people in ([uuid4() for _ in range(2400)], [UUID(int=0x1900000 << 100 | rank) for rank in range(2400)]):
        digest = paris("2026-12-01T09:00")
        parts = Counter(
            (leaves_at(usual(at_work=False), digest, who) - digest) // timedelta(minutes=10) for who in people
        )
        assert set(parts) == set(range(12))
        assert all(120 < part < 300 for part in parts.values()), parts


@given(after=INSTANTS)
def test_nobody_waits_more_than_three_weeks_by_default(after: datetime) -> None:
    found = next_digest(usual(at_work=False), after)
    assert found is not None
    assert found - after < timedelta(days=3 * WEEK + 2)
    at_work = next_digest(usual(at_work=True), after)
    assert at_work is not None
    assert at_work - after < timedelta(days=5)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("2026-11-30T12:00", "2026-12-01T09:00"),
        ("2026-12-01T08:44", "2026-12-01T09:00"),
        ("2026-12-01T08:46", "2026-12-15T09:00"),
        ("2026-12-15T09:00", "2027-01-05T09:00"),
    ],
)
def test_the_first_and_the_third_tuesday(after: str, expected: str) -> None:
    assert next_digest(usual(at_work=False), paris(after)) == paris(expected)


def test_one_of_a_holiday_comes_the_day_after() -> None:
    # The first Tuesday of May 2029 is the first of May; it is asked for on the day after, before its hour.
    assert next_digest(usual(at_work=False), paris("2029-04-30T12:00")) == paris("2029-05-02T08:00")
    assert next_digest(usual(at_work=False), paris("2029-05-02T07:00")) == paris("2029-05-02T08:00")


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_an_hour_that_does_not_exist_or_comes_twice_is_once(day: str) -> None:
    sunday = Rhythm(digest=Digest.WEEK, weekday=6, at=150, quiet_from=0, quiet_to=0, sundays=True, holidays=True)
    found = next_digest(sunday, paris(f"{day}T00:30"))
    assert found is not None
    assert found.astimezone(PARIS).date() == paris(f"{day}T00:00").date()
    again = next_digest(sunday, found)
    assert again is not None
    assert again - found > timedelta(days=6)
