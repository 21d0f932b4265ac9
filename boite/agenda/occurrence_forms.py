"""The fields of « Il revient plusieurs fois », and the dates that they give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from boite.agenda.occurrences import MOST, Repeats, regular
from boite.clock import today
from boite.errors import Invalid
from boite.holidays import is_holiday
from boite.text.typed_dates import read_day
from boite.web.forms import Form

REPEATS = [
    (Repeats.ONCE, "Une seule fois"),
    (Repeats.WEEKLY, "Chaque semaine"),
    (Repeats.FORTNIGHTLY, "Une semaine sur deux"),
    (Repeats.CHOSEN, "Des jours choisis"),
]
BLANK: dict[str, Any] = {"repeats": "", "times": "", "also_on": [], "no_holidays": ""}
"""The fields, empty. They say nothing of the event itself: they make others."""
TIMES = f"Écrivez un nombre entre 2 et {MOST}."
FIELDS = 6
"""Days that one may choose at first; three more once they are filled."""


@dataclass(frozen=True, slots=True)
class OtherDay:
    """One of the other dates, as the preview lists it."""

    day: date
    holiday: bool


def typed(form: Form) -> dict[str, Any]:
    """What was sent, as the form shows it again."""
    single = {name: form.raw(name) for name, value in BLANK.items() if not isinstance(value, list)}
    return single | {"also_on": [day for day in form.all("also_on") if day]}


def days(values: Mapping[str, Any], first: date | None) -> list[date]:
    """The other days of an event whose first day is `first`, in order. Raises Invalid, with every field to correct."""
    if values["repeats"] not in set(Repeats):
        raise Invalid(fields={"repeats": "Choisissez une réponse dans la liste."})
    repeats = Repeats(values["repeats"])
    if repeats == Repeats.ONCE or first is None:
        return []
    found = (
        _chosen(values["also_on"]) if repeats == Repeats.CHOSEN else regular(first, repeats, _times(values["times"]))
    )
    return [day for day in found if day != first and not (values["no_holidays"] and is_holiday(day))]


def listed(values: Mapping[str, Any], first: date | None) -> list[OtherDay]:
    """The same for the preview: what makes no sense yet is left out. Never raises."""
    try:
        return [OtherDay(day, is_holiday(day)) for day in days(values, first)]
    except Invalid:
        return []


def _times(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 2 <= int(text) <= MOST):
        raise Invalid(fields={"times": TIMES})
    return int(text)


def _chosen(texts: list[str]) -> list[date]:
    found = sorted({day for text in texts if (day := read_day(text, "also_on"))})
    if not found:
        raise Invalid(fields={"also_on": "Choisissez au moins un autre jour."})
    if found[0] <= today():
        raise Invalid(fields={"also_on": "Un de ces jours est passé. Choisissez des jours à venir."})
    if len(found) >= MOST:
        raise Invalid(fields={"also_on": f"C'est trop : {MOST} dates au plus."})
    return found
