"""Whether a place is open, said in French: OpenStreetMap's `opening_hours`, with French public holidays."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
from boite.text.french import DAYS, day_fr, hour_fr, until_fr, weekday_fr

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

UNKNOWN = "Horaires non communiqués"
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
        return State(False, f"{_why(here.date())} : {first.comment or 'appelez avant de venir'}")
    opening = next((span.start for span in coming if span.kind == "open"), None)
    return State(False, _closed(hours, here, first, opening), "closed")


def openings(expression: str, start: datetime, length: timedelta) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of time when it is surely open, from `start` on (a French wall clock): what searching prepares."""
    hours = read(expression)
    for begin, end, kind, _ in hours.intervals(start, start + length) if hours else ():
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
    comment = f" ({span.comment})" if span.comment else ""
    if span.end - here >= HORIZON - timedelta(days=1):
        return State(True, f"Ouvert jour et nuit{comment}", "open")
    if span.end - here <= SOON:
        return State(True, f"Ferme bientôt : à {hour_fr(span.end.time())}{comment}", "soon")
    # Midnight belongs to the day that ends.
    last = _when(here.date(), span.end - timedelta(seconds=1), hour_fr(span.end.time()), night=True)
    return State(True, f"Ouvert maintenant, {until_fr(last)}{comment}", "open")


def _closed(hours: OpeningHours, here: datetime, closed: OpeningSpan, opening: datetime | None) -> str:
    later = f"ouvre {_when(here.date(), opening, f'à {hour_fr(opening.time())}')}" if opening else ""
    if is_holiday(here.date()) and _hours_of(hours, here.date()).startswith("Fermé"):
        return "Fermé aujourd'hui : jour férié" + (f". {later[0].upper()}{later[1:]}" if later else "")
    why = f" ({closed.comment})" if closed.comment else ""
    return f"Fermé{why}, {later}" if later else f"Fermé{why}"


def _when(day: date, moment: datetime, at: str, *, night: bool = False) -> str:
    """« à 9 h », « demain à 9 h », « lundi à 9 h », « le 4 janvier à 9 h »."""
    distance = (moment.date() - day).days
    if not distance or (night and distance == 1 and moment.hour < 6):
        return at
    hour_words = at if at.startswith("à ") else f"à {at}"
    if distance == 1:
        return f"demain {hour_words}"
    return f"{DAYS[moment.weekday()] if distance < 7 else f'le {day_fr(moment)}'} {hour_words}"


def _hours_of(hours: OpeningHours, day: date) -> str:
    midnight = datetime.combine(day, time())
    every = list(spans(hours, midnight, timedelta(days=1)))
    told = [span for span in every if span.kind != "closed"]
    if not told:
        why = "jour férié" if is_holiday(day) else next((span.comment for span in every if span.comment), "")
        return f"Fermé ({why})" if why else "Fermé"
    return " et ".join(_span_words(span, day) for span in told)


def _span_words(span: OpeningSpan, day: date) -> str:
    whole = span.end - span.start >= timedelta(days=1)
    if span.kind == "unknown" and whole:
        return span.comment or f"{_why(day)} : à vérifier"
    words = "24 h sur 24" if whole else f"de {hour_fr(span.start.time())} à {hour_fr(span.end.time())}"
    doubt = "à vérifier" if span.kind == "unknown" and not span.comment else span.comment
    return f"{words} ({doubt})" if doubt else words


def _name(day: date) -> str:
    return (weekday_fr(day) if is_holiday(day) else DAYS[day.weekday()]).capitalize()


def _why(day: date) -> str:
    return "Jour férié" if is_holiday(day) else "Horaires incertains"
