"""Opening hours read by the library, with what it does not know of France: doubtful holidays, school holidays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from boite.clock import PARIS, today
from boite.directory.sheet.hours_rules import LONGEST, is_of_school, readable, rules

__all__ = ["HORIZON", "LONGEST", "OpeningSpan", "is_of_school", "local", "read", "rules", "spans"]

if TYPE_CHECKING:
    from opening_hours import OpeningHours

HORIZON = timedelta(days=366)
"""Nothing is looked for beyond this, so that no expression takes long."""


@dataclass(frozen=True, slots=True)
class OpeningSpan:
    """A stretch of time, in French wall clock, with one state."""

    start: datetime
    end: datetime
    kind: str
    """`open`, `closed` or `unknown`, as the library names them."""
    comment: str


@lru_cache(maxsize=2048)
def read(expression: str) -> OpeningHours | None:
    """The hours, or None where they are missing or invalid."""
    # Imported here, not above: it takes 17 ms to load, and no command but the server needs it.
    from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # missing from its stub

    sure, doubtful = readable(expression[:LONGEST])
    try:
        # Without a time zone: at the change of hour the library refuses local times that do not exist.
        hours = OpeningHours(sure, country="FR", max_interval_days=HORIZON.days) if sure else None
        if hours is None or sure == doubtful or _always(hours):
            return hours
        return OpeningHours(doubtful, country="FR", max_interval_days=HORIZON.days)
    except ParserError:
        return None


def _always(hours: OpeningHours) -> bool:
    """Whether it never closes: « Mo-Su 00:00-24:00 » is « 24/7 », and tells of public holidays as well."""
    start = datetime.combine(today(), time())
    first = next(iter(hours.intervals(start, start + HORIZON)), None)
    return first is not None and str(first[2]) == "open" and (first[1] is None or first[1] >= start + HORIZON)


def local(at: datetime) -> datetime:
    """An instant on a French clock on the wall: what hours are told in."""
    return at.astimezone(PARIS).replace(tzinfo=None)


def spans(hours: OpeningHours, start: datetime, length: timedelta = HORIZON) -> Iterator[OpeningSpan]:
    """What follows, neighbours of the same state joined, until the first opening is over."""
    last = None
    for begin, end, kind, comment in hours.intervals(start, start + length):
        span = OpeningSpan(begin, end or start + HORIZON, str(kind), comment)
        if last and last.kind == span.kind and last.end == span.start and last.comment == span.comment:
            last = OpeningSpan(last.start, span.end, last.kind, last.comment)
            continue
        if last:
            yield last
            if last.kind == "open" and length == HORIZON:
                return
        last = span
    if last:
        yield last
