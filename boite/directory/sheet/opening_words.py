"""Whether a place is open, in sentences to translate: OpenStreetMap's `opening_hours`, with French public holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from boite.directory.sheet.hours_form import Week, clock_time, compose, parse_simple, said
from boite.directory.sheet.hours_reading import (
    HORIZON,
    LONGEST,
    OpeningSpan,
    is_of_school,
    local,
    read,
    rules,
    spans,
)
from boite.directory.sheet.hours_rules import regular, until
from boite.errors import Invalid
from boite.holidays import is_holiday
from boite.languages.messages import _, filled
from boite.languages.values import FrenchValue, HourValue, WeekdayValue, YearlessDayValue
from boite.text.french import DAYS, weekday_fr

if TYPE_CHECKING:
    from opening_hours import OpeningHours

__all__ = [
    "State",
    "Week",
    "checked",
    "clock_time",
    "compose",
    "is_holiday",
    "is_open",
    "notes",
    "openings",
    "parse_simple",
    "state",
    "until",
    "week",
]

UNKNOWN = _("Horaires non communiqués")
CALL_FIRST = _("appelez avant de venir")
DAY_AND_NIGHT = _("Ouvert jour et nuit")
SHUT = _("Fermé")
COMMENTED = _("%(words)s (%(comment)s)")
"""What a place is, then what its structure wrote about that."""
UNTIL = {
    "hour": _("Ouvert maintenant, jusqu'à %(hour)s"),
    "tomorrow": _("Ouvert maintenant, jusqu'à demain à %(hour)s"),
    "weekday": _("Ouvert maintenant, jusqu'à %(day)s à %(hour)s"),
    "day": _("Ouvert maintenant, jusqu'au %(day)s à %(hour)s"),
}
OPENS = {
    "hour": _("ouvre à %(hour)s"),
    "tomorrow": _("ouvre demain à %(hour)s"),
    "weekday": _("ouvre %(day)s à %(hour)s"),
    "day": _("ouvre le %(day)s à %(hour)s"),
}
OPENS_THEN = {
    "hour": _("Ouvre à %(hour)s"),
    "tomorrow": _("Ouvre demain à %(hour)s"),
    "weekday": _("Ouvre %(day)s à %(hour)s"),
    "day": _("Ouvre le %(day)s à %(hour)s"),
}
"""By how far that moment is: today, tomorrow, within a week, later."""
SOON = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class State:
    """What a place is now. `tone`: open, soon (it closes), closed or unknown."""

    open: bool
    words: str
    tone: str = "unknown"


def is_open(expression: str, at: datetime) -> bool:
    """Whether it is certainly open then: not with missing or invalid hours, nor on holidays that they do not cover."""
    hours = read(expression)
    return hours is not None and hours.is_open(local(at))


def state(expression: str, at: datetime) -> State:
    """Open or closed, until when: « Ouvert maintenant, jusqu'à 17 h », « Fermé, ouvre demain à 9 h »."""
    hours = read(expression)
    if hours is None:
        return State(False, UNKNOWN)
    here = local(at)
    coming = list(spans(hours, here))
    first = coming[0] if coming else OpeningSpan(here, here + HORIZON, "closed", "")
    if first.kind == "open":
        return _open(here, first)
    if first.kind == "unknown":
        return State(False, _doubt(here.date(), FrenchValue(first.comment) if first.comment else CALL_FIRST))
    opening = next((span.start for span in coming if span.kind == "open"), None)
    return State(False, _closed(hours, here, first, opening), "closed")


def openings(expression: str, start: datetime, length: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of time when it is surely open, from `start` on (a French wall clock): what searching prepares."""
    hours = read(expression)
    for begin, end, kind, _comments in hours.intervals(start, start + length) if hours else ():
        if str(kind) == "open":
            yield begin, end or start + length


def week(expression: str, day: date) -> list[tuple[str, str]]:
    """Name and hours of each day, from Monday to Sunday: each is the next such day from `day` on.

    A public holiday is given with its date, so that nobody takes its hours for those of every week.
    """
    hours = read(expression)
    if hours is None:
        return []
    days = [day + timedelta(days=(number - day.weekday()) % 7) for number in range(7)]
    return [(_name(each), _hours_of(hours, each)) for each in days]


def notes(expression: str) -> list[str]:
    """What the week does not show: the hours of school holidays, whose dates we do not know."""
    words = []
    for rule in rules(expression):
        if not is_of_school(rule):
            continue
        simple = parse_simple(re.sub(r"^\s*(?:PH\s*,\s*)?SH(?:\s*,\s*PH)?\b\s*", "", rule))
        hours = said(simple) if simple else "les horaires changent"
        words.append(f"Pendant les vacances scolaires : {hours or 'fermé'}.")
    return words


def checked(expression: str, field: str = "opening_hours") -> str:
    """The expression without surrounding spaces; empty when there is none. Raises Invalid with a French sentence."""
    text = regular(expression)
    if not text:
        return ""
    if len(text) > LONGEST:
        raise Invalid(fields={field: f"C'est trop long : {LONGEST} signes au plus."})
    if read(text) is None:
        raise Invalid(
            fields={field: "Ces horaires ne se lisent pas. Suivez l'exemple : Mo-Fr 09:00-12:00,13:30-17:00; PH off"}
        )
    return text


def _open(here: datetime, span: OpeningSpan) -> State:
    if span.end - here >= HORIZON - timedelta(days=1):
        return State(True, _commented(DAY_AND_NIGHT, span.comment), "open")
    if span.end - here <= SOON:
        soon = _("Ferme bientôt : à %(hour)s", hour=HourValue(span.end.time()))
        return State(True, _commented(soon, span.comment), "soon")
    # Midnight belongs to the day that ends.
    last = _when(UNTIL, here.date(), span.end - timedelta(seconds=1), span.end.time(), night=True)
    return State(True, _commented(last, span.comment), "open")


def _closed(hours: OpeningHours, here: datetime, closed: OpeningSpan, opening: datetime | None) -> str:
    if is_holiday(here.date()) and _hours_of(hours, here.date()).startswith("Fermé"):
        shut = _("Fermé aujourd'hui : jour férié")
        opens = _when(OPENS_THEN, here.date(), opening, opening.time()) if opening else ""
        return _("%(shut)s. %(opens)s", shut=shut, opens=opens) if opens else shut
    shut = _commented(SHUT, closed.comment)
    opens = _when(OPENS, here.date(), opening, opening.time()) if opening else ""
    return _("%(shut)s, %(opens)s", shut=shut, opens=opens) if opens else shut


def _commented(words: str, comment: str) -> str:
    return filled(COMMENTED, words=words, comment=FrenchValue(comment)) if comment else words


def _doubt(day: date, then: str) -> str:
    return _("Jour férié : %(then)s", then=then) if is_holiday(day) else _("Horaires incertains : %(then)s", then=then)


def _when(sentences: Mapping[str, str], day: date, moment: datetime, at: time, *, night: bool = False) -> str:
    """« … à 9 h », « … demain à 9 h », « … lundi à 9 h », « … le 4 janvier à 9 h »."""
    distance, hour = (moment.date() - day).days, HourValue(at)
    if not distance or (night and distance == 1 and moment.hour < 6):
        return filled(sentences["hour"], hour=hour)
    if distance == 1:
        return filled(sentences["tomorrow"], hour=hour)
    if distance < 7:
        return filled(sentences["weekday"], day=WeekdayValue(moment.weekday()), hour=hour)
    return filled(sentences["day"], day=YearlessDayValue(moment.date()), hour=hour)


def _hours_of(hours: OpeningHours, day: date) -> str:
    midnight = datetime.combine(day, time())
    every = list(spans(hours, midnight, timedelta(days=1)))
    told = [span for span in every if span.kind != "closed"]
    if not told:
        if is_holiday(day):
            return _("Fermé (jour férié)")
        return _commented(SHUT, next((span.comment for span in every if span.comment), ""))
    first, *others = [_span_words(span, day) for span in told]
    for other in others:
        first = _("%(first)s et %(last)s", first=first, last=other)
    return first


def _span_words(span: OpeningSpan, day: date) -> str:
    whole = span.end - span.start >= timedelta(days=1)
    if span.kind == "unknown" and whole:
        return FrenchValue(span.comment) if span.comment else _doubt(day, _("à vérifier"))
    begins, ends = HourValue(span.start.time()), HourValue(span.end.time())
    words = _("24 h sur 24") if whole else _("de %(begins)s à %(ends)s", begins=begins, ends=ends)
    if span.kind == "unknown" and not span.comment:
        return _("%(words)s (à vérifier)", words=words)
    return _commented(words, span.comment)


def _name(day: date) -> str:
    return (weekday_fr(day) if is_holiday(day) else DAYS[day.weekday()]).capitalize()
