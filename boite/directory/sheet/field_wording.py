"""The fields of a sheet and their values in French: for history, for suggestions, for two versions side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from boite.directory.maintenance.history_rows import EndKind
from boite.directory.sheet import publics, vocabulary
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.phones import shown as phone_shown
from boite.directory.sheet.simple_week import parse_simple
from boite.directory.sheet.simple_week import said as week_said
from boite.directory.sheet.snapshots import ENDING, POINT, SERVICE, STRUCTURE, plain
from boite.directory.sheet.structure_rows import Appointment, Wheelchair

NOTHING = "Rien"
SHARED = {
    "name": "Nom",
    "description": "Présentation",
    "phone": "Téléphone",
    "email": "Courriel",
    "opening_hours": "Horaires",
    "rank": "Place dans la liste",
}
LABELS: dict[str, dict[str, str]] = {
    STRUCTURE: {
        **SHARED,
        "networks": "Réseaux",
        "website": "Site",
        "siret": "SIRET",
        "languages": "Langues parlées",
        "online": "Démarche en ligne",
        "territory_id": "Territoire",
        "checked_on": "Vérifiée le",
        "next_check_on": "À vérifier le",
    },
    POINT: {
        **SHARED,
        "address": "Adresse",
        "complement": "Complément d'adresse",
        "postal_code": "Code postal",
        "city": "Commune",
        "commune_id": "Code de la commune",
        "latitude": "Latitude",
        "longitude": "Longitude",
        "hours_note": "À savoir sur les horaires",
        "appointment": "Rendez-vous",
        "wheelchair": "Accès en fauteuil roulant",
        "accessibility": "Accessibilité",
        "accessibility_url": "Page Acceslibre",
        "moved_on": "A déménagé le",
        "former_address": "Ancienne adresse",
        "coming": "Adresse à venir",
    },
    SERVICE: {
        **SHARED,
        "kind": "Type",
        "needs": "Besoins",
        "publics": "Pour qui",
        "publics_details": "Pour qui, en détail",
        "fees": "Prix",
        "fees_details": "Prix, en détail",
        "conditions": "Conditions",
        "reception_modes": "Où",
        "mobilisation_modes": "Comment le demander",
        "mobilisable_by": "Qui peut le demander",
        "mobilisation_details": "Comment le demander, en détail",
        "link": "Lien",
        "point_id": "Lieu",
    },
    ENDING: {
        "kind": "Ce qui s'est passé",
        "since": "Depuis le",
        "successor_id": "Structure qui suit",
        "note": "Explication",
    },
}
FORM = {"holidays_off": "Fermé les jours fériés"}
"""Fields of forms that are no column."""
UNSEEN = frozenset({"extra", "source_id", "source_date"})
"""Columns of imports: kept, and of no use to people who read."""
DAYS = frozenset({"checked_on", "next_check_on", "moved_on", "since"})
APPOINTMENT = {
    Appointment.UNKNOWN: "Non précisé",
    Appointment.NONE: "Sans rendez-vous",
    Appointment.POSSIBLE: "Avec ou sans rendez-vous",
    Appointment.REQUIRED: "Sur rendez-vous seulement",
}
WHEELCHAIR = {
    Wheelchair.UNKNOWN: "Non précisé",
    Wheelchair.YES: "Oui",
    Wheelchair.PARTLY: "En partie",
    Wheelchair.NO: "Non",
}
END = {
    EndKind.CLOSED: "Elle a fermé",
    EndKind.MERGED: "Elle a été réunie à une autre",
    EndKind.MOVED: "Elle est partie ailleurs",
}


def label(kind: str, field: str) -> str:
    """The French name of a field; the field itself where an older row had one that we forgot."""
    return LABELS.get(kind, LABELS[STRUCTURE]).get(field, field)


def shown(kind: str, field: str, value: Any, names: Mapping[str, str] | None = None) -> str:
    """A plain value in French words. `names` gives those of the rows that it names (territories, networks…)."""
    if value is None or value == "" or value == []:
        return NOTHING
    if field in DAYS:
        return date.fromisoformat(str(value)).strftime("%d/%m/%Y")
    if isinstance(value, dict):
        return ", ".join(str(item) for item in value.values() if item)
    if isinstance(value, list):
        return ", ".join(_code(kind, field, item, names or {}) for item in value)
    return _code(kind, field, value, names or {})


def facts(kind: str, row: Any, fields: Iterable[str], names: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
    """The label and the words of each of these fields that says something."""
    pairs = [(field, plain(getattr(row, field))) for field in fields]
    return [(label(kind, field), shown(kind, field, value, names)) for field, value in pairs if value]


def hours_said(expression: str) -> str:
    """Opening hours in French where they are simple, else as they are written."""
    week = parse_simple(expression)
    if week is None:
        return expression
    return f"{week_said(week)}{' ; fermé les jours fériés' if week.holidays_off else ''}"


def _code(kind: str, field: str, value: Any, names: Mapping[str, str]) -> str:
    known: Mapping[Any, str] = END if (kind, field) == (ENDING, "kind") else _KNOWN.get(field, {})
    if value in known:
        return known[value]
    writer = _WRITTEN.get(field)
    return names.get(str(value)) or (writer(str(value)) if writer else str(value))


def _thematic(code: str) -> str:
    return vocabulary.thematics().get(code, code)


def _rank(value: str) -> str:
    return "1re" if value == "0" else f"{int(value) + 1}e"


_KNOWN: dict[str, Mapping[Any, str]] = {
    "appointment": APPOINTMENT,
    "wheelchair": WHEELCHAIR,
    "kind": vocabulary.KINDS,
    "fees": vocabulary.FEES,
    "publics": publics.LABELS,
    "languages": LANGUAGES,
    "reception_modes": vocabulary.RECEPTION,
    "mobilisation_modes": vocabulary.MOBILISATION,
    "mobilisable_by": vocabulary.MOBILISABLE_BY,
}
_WRITTEN: dict[str, Callable[[str], str]] = {
    "phone": phone_shown,
    "opening_hours": hours_said,
    "needs": _thematic,
    "rank": _rank,
}
"""What is said otherwise than it is kept."""
