"""Opening hours that fit a plain form: each day, two times from and to; and whether public holidays are off."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from itertools import groupby, pairwise

from boite.errors import Invalid
from boite.text.french import DAYS, NARROW, hour_fr

CODES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""The days in the `opening_hours` syntax."""
Span = tuple[str, str]
"""From and to, as `09:00`; the end of a day may be `24:00`."""
_RULE = re.compile(r"(?:(?P<days>[A-Z][A-Za-z,\- ]*?)\s+)?(?P<what>off|closed|[\d:,\- ]+)", re.ASCII)
_TYPED = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?(?::\d{2})?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from Monday, each with two spans at most, in order; empty where closed."""

    days: tuple[tuple[Span, ...], ...] = ((),) * 7
    holidays_off: bool = True
    """Whether it is closed on public holidays. Where it is not said, the sheet tells to ask first."""


def clock_time(text: str) -> str:
    """What somebody typed (`9h`, `9 h 30`, `09:30`) as `09:30`; empty where it is no time."""
    found = _TYPED.fullmatch(text.strip().replace(NARROW, " "))
    if not found or int(found[1]) > 24 or int(found[2] or 0) > 59:
        return ""
    written = f"{int(found[1]):02}:{int(found[2] or 0):02}"
    return written if written <= "24:00" else ""


def compose(week: Week) -> str:
    """These hours in the `opening_hours` syntax; empty where no day has any. Raises Invalid, by name of day."""
    wrong = {name: words for name, spans in zip(DAYS, week.days, strict=True) if (words := _wrong(spans))}
    if wrong:
        raise Invalid(fields=wrong)
    alike: dict[tuple[Span, ...], list[int]] = {}
    for day, spans in enumerate(week.days):
        if spans:
            alike.setdefault(spans, []).append(day)
    rules = [f"{_days(days)} {','.join('-'.join(span) for span in spans)}" for spans, days in alike.items()]
    return "; ".join([*rules, "PH off"] if rules and week.holidays_off else rules)


def parse_simple(expression: str) -> Week | None:
    """The same hours as fields of a form; None where they say more than a form can."""
    days: list[tuple[Span, ...]] = [()] * 7
    holidays_off = not expression.strip()
    for rule in filter(None, (part.strip() for part in expression.split(";"))):
        found = _RULE.fullmatch(rule)
        spans = _spans(found["what"]) if found else None
        if found is None or spans is None:
            return None
        if found["days"] == "PH" and not spans:
            holidays_off = True
            continue
        numbers = _numbers(found["days"])
        if not numbers or holidays_off:
            # A rule after that of the holidays would open some of them again: only the first order is simple.
            return None
        for day in numbers:
            days[day] = spans
    return Week(tuple(days), holidays_off)


def said(week: Week) -> str:
    """« du lundi au vendredi, de 9 h à 12 h ; samedi, … »; empty where it is never open."""
    groups = [(spans, [day for day, _ in days]) for spans, days in groupby(enumerate(week.days), lambda pair: pair[1])]
    return " ; ".join(f"{_span_of_days(days)}, {spans_said(spans)}" for spans, days in groups if spans)


def spans_said(spans: tuple[Span, ...]) -> str:
    """« de 9 h à 12 h et de 13 h 30 à 17 h »."""
    return " et ".join(f"de {_hour_of(start)} à {_hour_of(end)}" for start, end in spans)


def _hour_of(written: str) -> str:
    return hour_fr(time() if written == "24:00" else time.fromisoformat(written))


def _span_of_days(days: list[int]) -> str:
    return DAYS[days[0]] if len(days) == 1 else f"du {DAYS[days[0]]} au {DAYS[days[-1]]}"


def _wrong(spans: tuple[Span, ...]) -> str:
    """What is wrong with the hours of a day, in French; empty when all is well."""
    times = [moment for span in spans for moment in span]
    if any(clock_time(moment) != moment for moment in times) or len(spans) > 2:
        return "Écrivez chaque heure ainsi : 09:00. Il faut un début et une fin."
    if any(before >= after for before, after in pairwise(times)):
        return "Chaque heure doit venir après la précédente."
    return ""


def _days(days: list[int]) -> str:
    """`Mo-We,Fr`: runs of three days and more are written from-to."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    written = [
        f"{CODES[run[0]]}-{CODES[run[-1]]}" if len(run) > 2 else ",".join(CODES[day] for day in run) for run in runs
    ]
    return ",".join(written)


def _spans(what: str) -> tuple[Span, ...] | None:
    """The spans of a rule, none where it says closed; None where a form cannot hold them."""
    if what in {"off", "closed"}:
        return ()
    pairs = [part.strip().split("-") for part in what.split(",")]
    spans = tuple((pair[0].strip(), pair[-1].strip()) for pair in pairs)
    return None if _wrong(spans) or any(len(pair) != 2 for pair in pairs) else spans


def _numbers(days: str | None) -> list[int]:
    """The days that a rule is about; every day where it names none, no day where a form cannot hold them."""
    if not days:
        return list(range(7))
    found: list[int] = []
    for part in days.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if first not in CODES or (last or first) not in CODES:
            return []
        start, end = CODES.index(first), CODES.index(last or first)
        # `Sa-Mo` goes over the end of the week.
        found += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return sorted(set(found))


def in_words(expression: str) -> str:
    """Opening hours in French where they are simple, else as they are written."""
    week = parse_simple(expression)
    if week is None:
        return expression
    return f"{said(week)}{' ; fermé les jours fériés' if week.holidays_off else ''}"
