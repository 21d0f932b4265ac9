"""A sheet as its page says it: places with their hours, services with their words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from boite.clock import now, today
from boite.directory.sheet import needs, opening_words, phrases
from boite.directory.sheet.ending_rows import Ending, EndKind
from boite.directory.sheet.field import Field
from boite.directory.sheet.fields import FIELDS, POINT, SERVICE
from boite.directory.sheet.gone import is_gone
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.loading import Sheet
from boite.directory.sheet.structure_rows import ReceptionPoint, Service
from boite.text.french import date_fr


def place(point: ReceptionPoint, number: int, *, living: bool = True, ends: date | None = None) -> dict[str, Any]:
    """One reception point: its fields as they are, and what is said of them.

    A structure that ended is not said to be open; `ends` is the day when it will.
    """
    lines = phrases.address({name: getattr(point, name) for name in ("address", "complement", "postal_code", "city")})
    hours = opening_words.until(point.opening_hours, ends) if living else ""
    return {
        **{column: getattr(point, column) for column in FIELDS[POINT]},
        "number": number,
        "lines": lines,
        "route": phrases.route(point.latitude, point.longitude, lines),
        "plan": phrases.plan(point.latitude, point.longitude, lines),
        "call": phrases.call(point.phone),
        "state": opening_words.state(hours, now()) if living else None,
        "week": phrases.week(hours, today()),
        "notes": [*opening_words.notes(hours), *filter(None, [point.hours_note])],
        "appointment": phrases.APPOINTMENTS.get(point.appointment, ""),
        "wheelchair": phrases.WHEELCHAIR.get(point.wheelchair, ""),
        "accessible": point.wheelchair,
        "accessibility_page": phrases.site(point.accessibility_url),
        "moved": _moved(point),
    }


def _moved(point: ReceptionPoint) -> str:
    """When it moved and from where, or when it will and where to; empty where nobody said so."""
    if point.moved_on is None:
        return ""
    if point.coming or not is_gone(point.moved_on):
        where = phrases.address({"complement": "", "postal_code": "", "city": "", "address": ""} | (point.coming or {}))
        return f"Déménage le {date_fr(point.moved_on)}" + (
            f". Nouvelle adresse : {', '.join(where)}." if where else "."
        )
    before = f". Avant : {point.former_address}" if point.former_address else "."
    return f"Nouvelle adresse depuis le {date_fr(point.moved_on)}{before}"


def service(row: Service, sheet: Sheet) -> dict[str, Any]:
    """One service, field by field: what it is, for whom, how to get it."""
    ends = sheet.announced.since if sheet.announced else None
    where = next((point for point in sheet.points if point.id == row.point_id), None)
    return {
        **{column: _in_words(field, getattr(row, column)) for column, field in FIELDS[SERVICE].items()},
        "needs": list(dict.fromkeys(needs.label(code) for code in row.needs)),
        "where": (where.name or where.city) if where and len(sheet.points) > 1 else "",
        "page": phrases.site(row.link),
        "call": phrases.call(row.phone),
        "week": phrases.week(opening_words.until(row.opening_hours, ends), today()),
    }


def _in_words(field: Field, value: Any) -> Any:
    """The words of codes; a code that we have none for is not said."""
    if not isinstance(field.says, Mapping):
        return value
    return (
        [field.says[code] for code in value if code in field.says]
        if isinstance(value, list)
        else field.says.get(value, "")
    )


def languages(codes: list[str]) -> str:
    """« français, anglais, arabe »; a language that we have no word for keeps its code."""
    return ", ".join(LANGUAGES.get(code, code) for code in codes)


def ended(ending: Ending, name: str) -> str:
    """Why the structure of a sheet is no longer there, in one sentence."""
    since = f"depuis le {date_fr(ending.since)}"
    words = {
        EndKind.CLOSED: f"« {name} » n'existe plus {since}.",
        EndKind.MERGED: f"« {name} » est réunie à une autre structure {since}.",
        EndKind.MOVED: f"« {name} » a déménagé {since}.",
    }
    return words[ending.kind]


def announced(ending: Ending, name: str) -> str:
    """What will become of it, and when, in one sentence."""
    day = date_fr(ending.since)
    words = {
        EndKind.CLOSED: f"« {name} » n'existera plus à partir du {day}.",
        EndKind.MERGED: f"« {name} » sera réunie à une autre structure à partir du {day}.",
        EndKind.MOVED: f"« {name} » déménage le {day}.",
    }
    return words[ending.kind]


def followed(ending: Ending, name: str) -> str:
    """The same, said on the sheet of the structure that follows."""
    day = date_fr(ending.since)
    if not is_gone(ending.since):
        coming = {
            EndKind.CLOSED: f"Cette structure remplacera « {name} » à partir du {day}.",
            EndKind.MERGED: f"« {name} » rejoindra cette structure le {day}.",
            EndKind.MOVED: f"« {name} » deviendra cette structure le {day}.",
        }
        return coming[ending.kind]
    words = {
        EndKind.CLOSED: f"Cette structure remplace « {name} » depuis le {day}.",
        EndKind.MERGED: f"« {name} » a rejoint cette structure depuis le {day}.",
        EndKind.MOVED: f"« {name} » est devenue cette structure depuis le {day}.",
    }
    return words[ending.kind]


def checked(on: date | None, by: str) -> str:
    """« Vérifiée le 3 mars 2026 par un agent de la structure. »; what is not known is said too."""
    if on is None:
        return "Cette fiche n'a pas encore été vérifiée."
    return f"Vérifiée le {date_fr(on)}{f' par {by}' if by else ''}."
