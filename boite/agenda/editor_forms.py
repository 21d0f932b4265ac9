"""The three steps in which an event is written: what each sends, and what each shows of an event."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from boite.agenda import event_commune
from boite.agenda.event_words import KINDS, REGISTERING, WHEELCHAIR
from boite.agenda.models import Event, EventKind, Registering
from boite.clock import PARIS, day_of
from boite.directory.models import Structure, Territory, Wheelchair
from boite.directory.sheet.publics import ASKED
from boite.errors import Invalid
from boite.files.web_links import checked as checked_link
from boite.groups import file_picker
from boite.publishing.editor_forms import file
from boite.text.rich_text import LONGEST
from boite.text.typed_dates import instant, read_hour
from boite.web.forms import Form, every

LARGEST = 100_000
END_OF_DAY = time(23, 59)
FITTING = {"picture": file_picker.PICTURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What this person may choose from."""

    territories: Sequence[Territory]
    organisers: Sequence[Structure]
    files: Collection[UUID] = ()

    @property
    def answers(self) -> dict[str, list[tuple[str, str]]]:
        """The answers of each field, and their words."""
        return {
            "territory": [(row.code, row.name) for row in self.territories],
            "organiser": [(str(row.id), row.name) for row in self.organisers],
            "publics": list(ASKED.items()),
            "kind": list(KINDS.items()),
            "registering": REGISTERING,
            "wheelchair": [(code, words) for code, words in WHEELCHAIR.items() if code != Wheelchair.UNKNOWN],
        }


async def read_what(form: Form, event: Event | None, offered: Offered) -> dict[str, Any]:
    """What it is, and when. Raises Invalid with every mistake."""
    begins = _caught(lambda: _moment(form, "begins", kept=event.begins_at if event else None))
    return every(
        {
            "title": lambda: form.required("title", 150, "Écrivez un titre."),
            "kind": lambda: EventKind(form.choice("kind", [*EventKind])),
            "summary": lambda: form.line("summary", 300),
            "description": lambda: form.lines("description", LONGEST),
            "begins_at": lambda: _moment(form, "begins", kept=event.begins_at if event else None),
            "ends_at": lambda: _moment(form, "ends", after=begins, kept=event.ends_at if event else None),
            "picture": lambda: file(form, "picture", offered.files),
            "picture_alt": lambda: form.line("picture_alt", 300),
        }
    )


async def read_where(form: Form, event: Event | None, offered: Offered) -> dict[str, Any]:
    """Where, and for whom. No coordinates are asked: the commune of the address has its centre. Raises Invalid."""
    values = every(
        {
            "territory_id": lambda: form.choice("territory", [row.code for row in offered.territories]),
            "organiser_id": lambda: _organiser(form, offered.organisers),
            "place": lambda: form.line("place", 150),
            "address": lambda: form.line("address", 200),
            "city": lambda: form.line("city", 120),
            "wheelchair": lambda: Wheelchair(form.choice("wheelchair", [*Wheelchair])),
            "accessibility": lambda: form.line("accessibility", 500),
            "online": lambda: _online(form.text("online", 500)),
            "publics": lambda: tuple(code for code in form.all("publics") if code in ASKED),
        }
    )
    if event is not None and (event.address, event.city) == (values["address"], values["city"]):
        return values
    if event is not None and event.city == values["city"]:  # another street: the commune stays, the exact place not
        return values | {"latitude": None, "longitude": None}
    commune, city = await event_commune.named(values["city"], values["territory_id"])
    return values | {"commune_id": commune, "city": city, "latitude": None, "longitude": None}


async def read_seats(form: Form, event: Event | None, offered: Offered) -> dict[str, Any]:
    """Whether one registers, until when, and how many. Raises Invalid with every mistake."""
    return every(
        {
            "registering": lambda: Registering(form.choice("registering", [*Registering], Registering.NONE)),
            "registering_until": lambda: _until(form, event.registering_until if event else None),
            "capacity": lambda: form.integer("capacity", 1, LARGEST),
        }
    )


Reading = Callable[[Form, Event | None, Offered], Awaitable[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class EventStep:
    """One of the three: its address, its words, its part of the page, its fields, and how they are read."""

    route: str
    title: str
    part: str
    fields: tuple[str, ...]
    read: Reading


STEPS = (
    EventStep(
        "edit",
        "Quoi et quand",
        "agenda/desk/_what.html",
        (
            *("title", "kind", "summary", "description", "begins_on", "begins_time", "ends_on", "ends_time"),
            *("picture", "picture_alt"),
        ),
        read_what,
    ),
    EventStep(
        "edit_where",
        "Où et pour qui",
        "agenda/desk/_place.html",
        (
            *("place", "address", "city", "online", "wheelchair", "accessibility"),
            *("territory", "organiser", "publics"),
        ),
        read_where,
    ),
    EventStep(
        "edit_seats",
        "Inscriptions",
        "agenda/desk/_seats.html",
        ("registering", "capacity", "until_on", "until_time"),
        read_seats,
    ),
)


def _caught(read: Callable[[], datetime]) -> datetime | None:
    """The same, or nothing where it is wrong: the mistake is said once, by its own field."""
    try:
        return read()
    except Invalid:
        return None


def _moment(form: Form, name: str, *, kept: datetime | None, after: datetime | None = None) -> datetime:
    """A day and an hour; an end without a day is on the day when it begins."""
    day, hour = form.day(f"{name}_on"), read_hour(form.text(f"{name}_time", 10), f"{name}_time")
    if name == "ends" and day is None:
        day = _caught_day(form)
    missing = {} if day or name == "ends" else {f"{name}_on": "Choisissez un jour."}
    if hour is None:
        end = "de la fin" if name == "ends" else "du début"
        missing[f"{name}_time"] = f"Écrivez l'heure {end}, par exemple 14:30."
    if day is None or hour is None:
        raise Invalid(fields=missing)
    return instant(day, hour, f"{name}_time", after=after, kept=kept)


def _caught_day(form: Form) -> Any:
    try:
        return form.day("begins_on")
    except Invalid:
        return None


def _until(form: Form, kept: datetime | None) -> datetime | None:
    day, hour = form.day("until_on"), read_hour(form.text("until_time", 10), "until_time")
    return None if day is None else instant(day, hour or END_OF_DAY, "until_time", kept=kept)


def _organiser(form: Form, organisers: Sequence[Structure]) -> UUID | None:
    chosen = form.choice("organiser", ["", *(str(row.id) for row in organisers)])
    return UUID(chosen) if chosen else None


def _online(text: str) -> str:
    try:
        return checked_link(text) if text else ""
    except Invalid as error:
        raise Invalid(fields={"online": error.message}) from error


def shown(event: Event | None) -> dict[str, Any]:
    """The fields of all the steps, filled with an event."""
    names = [name for step in STEPS for name in step.fields]
    if event is None:
        return dict.fromkeys(names, "") | {"registering": "sans", "publics": []}
    plain = {name: str(getattr(event, name, None) or "") for name in names}
    ends = split("ends", event.ends_at)
    same_day = day_of(event.begins_at) == day_of(event.ends_at)
    return plain | {
        "territory": event.territory_id,
        "organiser": str(event.organiser_id or ""),
        **split("begins", event.begins_at),
        **ends,
        "ends_on": "" if same_day else ends["ends_on"],
        **split("until", event.registering_until),
        "publics": list(event.publics),
    }


def split(name: str, at: datetime | None) -> dict[str, str]:
    """An instant as the two fields of a form."""
    if at is None:
        return {f"{name}_on": "", f"{name}_time": ""}
    return {f"{name}_on": day_of(at).isoformat(), f"{name}_time": f"{at.astimezone(PARIS):%H:%M}"}
