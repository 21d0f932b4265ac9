"""When somebody is told: the hours when nobody disturbs them, and the days of their digest. On the clock of France."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zlib import crc32

from boite.clock import PARIS, day_of
from boite.database.long_lists import few
from boite.notifications.models import Rhythm
from boite.quiet_hours import SUNDAY, QuietHours

SATURDAY = 5
WEEK = 7
FURTHEST = timedelta(days=400)
SOONEST = timedelta(minutes=15)
"""A digest that leaves within that may have left already, from a machine whose clock is ahead."""
_MINUTES, _MINUTE = 60, timedelta(minutes=1)


class Digest(StrEnum):
    """How often what waits is told, all at once."""

    FORTNIGHT = "fortnight"
    """The first and the third of the chosen weekdays of a month."""
    WEEK = "week"
    MONTH = "month"
    """The first of the chosen weekdays of a month."""
    WORKING_DAYS = "working_days"
    NEVER = "never"


SELDOM = frozenset({Digest.FORTNIGHT.value, Digest.MONTH.value})
SPREAD = timedelta(hours=2)
"""Those are of nearly everybody: they leave over so long, not all at once."""


def usual(*, at_work: bool) -> Rhythm:
    """That of whoever chose none, not in the database."""
    if at_work:
        return Rhythm(digest=Digest.WORKING_DAYS.value, at=8 * _MINUTES + 30, saturdays=False)
    return Rhythm(digest=Digest.FORTNIGHT.value)


async def of_people(people: Collection[tuple[UUID, bool]]) -> dict[UUID, Rhythm]:
    """The rhythm of each of these people, given with whether they work for structures. One query for a few of them."""
    chosen = {row.user_id: row for row in await Rhythm.filter(user_id__in=few([who for who, _ in people]))}
    return {who: chosen.get(who) or usual(at_work=at_work) for who, at_work in people}


def quiet_hours(rhythm: Rhythm) -> QuietHours:
    """When nothing is said to this person."""
    closed = [day for day, said in ((SATURDAY, rhythm.saturdays), (SUNDAY, rhythm.sundays)) if not said]
    return QuietHours(
        begins=_time(rhythm.quiet_from),
        ends=_time(rhythm.quiet_to),
        weekdays=frozenset(closed),
        holidays=not rhythm.holidays,
    )


def paused(rhythm: Rhythm, at: datetime) -> bool:
    """Whether this person asked for silence at this instant."""
    return rhythm.paused_until is not None and at < rhythm.paused_until


def next_digest(rhythm: Rhythm, after: datetime) -> datetime | None:
    """The next instant of their digest, once their silence is over and outside their quiet hours. None: never."""
    if rhythm.digest == Digest.NEVER:
        return None
    from_ = max(after + SOONEST, rhythm.paused_until or after)
    if from_ > after + FURTHEST:  # silence for ever, or nearly: the calendar may end before it
        return None
    # From a week before: one of a closed day is put off to the next open one.
    day = day_of(from_) - timedelta(days=WEEK)
    quiet, last = quiet_hours(rhythm), day + FURTHEST
    while day <= last:
        if _is_day(rhythm, day) and (opens := quiet.open_after(_wall(day, rhythm.at))) and opens >= from_:
            return opens
        day += timedelta(days=1)
    return None


def leaves_at(rhythm: Rhythm, digest: datetime, who: UUID) -> datetime:
    """When the digest of this instant leaves for this person: « à partir de 9 h », at a minute that is always theirs.

    Never in their quiet hours, nor on another day. One of each week, or of each working day, leaves on the hour.
    """
    if rhythm.digest not in SELDOM:
        return digest
    quiet = quiet_hours(rhythm)
    room = min(SPREAD, quiet.open_for(digest)) // _MINUTE
    leaves = digest + room * crc32(who.bytes) // 2**32 * _MINUTE
    return leaves if quiet.open(leaves) else digest  # where the clock skips an hour


def _is_day(rhythm: Rhythm, day: date) -> bool:
    if rhythm.digest == Digest.WORKING_DAYS:
        return day.weekday() < SATURDAY and quiet_hours(rhythm).day_is_open(day)
    weeks = {Digest.WEEK.value: (0, 1, 2, 3, 4), Digest.FORTNIGHT.value: (0, 2), Digest.MONTH.value: (0,)}
    return day.weekday() == rhythm.weekday and (day.day - 1) // WEEK in weeks[rhythm.digest]


def _wall(day: date, minutes: int) -> datetime:
    return datetime.combine(day, _time(minutes), PARIS)


def _time(minutes: int) -> time:
    return time(*divmod(minutes, _MINUTES))
