"""What the pages of the agenda send, and what they show of an event to change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event, EventKind, Registering
from boite.agenda.registration import Newcomer, checked_name
from boite.clock import PARIS, day_of
from boite.directory.models import Commune, Structure, Territory, Wheelchair
from boite.directory.sheet.publics import ASKED
from boite.errors import Invalid
from boite.files.web_links import checked as checked_link
from boite.mail.addresses import checked
from boite.text.hours import instant, read_hour
from boite.text.normalise import fold
from boite.text.rich_text import LONGEST
from boite.web.forms import Form

FIELDS = (
    *("title", "kind", "territory", "organiser", "summary", "description"),
    *("begins_on", "begins_time", "ends_on", "ends_time"),
    *("place", "address", "city", "latitude", "longitude", "wheelchair", "accessibility", "online"),
    *("registering", "until_on", "until_time", "capacity"),
)
_NONCE = re.compile(r"[A-Za-z0-9_-]{16,40}")
LARGEST = 100_000
END_OF_DAY = time(23, 59)


class _Reading:
    """Reads field after field, and keeps what must be corrected."""

    def __init__(self) -> None:
        self.errors: dict[str, str] = {}

    def __call__(self, do: Callable[[], Any]) -> Any:
        try:
            return do()
        except Invalid as error:
            self.errors |= error.fields
            return None


async def draft(
    form: Form, territories: Sequence[Territory], organisers: Sequence[Structure], event: Event | None = None
) -> EventDraft:
    """The event that a sent form makes of a new one, or of this one. Raises Invalid with every field to correct."""
    read = _Reading()
    begins = read(lambda: _moment(form, "begins", kept=event.begins_at if event else None))
    ends = read(lambda: _moment(form, "ends", after=begins, kept=event.ends_at if event else None))
    values = {
        "territory_id": read(lambda: form.choice("territory", [row.code for row in territories])),
        "organiser_id": read(lambda: _organiser(form, organisers)),
        "kind": EventKind(read(lambda: form.choice("kind", [*EventKind])) or EventKind.OTHER),
        "title": read(lambda: form.required("title", 150, "Écrivez un titre.")),
        "summary": read(lambda: form.line("summary", 300)),
        "description": read(lambda: form.lines("description", LONGEST)),
        "begins_at": begins,
        "ends_at": ends,
        "place": read(lambda: form.line("place", 150)),
        "address": read(lambda: form.line("address", 200)),
        "latitude": read(lambda: _degrees(form, "latitude", 90)),
        "longitude": read(lambda: _degrees(form, "longitude", 180)),
        "wheelchair": Wheelchair(read(lambda: form.choice("wheelchair", [*Wheelchair])) or ""),
        "accessibility": read(lambda: form.line("accessibility", 500)),
        "online": read(lambda: _online(form.text("online", 500))),
        "publics": tuple(code for code in form.all("publics") if code in ASKED),
        "registering": Registering(read(lambda: form.choice("registering", [*Registering], "sans")) or "sans"),
        "registering_until": read(lambda: _until(form, event.registering_until if event else None)),
        "capacity": read(lambda: form.integer("capacity", 1, LARGEST)),
        **(read(lambda: {"city": form.line("city", 120)}) or {}),
    }
    if read.errors:
        raise Invalid(fields=read.errors)
    return EventDraft(commune_id=await _commune(values["city"], values["territory_id"]), **values)


def _moment(form: Form, name: str, *, kept: datetime | None, after: datetime | None = None) -> datetime:
    day, hour = form.day(f"{name}_on"), read_hour(form.text(f"{name}_time", 10), f"{name}_time")
    missing = {} if day else {f"{name}_on": "Choisissez un jour."}
    if hour is None:
        missing[f"{name}_time"] = "Écrivez une heure, par exemple 14:30."
    if day is None or hour is None:
        raise Invalid(fields=missing)
    return instant(day, hour, f"{name}_time", after=after, kept=kept)


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


def _degrees(form: Form, name: str, most: int) -> float | None:
    text = form.text(name, 20).replace(",", ".")
    if not text:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d{1,10})?", text) or abs(float(text)) > most:
        raise Invalid(fields={name: "Écrivez un nombre, par exemple 47,902."})
    return float(text)


async def _commune(city: str, territory: str) -> str | None:
    """The commune of this name: in the territory first, else the largest one."""
    key = fold(city).replace("-", " ").replace("'", " ")
    found = await Commune.filter(name_key=key).order_by("-population") if key else []
    near = [row for row in found if row.territory_id == territory]
    return next((row.code for row in [*near, *found]), None)


def shown(event: Event | None, **first: str) -> dict[str, Any]:
    """The fields of the form, filled with an event; `first` fills those of a new one."""
    if event is None:
        return dict.fromkeys(FIELDS, "") | {"registering": "sans", "publics": []} | first
    plain = {name: _plain(getattr(event, name, "")) for name in FIELDS}
    return plain | {
        "territory": event.territory_id,
        "organiser": str(event.organiser_id or ""),
        **_split("begins", event.begins_at),
        **_split("ends", event.ends_at),
        **_split("until", event.registering_until),
        "publics": list(event.publics),
    }


def _plain(value: Any) -> str:
    return "" if value is None else str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _split(name: str, at: datetime | None) -> dict[str, str]:
    if at is None:
        return {f"{name}_on": "", f"{name}_time": ""}
    return {f"{name}_on": day_of(at).isoformat(), f"{name}_time": f"{at.astimezone(PARIS):%H:%M}"}


def newcomer(form: Form) -> Newcomer:
    """Somebody without an account. Raises Invalid."""
    email, sent = form.text("email", 254), form.raw("envoi")
    return Newcomer(
        name=checked_name(form.text("name", 80)),
        email=checked(email) if email else "",
        sent=sent if _NONCE.fullmatch(sent) else None,
    )
