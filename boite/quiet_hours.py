"""When nobody is disturbed: at night, on Sundays and on public holidays. Told on the clock of France, kept in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from boite.clock import PARIS
from boite.holidays import is_holiday

FURTHEST = timedelta(days=400)
"""Nothing is looked for beyond this."""
SUNDAY = 6
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_MIDNIGHT, _LAST = time(), time(23, 59)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """The hours of each day, and the days, when no message reaches anybody. From `begins` (excluded from the open
    hours) to `ends`; past midnight where it begins after it ends; no hour at all where both are the same.
    """

    begins: time = time(20)
    ends: time = time(8)
    weekdays: frozenset[int] = frozenset({SUNDAY})
    """Monday is 0."""
    holidays: bool = True

    def day_is_open(self, day: date) -> bool:
        """Whether something may be said on this day, at some hour."""
        return day.weekday() not in self.weekdays and not (self.holidays and is_holiday(day))

    def open(self, at: datetime) -> bool:
        """Whether something may be said at this instant."""
        local = at.astimezone(PARIS)
        return not self._quiet(local.time()) and self.day_is_open(local.date())

    def open_after(self, at: datetime) -> datetime | None:
        """The first instant from this one on when something may be said. None where there is none within 400 days."""
        found = at.astimezone(UTC)
        while not self.open(found):
            later = _instant(self._later(found.astimezone(PARIS).replace(tzinfo=None)))
            # Where the clock skips an hour, or says it twice, the wall alone could stand still.
            found = later if later > found else found + _HOUR
            if found - at > FURTHEST:
                return None
        return found

    def open_before(self, at: datetime) -> datetime | None:
        """The last minute up to this instant when something may be said: for what would come too late afterwards.

        None where there is none within 400 days.
        """
        found = at.astimezone(UTC)
        while not self.open(found):
            earlier = _instant(self._earlier(found.astimezone(PARIS).replace(tzinfo=None)))
            found = earlier if earlier < found else found - _HOUR
            if at - found > FURTHEST:
                return None
        return found

    def open_for(self, at: datetime) -> timedelta:
        """How long this instant's day stays open from then on, up to its midnight. Nothing where it is not open."""
        if not self.open(at):
            return timedelta()
        wall = at.astimezone(PARIS).replace(tzinfo=None)
        closes = datetime.combine(wall.date(), self.begins)
        if self.begins == self.ends or closes <= wall:
            closes = datetime.combine(wall.date() + _DAY, _MIDNIGHT)
        return max(timedelta(), _instant(closes) - at)

    def _quiet(self, at: time) -> bool:
        if self.begins <= self.ends:
            return self.begins <= at < self.ends
        return at >= self.begins or at < self.ends

    def _later(self, wall: datetime) -> datetime:
        """Where the stretch ends that this time of the wall clock is in."""
        if self.day_is_open(wall.date()) and wall.time() < self.ends:
            return datetime.combine(wall.date(), self.ends)
        return datetime.combine(wall.date() + _DAY, _MIDNIGHT)

    def _earlier(self, wall: datetime) -> datetime:
        """The last minute before the stretch that this time of the wall clock is in."""
        if self.day_is_open(wall.date()) and wall.time() >= self.begins:
            return datetime.combine(wall.date(), self.begins) - _MINUTE
        return datetime.combine(wall.date() - _DAY, _LAST)


def _instant(wall: datetime) -> datetime:
    return wall.replace(tzinfo=PARIS).astimezone(UTC)


USUAL = QuietHours()
"""Those of whoever chose none."""
