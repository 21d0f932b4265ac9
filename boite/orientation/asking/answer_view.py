"""How an answer is shown: distance, hours, number and address in French words."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from boite.clock import now, today
from boite.directory.sheet import opening_words, phones, phrases
from boite.orientation.asking.answer_loading import AnsweringStructure
from boite.orientation.asking.found_answers import FoundAnswer, Replies
from boite.text.french import distance_fr
from boite.web.addresses import Addresses

APPOINTMENTS = {
    "sans": "Sans rendez-vous",
    "possible": "Avec ou sans rendez-vous",
    "obligatoire": "Sur rendez-vous seulement",
}
LOST = "Lieu inconnu"
WHEELCHAIR = {"oui": "Accès en fauteuil roulant", "partiel": "Accès partiel en fauteuil roulant"}


def shown(replies: Replies, url: Addresses, *, weekly: bool = True) -> dict[str, Any]:
    """Everything that a page says of the answers. `weekly` tells the hours of each day too."""
    return {
        "main": [card(reply, url, weekly=weekly) for reply in replies.main],
        "secondary": [card(reply, url, weekly=weekly) for reply in replies.secondary],
        "absent": replies.absent,
    }


def card(reply: FoundAnswer, url: Addresses, *, weekly: bool = True) -> dict[str, Any]:
    """One answer as its card tells it."""
    return {
        "network": reply.network_name,
        "says": [asdict(said) for said in reply.says],
        "sheet": sheet_words(reply.sheet, url, weekly=weekly) if reply.sheet else None,
        "search": f"{url('directory:search')}?reseau={reply.network}",
    }


def sheet_words(sheet: AnsweringStructure, url: Addresses, *, weekly: bool = True) -> dict[str, Any]:
    """One structure: name, where, how far, when, which number."""
    point = sheet.point
    hours = opening_words.until(point.get("opening_hours", ""), sheet.ends)
    return {
        "name": sheet.name,
        "slug": sheet.slug,
        "href": url("directory:sheet", slug=sheet.slug),
        "announced": phrases.announced(sheet.end, sheet.ends),
        "distance": LOST if sheet.lost else distance_fr(sheet.distance, rough=True),
        "state": opening_words.state(hours, now()) if hours else None,
        "week": week_lines(hours, today()) if hours and weekly else [],
        "hours_note": point.get("hours_note", ""),
        "phone": phones.shown(sheet.call),
        "call": f"tel:{sheet.call.replace(' ', '')}" if sheet.call else "",
        "email": sheet.email,
        "online": sheet.online,
        "place": point.get("name", ""),
        "address": [part for part in (point.get("address"), point.get("complement"), _town(point)) if part],
        "appointment": APPOINTMENTS.get(point.get("appointment", ""), ""),
        "wheelchair": WHEELCHAIR.get(point.get("wheelchair", ""), ""),
    }


def _town(point: dict[str, Any]) -> str:
    return f"{point.get('postal_code', '')} {point.get('city', '')}".strip()


def week_lines(expression: str, day: date) -> list[tuple[str, str]]:
    """Days and hours, the days that are alike on one line: « Du lundi au jeudi », « de 9 h à 17 h »."""
    runs = [
        (hours, [name for name, _ in days])
        for hours, days in groupby(opening_words.week(expression, day), lambda row: row[1])
    ]
    return [(_days(names), hours) for hours, names in runs]


def _days(names: list[str]) -> str:
    if len(names) < 3:
        return " et ".join([names[0], *(name.lower() for name in names[1:])])
    return f"Du {names[0].lower()} au {names[-1].lower()}"


def helper_words(row: dict[str, Any]) -> dict[str, Any]:
    """Who to call where nothing is found, as a page says it."""
    return {
        "name": row["name"],
        "phone": phones.shown(row["help_phone"]),
        "call": f"tel:{row['help_phone'].replace(' ', '')}" if row["help_phone"] else "",
        "state": opening_words.state(row["help_hours"], now()) if row["help_hours"] else None,
    }
