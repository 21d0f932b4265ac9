"""What pages and structured data show of an event, beyond its columns."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from boite.agenda.event_lists import Filters
from boite.agenda.models import Event
from boite.clock import PARIS
from boite.directory.models import Structure, Wheelchair
from boite.text import json_ld

ATTENDANCE = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}


def structured(event: Event, structures: list[Structure], address: str) -> Markup:
    """The event for search engines (schema.org Event, JSON-LD): a data block, which no browser runs."""
    data = {
        "@type": "Event",
        "name": event.title,
        "description": event.summary,
        "startDate": event.begins_at.astimezone(PARIS).isoformat(),
        "endDate": event.ends_at.astimezone(PARIS).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Scheduled' if event.cancelled_at is None else 'Cancelled'}",
        "url": address,
        "isAccessibleForFree": True,
        "inLanguage": "fr",
        **_located(event),
    }
    if event.organiser is not None:
        data["organizer"] = {"@type": "Organization", "name": event.organiser.name}
    if structures:
        data["performer"] = [{"@type": "Organization", "name": row.name} for row in structures]
    if event.capacity is not None:
        data |= {"maximumAttendeeCapacity": event.capacity, "remainingAttendeeCapacity": event.seats_left}
    return json_ld.block(data)


def _located(event: Event) -> dict[str, Any]:
    on_the_spot = bool(event.place or event.address or event.city)
    places: list[dict[str, Any]] = []
    if on_the_spot:
        place: dict[str, Any] = {"@type": "Place", "name": event.place or event.city or event.address}
        address = {"streetAddress": event.address, "addressLocality": event.city, "addressCountry": "FR"}
        place["address"] = {"@type": "PostalAddress", **{name: value for name, value in address.items() if value}}
        if event.latitude is not None and event.longitude is not None:
            place["geo"] = {"@type": "GeoCoordinates", "latitude": event.latitude, "longitude": event.longitude}
        if event.wheelchair == Wheelchair.YES:
            feature = {"@type": "LocationFeatureSpecification", "name": "Accès en fauteuil roulant", "value": True}
            place["amenityFeature"] = feature
        places.append(place)
    if event.online:
        places.append({"@type": "VirtualLocation", "url": event.online})
    mode = ATTENDANCE.get((on_the_spot, bool(event.online)), "Offline")
    attendance = f"https://schema.org/{mode}EventAttendanceMode"
    return {"location": places[0] if len(places) == 1 else places, "eventAttendanceMode": attendance}


def asked(filters: Filters, page: int = 1) -> str:
    """The end of the address of a list: what narrows it."""
    fields = (
        ("ou", filters.place.label if filters.place else ""),
        ("territoire", filters.territory),
        ("public", filters.public),
        ("genre", filters.kind),
        ("mois", filters.month),
        ("page", str(page) if page > 1 else ""),
    )
    words = urlencode([pair for pair in fields if pair[1]])
    return f"?{words}" if words else ""
