"""Words of the directory that several pages say: distance, appointment, access, telephone, address of a site."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any
from urllib.parse import urlencode, urlsplit

from boite.directory.sheet import opening_words
from boite.directory.sheet.gone import is_gone
from boite.languages.messages import _
from boite.text import phones
from boite.text.french import date_fr

APPOINTMENTS = {
    "sans": "Sans rendez-vous",
    "possible": "Avec ou sans rendez-vous",
    "obligatoire": "Sur rendez-vous seulement",
}
WHEELCHAIR = {
    "oui": "Accessible en fauteuil roulant",
    "partiel": "En partie accessible en fauteuil roulant",
    "non": "Pas accessible en fauteuil roulant",
}
STREETS = "https://www.openstreetmap.org"
"""The site that draws plans and ways: outside, and said so wherever a link leads there. It gets the place alone."""
ENDED = {"closed": "N'existe plus", "merged": "Réunie à une autre", "moved": "A déménagé"}
"""The badge of a structure that ended, by kind."""
ENDS = {"closed": "Fermeture définitive le", "merged": "Réunie à une autre le", "moved": "Déménage le"}
"""The beginning of the badge of one that will, on a later day."""


def announced(kind: str, since: date | None) -> str:
    """« Fermeture définitive le 15 janvier 2027 »; empty where no end is announced for a later day."""
    return f"{ENDS[kind]} {date_fr(since)}" if kind and since and not is_gone(since) else ""


def call(phone: str) -> dict[str, str]:
    """A number to press: `href` (tel:) and `words`; empty where there is none."""
    if not phone:
        return {}
    try:
        number = phones.cleaned(phone)
    except ValueError:
        # Two numbers in one field, a word beside it: what phones cannot dial is still shown.
        return {"href": "", "words": phone}
    return {"href": f"tel:{number}", "words": phones.shown(phone)}


def site(address: str) -> dict[str, str]:
    """An outside page: `href` and `words` (its host); empty unless it is a page of the web."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        return {}
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return {}
    return {"href": address.strip(), "words": host.removeprefix("www.")}


def town(point: dict[str, Any]) -> str:
    """« 45000 Orléans »."""
    return f"{point['postal_code']} {point['city']}".strip()


def address(point: dict[str, Any]) -> list[str]:
    """The lines of a postal address."""
    lines = (point["address"], point.get("complement", ""), town(point))
    return [line for line in lines if line]


def route(latitude: float | None, longitude: float | None, lines: Sequence[str]) -> str:
    """Where the way there is drawn, from the coordinates or else the postal address; empty where neither is known."""
    to = f"{latitude:.5f},{longitude:.5f}" if latitude is not None and longitude is not None else ", ".join(lines)
    return f"{STREETS}/directions?{urlencode({'to': to})}" if to else ""


def plan(latitude: float | None, longitude: float | None, lines: Sequence[str]) -> str:
    """Where this place is shown among its streets, known in the same way."""
    if latitude is not None and longitude is not None:
        pin = urlencode({"mlat": f"{latitude:.5f}", "mlon": f"{longitude:.5f}"})
        return f"{STREETS}/?{pin}#map=17/{latitude:.5f}/{longitude:.5f}"
    return f"{STREETS}/search?{urlencode({'query': ', '.join(lines)})}" if lines else ""


def far(kilometres: float | None, *, first: bool = False) -> str:
    """How far from the middle of a commune, so never finer: « à 3 km », « À moins de 1 km » where it comes `first`.

    Empty where it is not known.
    """
    if kilometres is None:
        return ""
    if kilometres < 1:
        return _("À moins de %(num)s km", num=1) if first else _("à moins de %(num)s km", num=1)
    return _("À %(num)s km", num=round(kilometres)) if first else _("à %(num)s km", num=round(kilometres))


def week(expression: str, day: date) -> list[tuple[str, str]]:
    """Days and hours, like neighbours on one line: « Lundi au jeudi », « De 9 h à 17 h »."""
    days = opening_words.week(expression, day)
    runs = [(hours, [name for name, _ in run]) for hours, run in groupby(days, lambda pair: pair[1])]
    return [(_run(names), hours[0].upper() + hours[1:]) for hours, names in runs]


def _run(names: list[str]) -> str:
    first, *others = names
    if not others:
        return first
    return f"{first} {'et' if len(others) == 1 else 'au'} {others[-1].lower()}"
