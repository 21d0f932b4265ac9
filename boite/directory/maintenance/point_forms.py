"""The fields of a place where people are received. Each day is one line: « 9h-12h30, 13h30-17h »."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from boite.directory.maintenance.points import DECIMALS
from boite.directory.sheet.fields import POINT, in_form
from boite.directory.sheet.hours_form import Span, Week, clock_time, compose, parse_simple
from boite.directory.sheet.structure_rows import ReceptionPoint
from boite.directory.sheet.vocabulary import APPOINTMENT, WHEELCHAIR
from boite.errors import Invalid
from boite.text.french import DAYS
from boite.web.forms import Form
from boite.web.versions import Values, typed

MOVE = ("address", "complement", "postal_code", "city")
HOLIDAYS, EXPRESSION = "holidays_off", "opening_hours"
EXAMPLE = "Écrivez par exemple 9h-12h30, 13h30-17h. Laissez vide si c'est fermé."
BOTH = "Videz cette case pour prendre les horaires jour par jour."
_TIME = re.compile(r"\d{1,2}\s*(?:[:hH.]\s*(?:\d{2})?)?", re.ASCII)
_BETWEEN = re.compile(r"(?:[\s,;/\-–—]|\b(?:de|à|a|et|puis|au)\b)*")
_CLOSED = re.compile(r"(?:ferm[ée]e?|-|–|—)?")


def values_of(point: ReceptionPoint) -> Values:
    """What the form shows of a place."""
    found = {name: _written(value) for name, value in in_form(POINT, point).items()}
    return found | hours_of(point.opening_hours)


def _written(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".").replace(".", ",")
    return "" if value is None else str(getattr(value, "value", value))


def hours_of(expression: str) -> Values:
    """One line per day where the hours are simple; else the expression itself."""
    week = parse_simple(expression)
    days = (week or Week()).days
    lines = {name: ", ".join(map(_span, spans)) for name, spans in zip(DAYS, days, strict=True)}
    off = week is None or week.holidays_off
    return lines | {HOLIDAYS: "oui" if off else "", EXPRESSION: "" if week else expression}


def _span(span: Span) -> str:
    return "-".join(f"{int(time[:2])}h{'' if time[3:] == '00' else time[3:]}" for time in span)


def read(form: Form, values: Values) -> dict[str, Any]:
    """What the verb is given. Raises Invalid for hours that make no sense."""
    found = typed(form, values)
    lines = {name: found.pop(name) for name in DAYS}
    off = bool(found.pop(HOLIDAYS))
    expression = found[EXPRESSION].strip()
    if expression and any(line.strip() for line in lines.values()):
        raise Invalid(fields={EXPRESSION: BOTH})
    return found | {EXPRESSION: expression or compose(_week(lines, off))}


def _week(lines: Mapping[str, str], off: bool) -> Week:
    """Raises Invalid with every day that makes no sense."""
    errors, days = dict[str, str](), list[tuple[Span, ...]]()
    for name in DAYS:
        try:
            days.append(spans_of(lines[name]))
        except ValueError:
            errors[name] = EXAMPLE
    if errors:
        raise Invalid(fields=errors)
    return Week(tuple(days), off)


def spans_of(line: str) -> tuple[Span, ...]:
    """« 9h-12h30 et 13 h 30 à 17 h » as two spans. Raises ValueError for anything else."""
    line = line.strip().lower()
    if _CLOSED.fullmatch(line):
        return ()
    times = [clock_time(found) for found in _TIME.findall(line)]
    if len(times) not in {2, 4} or not all(times) or not _BETWEEN.fullmatch(_TIME.sub(" ", line)):
        raise ValueError
    return tuple((times[at], times[at + 1]) for at in range(0, len(times), 2))


def options() -> dict[str, Any]:
    """The lists to choose from."""
    return {
        "appointment": [(code.value, words) for code, words in APPOINTMENT.items()],
        "wheelchair": [(code.value, words) for code, words in WHEELCHAIR.items()],
        "days": DAYS,
    }
