"""The card of an event as people will see it, drawn while it is written: what makes no sense yet is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from boite.agenda import occurrence_forms
from boite.agenda.event_words import KINDS
from boite.agenda.models import EventKind
from boite.agenda.occurrence_forms import OtherDay
from boite.directory.sheet.publics import LABELS
from boite.errors import Invalid
from boite.text.french import hour_fr
from boite.text.typed_dates import read_day, read_hour


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCard:
    """Its words, empty where they are not known yet."""

    title: str
    kind: str
    summary: str
    day: date | None
    hours: str
    where: str
    publics: str
    seats: str
    picture_alt: str
    others: list[OtherDay]
    """The other dates, where it comes back."""


def card(values: Mapping[str, Any]) -> EventCard:
    """The card of what the fields of an event hold now. Never raises."""
    return EventCard(
        title=values["title"].strip(),
        kind=KINDS.get(values["kind"], "") if values["kind"] in set(EventKind) else "",
        summary=values["summary"].strip(),
        day=_day(values["begins_on"]),
        hours=" – ".join(filter(None, (_hour(values["begins_time"]), _hour(values["ends_time"])))),
        where=", ".join(filter(None, (values["place"], values["city"]))) or ("En ligne" if values["online"] else ""),
        publics=", ".join(LABELS[code] for code in values["publics"] if code in LABELS),
        seats=_seats(values["registering"], values["capacity"]),
        picture_alt=values["picture_alt"],
        others=occurrence_forms.listed(occurrence_forms.BLANK | dict(values), _day(values["begins_on"])),
    )


def _day(text: str) -> date | None:
    try:
        return read_day(text, "")
    except Invalid:
        return None


def _hour(text: str) -> str:
    try:
        hour = read_hour(text, "")
    except Invalid:
        return ""
    return hour_fr(hour) if hour else ""


def _seats(registering: str, capacity: str) -> str:
    if registering != "ouverte":
        return "Entrée libre"
    return f"Sur inscription, {capacity} places" if capacity.isascii() and capacity.isdigit() else "Sur inscription"
