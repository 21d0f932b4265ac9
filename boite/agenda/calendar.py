"""Events as calendars read them: iCalendar (RFC 5545), hours of Europe/Paris, cancelled ones said so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from boite.agenda.event_words import KINDS, WHEELCHAIR, where
from boite.agenda.models import Event
from boite.clock import PARIS
from boite.text.typed_dates import LAST_YEAR

if TYPE_CHECKING:
    from icalendar import Event as Entry

PRODUCT = "-//Ma boîte SPRO//Agenda//FR"
DOMAIN = "agenda.ma-boite-spro"
"""The end of each identifier: never changes, whatever the address of the service becomes."""
REFRESH_HOURS = 6
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
Address = Callable[[Event], str]


def one(event: Event, address: Address) -> bytes:
    """The file of one event. `address` gives the whole address of its page."""
    return _written([event], event.title, address)


def feed(events: Sequence[Event], name: str, address: Address) -> bytes:
    """The calendar of a territory, to subscribe to."""
    return _written(events, name, address)


def _written(events: Sequence[Event], name: str, address: Address) -> bytes:
    from icalendar import Calendar, vText  # here: every command would pay for it at its start

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # Said to be text, or the library would write what somebody typed as it is, line ends included.
    calendar.add("x-wr-calname", vText(_text(name)))
    calendar.add("x-wr-timezone", "Europe/Paris")
    calendar.add("refresh-interval", timedelta(hours=REFRESH_HOURS), parameters={"value": "DURATION"})
    for event in events:
        calendar.add_component(_entry(event, address(event)))
    if events:
        # When France changes its hour: old programs know it only from here.
        calendar.add_missing_timezones(*_years(events))
    written: bytes = calendar.to_ical()
    return written


def _years(events: Sequence[Event]) -> tuple[date, date]:
    """From the first year of these events to the end of the last one: a whole century weighs twenty times as much."""
    first, last = min(event.begins_at for event in events), max(event.ends_at for event in events)
    return date(min(first.year, LAST_YEAR) - 1, 1, 1), date(min(last.year, LAST_YEAR) + 1, 12, 31)


def _entry(event: Event, address: str) -> Entry:
    from icalendar import Event as Entry
    from icalendar import vGeo, vUri

    entry = Entry()
    entry.add("uid", f"{event.id}@{DOMAIN}")
    entry.add("dtstamp", event.changed_at)
    entry.add("last-modified", event.changed_at)
    entry.add("sequence", event.sequence)
    entry.add("dtstart", _hour(event.begins_at))
    entry.add("dtend", _hour(event.ends_at))
    entry.add("summary", _text(event.title if event.cancelled_at is None else f"Annulé : {event.title}"))
    entry.add("status", "CONFIRMED" if event.cancelled_at is None else "CANCELLED")
    said = filter(None, (_cancelled(event), event.summary, _wheels(event), address))
    entry.add("description", _text("\n".join(said)))
    entry.add("url", vUri(address))
    entry.add("categories", [KINDS[event.kind]])
    if where(event):
        entry.add("location", _text(where(event)))
    if event.latitude is not None and event.longitude is not None:
        entry.add("geo", vGeo((event.latitude, event.longitude)))
    return entry


def _hour(at: datetime) -> datetime:
    """As France reads it. In autumn an hour comes twice, and one of ours means the first (RFC 5545, 3.3.5): the second
    is said in UTC.
    """
    local = at.astimezone(PARIS)
    return at.astimezone(UTC) if local.fold else local


def _text(words: str) -> str:
    """Without the signs that a calendar cannot hold (RFC 5545, 3.1): programs refuse the whole file."""
    return _CONTROLS.sub("", words)


def _cancelled(event: Event) -> str:
    return f"Cet événement est annulé. {event.cancel_reason}" if event.cancelled_at is not None else ""


def _wheels(event: Event) -> str:
    return WHEELCHAIR.get(event.wheelchair, "")
