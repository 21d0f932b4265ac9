"""Opening hours read by the library, with what it does not know of France: doubtful holidays, school holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from boite.clock import PARIS

if TYPE_CHECKING:
    from opening_hours import OpeningHours

LONGEST = 500
"""Signs of an expression."""
HORIZON = timedelta(days=366)
"""Nothing is looked for further, so that no expression takes long."""
_QUOTED = re.compile(r'"[^"]*"')
_SCHOOL = re.compile(r"\bSH\b")
_SCHOOL_AMONG = re.compile(r"\bSH\s*,\s*|\s*,\s*SH\b")
_HOLIDAY_AND_DAYS = re.compile(r"\b(PH)\s+(?:Mo|Tu|We|Th|Fr|Sa|Su)\b[A-Za-z,\-]*")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, in French wall clock, with one state."""

    start: datetime
    end: datetime
    kind: str
    """`open`, `closed` or `unknown`, as the library names them."""
    comment: str


@lru_cache(maxsize=2048)
def read(expression: str) -> OpeningHours | None:
    """The hours, or None where they are absent or senseless."""
    # Here and not above: it takes 17 ms to load, and no command but the server needs it.
    from opening_hours import OpeningHours, ParserError  # type: ignore[attr-defined]  # missing from its stub

    text = _readable(expression[:LONGEST])
    try:
        # Without a time zone: at the change of hour the library refuses local times that do not exist.
        return OpeningHours(text, country="FR", max_interval_days=HORIZON.days) if text else None
    except ParserError:
        return None


def _readable(expression: str) -> str:
    """The expression as the library can follow it.

    It knows nothing of school holidays, and reads `SH Mo-Fr` as « school holidays or weekdays »: such rules are left
    out here and told by `notes`. Hours that say nothing of public holidays leave us in doubt on those days.
    """
    told = [_HOLIDAY_AND_DAYS.sub(r"\1", _SCHOOL_AMONG.sub("", rule)) for rule in rules(expression)]
    kept = [rule for rule in told if not is_of_school(rule)]
    text = "; ".join(kept)
    doubtful = text and not re.search(r"\bPH\b|24/7", _QUOTED.sub("", text))
    return f"{text}; PH unknown" if doubtful else text


def rules(expression: str) -> list[str]:
    """The rules of an expression: what stands between semicolons, comments apart."""
    return [rule.strip() for rule in re.findall(r'(?:"[^"]*"|[^;])+', expression) if rule.strip()]


def is_of_school(rule: str) -> bool:
    """Whether a rule is about school holidays."""
    return bool(_SCHOOL.search(_QUOTED.sub("", rule)))


def local(at: datetime) -> datetime:
    """An instant on a French clock on the wall: what hours are told in."""
    return at.astimezone(PARIS).replace(tzinfo=None)


def spans(hours: OpeningHours, start: datetime, length: timedelta = HORIZON) -> Iterator[Span]:
    """What follows, neighbours of one state joined, until the first opening is over."""
    last = None
    for begin, end, kind, comment in hours.intervals(start, start + length):
        span = Span(begin, end or start + HORIZON, str(kind), comment)
        if last and last.kind == span.kind and last.end == span.start and last.comment == span.comment:
            last = Span(last.start, span.end, last.kind, last.comment)
            continue
        if last:
            yield last
            if last.kind == "open" and length == HORIZON:
                return
        last = span
    if last:
        yield last


@lru_cache(maxsize=512)
def is_holiday(day: date) -> bool:
    """Whether this day is a public holiday in France."""
    from opening_hours import OpeningHours  # not above: see `read`

    return OpeningHours("PH", country="FR").is_open(datetime.combine(day, time(12)))
