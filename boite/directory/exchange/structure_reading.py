"""A structure of a data·inclusion file as the columns of its sheet, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from boite.clock import today
from boite.directory.exchange import extension_reading
from boite.directory.exchange.place_reading import CLEAN as PLACE
from boite.directory.exchange.place_reading import COLUMNS as PLACE_COLUMNS
from boite.directory.exchange.place_reading import ReadPlace, read_place, soft_phone
from boite.directory.exchange.reference import Reference
from boite.directory.exchange.schema_reading import (
    Accepted,
    is_indispensable,
    left_aside,
    models,
    network_labels,
    unknown_keys,
)
from boite.directory.places.address_commune import Town
from boite.directory.sheet.fields import STRUCTURE, chosen, cleaners

COLUMNS = {field.schema: column for column, field in chosen(STRUCTURE, lambda field: field.schema).items()}
CLEAN = cleaners(STRUCTURE)
APART = {**COLUMNS, "accessibilite_lieu": "accessibility_url"}
"""What may say more than the schema accepts."""
APART_FROM_COLUMNS = frozenset({"slug", "points", "networks"})
"""What our own keys say and is read with the rest of the file."""
EXTRA = ("lien_source",)
"""What the schema says and no column holds: kept as it came."""


@dataclass(slots=True, kw_only=True)
class ReadStructure:
    """One structure of the file, ready to be compared with the directory."""

    number: int
    identifier: str
    name: str
    source: str
    dated: date
    """The producer's own date."""
    slug: str
    """The address that the sheet had where the file comes from, if it comes from us."""
    values: dict[str, Any]
    """Columns of `Structure`. A column that is not there is not said by the file."""
    deduced: bool
    """Whether its networks come from the schema alone, which does not know all of ours."""
    main: ReadPlace
    others: list[ReadPlace] | None
    """The other places; None where the file does not say."""
    warnings: list[str] = field(default_factory=list)

    @property
    def town(self) -> Town | None:
        """The commune of its own address."""
        return self.main.town


def read_structure(item: Accepted, reference: Reference) -> tuple[ReadStructure | None, dict[str, str]]:
    """The sheet of an object that the schema accepted, or what is indispensable in it and wrong, by key.

    What is wrong and not indispensable is left aside and said: what the sheet says of it, if anything, stays.
    """
    value, warnings = item.value, list(item.warnings)
    apart, wrong = extension_reading.read_apart(value, APART)
    found = {**item.found, **apart}
    values, faults = _columns(found, warnings)
    wrong |= faults
    told, faults = extension_reading.read(value, extension_reading.OF_STRUCTURE)
    wrong |= faults
    main, faults = _main(value, found, reference, warnings)
    wrong |= faults
    others, faults = _others(told.pop("points", None), reference, warnings)
    wrong |= faults
    slug = told.pop("slug", "")
    values |= _own(told, wrong)
    values["networks"] = _networks(told.get("networks"), found, reference, wrong)
    _settle_territory(values, reference, wrong)
    values["extra"] = {key: found[key] for key in EXTRA if found.get(key) not in (None, "")} | main.extra
    if fatal := _identity(found) | {key: why for key, why in wrong.items() if is_indispensable(key, models()[0])}:
        return None, fatal
    _forget(item.left, values, main)
    sheet = ReadStructure(
        number=item.number,
        identifier=found["id"],
        name=values["name"],
        source=found["source"],
        dated=found["date_maj"],
        slug=slug,
        values=values,
        deduced="networks" not in told,
        main=main,
        others=None if any(key.startswith("spro_points") for key in wrong) else others,
        warnings=[*warnings, *(left_aside(key, why) for key, why in wrong.items()), *_strange(value)],
    )
    return sheet, {}


def _forget(left: Mapping[str, str], values: dict[str, Any], main: ReadPlace) -> None:
    """Say nothing of what the schema left aside, rather than that it is empty."""
    for key in left:
        values.pop(COLUMNS.get(key, ""), None)
        for column in (PLACE_COLUMNS.get(key), "opening_hours" if key == "horaires_accueil" else None):
            main.columns.pop(column or "", None)


def _columns(found: Mapping[str, Any], warnings: list[str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The structure's own columns. What the schema does not say is empty: a record of the schema is whole."""
    values, wrong = dict[str, Any](), dict[str, str]()
    for key, column in COLUMNS.items():
        try:
            given = found.get(key, "")
            values[column] = soft_phone(given, warnings) if column == "phone" else CLEAN[column](given)
        except ValueError as error:
            wrong[key] = str(error)
    return values, wrong


def _own(told: Mapping[str, Any], wrong: dict[str, str]) -> dict[str, Any]:
    """The columns that our own keys fill, made regular."""
    values = dict[str, Any]()
    for key, (column, _) in extension_reading.OF_STRUCTURE.items():
        if column in told and column not in APART_FROM_COLUMNS:
            try:
                values[column] = CLEAN[column](told[column]) if column in CLEAN else told[column]
            except ValueError as error:
                wrong[key] = str(error)
    if (checked := values.get("checked_on")) and not date(2000, 1, 1) <= checked <= today():
        del values["checked_on"]
        wrong["spro_verifiee_le"] = "Cette date ne peut pas être celle d'une vérification."
    if (after := values.get("next_check_on")) and after.year > today().year + 20:
        del values["next_check_on"]
        wrong["spro_prochaine_verification"] = "Cette date est trop lointaine."
    return values


def _networks(
    told: list[str] | None, found: Mapping[str, Any], reference: Reference, wrong: dict[str, str]
) -> list[str]:
    """Our networks: those named by our own key, then those of the schema that they do not already say."""
    chosen = list(told or [])
    labels = network_labels()
    if strangers := [code for code in chosen if code not in reference.networks and code not in labels]:
        wrong["spro_reseaux"] = f"Ce réseau est inconnu. Ici : « {strangers[0][:60]} »."
        chosen = [code for code in chosen if code not in strangers]
    for di_code in found.get("reseaux_porteurs", []):
        if all(reference.networks.get(code, code) != di_code for code in chosen):
            chosen.append(reference.network_of(di_code, found["nom"]))
    return list(dict.fromkeys(chosen))


def _settle_territory(values: dict[str, Any], reference: Reference, wrong: dict[str, str]) -> None:
    territory = values.get("territory_id")
    if territory is None:
        values.pop("territory_id", None)
    elif territory not in reference.territories:
        values.pop("territory_id")
        wrong["spro_territoire"] = f"Ce territoire est inconnu. Ici : « {territory[:60]} »."


def _main(
    value: Mapping[str, Any], found: Mapping[str, Any], reference: Reference, warnings: list[str]
) -> tuple[ReadPlace, dict[str, str]]:
    """The structure's own address. Its phone and its mail are the structure's, unless `spro_accueil` says more."""
    address = {key: each for key, each in found.items() if key not in {"telephone", "courriel", "nom"}}
    ours = {key: value[key] for key in extension_reading.POINT_KEYS if key in value}
    place, wrong = read_place({**address, **ours}, reference, warnings)
    columns, faults = extension_reading.read_welcome(value)
    for column, given in columns.items():
        try:
            clean = PLACE[column]
            place.columns[column] = soft_phone(given, warnings) if column == "phone" else clean(given)
        except ValueError as error:
            faults[extension_reading.WELCOME] = str(error)
    return place, wrong | faults


def _others(
    told: list[dict[str, Any]] | None, reference: Reference, warnings: list[str]
) -> tuple[list[ReadPlace] | None, dict[str, str]]:
    if told is None:
        return None, {}
    places, wrong = [], dict[str, str]()
    for number, each in enumerate(told, 1):
        place, faults = read_place(each, reference, warnings, named=True)
        places.append(place)
        wrong |= {f"spro_points[{number}].{key}": fault for key, fault in faults.items()}
    return places, wrong


def _identity(found: Mapping[str, Any]) -> dict[str, str]:
    """Identifiers that the directory can keep."""
    bounds = {"id": 200, "source": 60, "structure_id": 200}
    wrong = {}
    for key, most in bounds.items():
        text = found.get(key, "x")
        if not text or len(text) > most or not text.isprintable():
            wrong[key] = f"Un identifiant a de 1 à {most} signes, sur une ligne."
    return wrong


def identity_faults(found: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the identifiers of an object, by key."""
    return _identity(found)


def _strange(value: dict[str, Any]) -> list[str]:
    ours, _ = unknown_keys(value, models()[0], extension_reading.STRUCTURE_KEYS)
    return [f"Clé inconnue, laissée de côté : {key}." for key in sorted(ours)]
