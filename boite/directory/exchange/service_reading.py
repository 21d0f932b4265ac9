"""A service of a data·inclusion file as the columns of its row, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from boite.directory.exchange import extension_reading
from boite.directory.exchange.place_reading import soft_phone
from boite.directory.exchange.schema_reading import Accepted, is_indispensable, left_aside, models, unknown_keys
from boite.directory.exchange.structure_reading import identity_faults
from boite.directory.sheet import cleaning
from boite.directory.sheet.fields import LISTS, SERVICE, chosen, cleaners

COLUMNS = {field.schema: column for column, field in chosen(SERVICE, lambda field: field.schema).items()}
CLEAN = cleaners(SERVICE)
EXTRA = (
    *("lien_source", "adresse", "complement_adresse", "code_postal", "commune", "code_insee", "longitude", "latitude"),
    *("zone_eligibilite", "volume_horaire_hebdomadaire", "nombre_semaines"),
)
"""What the schema says and no column holds: kept as it came."""
SPARE = "Sans description."
"""What stands for a description in an export, where the sheet has none: the schema wants one."""
PERSON = "contact_nom_prenom"
"""The name of somebody: the directory is public, and keeps none."""


@dataclass(slots=True, kw_only=True)
class ReadService:
    """One service of the file, ready to be compared with the directory."""

    number: int
    identifier: str
    structure: str
    """The identifier of its structure."""
    source: str
    name: str
    dated: date
    values: dict[str, Any]
    point: str | None
    """The name of the place where it is given; empty for everywhere, None where the file does not say."""
    warnings: list[str] = field(default_factory=list)


def read_service(item: Accepted) -> tuple[ReadService | None, dict[str, str]]:
    """The service of an object that the schema accepted, or what is indispensable in it and wrong, by key."""
    value, warnings = item.value, list(item.warnings)
    apart, wrong = extension_reading.read_apart(value, COLUMNS)
    found = {**item.found, **apart}
    if found["description"] == SPARE:
        found = {**found, "description": ""}
    values, faults = _columns(found, warnings)
    wrong |= faults
    told, faults = extension_reading.read(value, extension_reading.OF_SERVICE)
    wrong |= faults
    point = told.pop("point", None)
    values |= told
    values["extra"] = {key: found[key] for key in EXTRA if found.get(key) not in (None, "")}
    _keep_hours(found, values)
    if PERSON in found:
        warnings.append("Le nom de la personne à joindre n'est pas gardé : l'annuaire est public.")
    indispensable = {key: why for key, why in wrong.items() if is_indispensable(key, models()[1])}
    if fatal := identity_faults(found) | indispensable:
        return None, fatal
    for key in item.left:
        values.pop(COLUMNS.get(key, ""), None)
    offer = ReadService(
        number=item.number,
        identifier=found["id"],
        structure=found["structure_id"],
        source=found["source"],
        name=values["name"],
        dated=found["date_maj"],
        values=values,
        point=point,
        warnings=[*warnings, *(left_aside(key, why) for key, why in wrong.items()), *_strange(value)],
    )
    return offer, {}


def _columns(found: Mapping[str, Any], warnings: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
    values, wrong = dict[str, Any](), dict[str, str]()
    for key, column in COLUMNS.items():
        given = found.get(key, [] if column in LISTS[SERVICE] else "")
        try:
            values[column] = _clean(column, given, warnings)
        except ValueError as error:
            wrong[key] = str(error)
    return values, wrong


def _clean(column: str, given: Any, warnings: list[str]) -> Any:
    if column == "phone":
        return soft_phone(given, warnings)
    if column != "opening_hours":
        return CLEAN[column](given)
    try:
        return cleaning.hours(given)
    except ValueError:
        warnings.append("Les horaires ne suivent pas la syntaxe d'OpenStreetMap : ils ne sont pas montrés.")
        return ""


def _keep_hours(found: Mapping[str, Any], values: dict[str, Any]) -> None:
    """Hours that no program reads are given back as they came."""
    if found.get("horaires_accueil") and not values.get("opening_hours"):
        values["extra"]["horaires_accueil"] = found["horaires_accueil"]


def _strange(value: dict[str, Any]) -> list[str]:
    ours, _ = unknown_keys(value, models()[1], extension_reading.SERVICE_KEYS)
    return [f"Clé inconnue, laissée de côté : {key}." for key in sorted(ours)]
