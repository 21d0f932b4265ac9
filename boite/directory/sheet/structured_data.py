"""What a sheet tells to search engines, in the vocabulary of schema.org (JSON-LD 1.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from markupsafe import Markup

from boite.directory.sheet import opening_words, phrases
from boite.directory.sheet.fields import POINT, STRUCTURE, chosen
from boite.directory.sheet.hours_form import CODES
from boite.directory.sheet.loading import Sheet
from boite.directory.sheet.structure_rows import ReceptionPoint, Structure
from boite.text import json_ld

AMENITY = "amenityFeature"
DAYS = dict(zip(CODES, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))


def of_sheet(sheet: Sheet, address: str) -> Markup:
    """The content of a block of data: text of the rows, never able to leave the block."""
    return json_ld.block(_organisation(sheet, address))


def _organisation(sheet: Sheet, address: str) -> dict[str, Any]:
    structure = sheet.structure
    said = {
        "@type": "Organization",
        "@id": address,
        **_properties(STRUCTURE, structure),
        "url": phrases.site(structure.website).get("href", address),
        "memberOf": [{"@type": "Organization", "name": network.name} for network in sheet.networks],
        "dissolutionDate": sheet.ending.since.isoformat() if sheet.ending else "",
        "location": [_place(point, structure.name, _last_day(sheet)) for point in sheet.points],
    }
    return {name: value for name, value in said.items() if value}


def _properties(part: str, row: Structure | ReceptionPoint) -> dict[str, Any]:
    """What a row says under a property of its own; what has none is an amenity, which says its own name."""
    told = dict[str, Any]()
    for column, field in chosen(part, lambda field: field.schema_org).items():
        value = getattr(row, column)
        if field.schema_org != AMENITY:
            told[field.schema_org] = value
        elif value:
            amenity = {"@type": "LocationFeatureSpecification", "name": field.label, "value": value}
            told.setdefault(AMENITY, []).append(amenity)
    return told


def _last_day(sheet: Sheet) -> str:
    """The last day when it is open, where its end is announced."""
    return (sheet.announced.since - timedelta(days=1)).isoformat() if sheet.announced else ""


def _place(point: ReceptionPoint, name: str, through: str = "") -> dict[str, Any]:
    said = {
        "@type": "Place",
        **_properties(POINT, point),
        "name": point.name or name,
        "address": {
            "@type": "PostalAddress",
            "streetAddress": " ".join(filter(None, (point.address, point.complement))),
            "postalCode": point.postal_code,
            "addressLocality": point.city,
            "addressCountry": "FR",
        },
        "geo": _coordinates(point),
        "openingHoursSpecification": _hours(point.opening_hours, through),
    }
    return {key: value for key, value in said.items() if value}


def _coordinates(point: ReceptionPoint) -> dict[str, Any]:
    if point.latitude is None or point.longitude is None:
        return {}
    return {"@type": "GeoCoordinates", "latitude": point.latitude, "longitude": point.longitude}


def _hours(expression: str, through: str) -> list[dict[str, str]]:
    """Hours that are the same every week; the others, schema.org has no words for."""
    week, last = opening_words.parse_simple(expression), {"validThrough": through} if through else {}
    return [
        {"@type": "OpeningHoursSpecification", "dayOfWeek": DAYS[code], "opens": start, "closes": end, **last}
        for code, spans in zip(CODES, week.days if week else (), strict=bool(week))
        for start, end in spans
    ]
