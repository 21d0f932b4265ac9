"""One place of a file — a structure's own address, or another — as the columns of a reception point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from boite.directory.exchange import extension_reading
from boite.directory.exchange.reference import FAR, Reference, Town
from boite.directory.exchange.report import brief, readable
from boite.directory.exchange.value_reading import text
from boite.directory.sheet import cleaning, phones
from boite.directory.sheet.fields import POINT, chosen, cleaners

COLUMNS = {
    field.schema: column
    for column, field in chosen(POINT, lambda field: field.schema and not field.beside).items()
    if column not in {"latitude", "longitude", "opening_hours"}
}
"""The texts of an address. Where it is on the ground and when it is open is read apart."""
CLEAN = cleaners(POINT)
OVERSEAS = ("97", "98")
"""How the codes of places far from Europe begin."""
HOURS_NOTE = 300
_KEYS = frozenset({*COLUMNS, *extension_reading.POINT_KEYS, "code_insee", "latitude", "longitude", "horaires_accueil"})
_NAMED = frozenset({"nom", "telephone", "courriel"})


@dataclass(slots=True)
class ReadPlace:
    """Columns of `ReceptionPoint`, as the file says them."""

    columns: dict[str, Any] = field(default_factory=dict)
    town: Town | None = None
    extra: dict[str, Any] = field(default_factory=dict)
    """What no column can hold yet: the code of a commune that the directory does not know."""
    located: bool = False
    """Whether the file gives coordinates that can be kept."""

    @property
    def is_empty(self) -> bool:
        """Whether there is no place at all."""
        return not any(self.columns.values())


def read_place(
    value: Mapping[str, Any], reference: Reference, warnings: list[str], *, named: bool = False
) -> tuple[ReadPlace, dict[str, str]]:
    """The columns of a place, and what is wrong, by key. `named`: one of `spro_points`, which the schema ignores."""
    place = ReadPlace()
    wrong = _texts(value, place.columns, named)
    if named:
        _name(value, place.columns, warnings, wrong)
        strange = sorted(readable(key, 60) for key in value.keys() - _KEYS - _NAMED)
        warnings += [f"Clé inconnue dans un lieu, laissée de côté : {key}." for key in strange]
    ours, faults = extension_reading.read_place(value)
    wrong |= faults | _regular(ours, place.columns)
    _hours(value, place.columns, warnings, wrong)
    _find_town(value, place, reference, warnings, wrong)
    _locate(value, place, warnings, wrong)
    return place, wrong


def _texts(value: Mapping[str, Any], columns: dict[str, Any], named: bool) -> dict[str, str]:
    wrong = {}
    for key, column in COLUMNS.items():
        try:
            columns[column] = CLEAN[column](text(value.get(key)))
        except ValueError as error:
            wrong[key] = str(error)
    return wrong


def _name(value: Mapping[str, Any], columns: dict[str, Any], warnings: list[str], wrong: dict[str, str]) -> None:
    """What only another place says of itself."""
    for key, column in (("nom", "name"), ("courriel", "email"), ("telephone", "phone")):
        try:
            given = text(value.get(key))
            columns[column] = soft_phone(given, warnings) if column == "phone" else CLEAN[column](given)
        except ValueError as error:
            wrong[key] = str(error)


def _regular(ours: Mapping[str, Any], columns: dict[str, Any]) -> dict[str, str]:
    wrong = {}
    for column, given in ours.items():
        try:
            columns[column] = CLEAN[column](given)
        except ValueError as error:
            wrong[column] = str(error)
    return wrong


def soft_phone(given: str, warnings: list[str]) -> str:
    """A number as it is dialled; kept as it was written, and said, where it cannot be. Raises ValueError."""
    try:
        return phones.cleaned(given)
    except ValueError:
        written = " ".join(given.split())
        if len(written) > 40:
            raise
        warnings.append(f"Ce numéro ne se compose pas tel quel : {brief(written)}.")
        return written


def _hours(value: Mapping[str, Any], columns: dict[str, Any], warnings: list[str], wrong: dict[str, str]) -> None:
    """Opening hours; those that no program reads are kept for people, among the notes."""
    try:
        given = text(value.get("horaires_accueil"))
    except ValueError as error:
        wrong["horaires_accueil"] = str(error)
        return
    try:
        columns["opening_hours"] = cleaning.hours(given)
    except ValueError:
        columns["opening_hours"] = ""
        if not columns.get("hours_note") and len(given) <= HOURS_NOTE:
            columns["hours_note"] = CLEAN["hours_note"](given)
            warnings.append("Les horaires ne suivent pas la syntaxe d'OpenStreetMap : gardés comme précisions.")
        else:
            warnings.append("Les horaires ne suivent pas la syntaxe d'OpenStreetMap : laissés de côté.")


def _find_town(
    value: Mapping[str, Any], place: ReadPlace, reference: Reference, warnings: list[str], wrong: dict[str, str]
) -> None:
    try:
        code = text(value.get("code_insee"))
    except ValueError as error:
        wrong["code_insee"] = str(error)
        return
    if code and not (len(code) == 5 and code.isalnum() and code.isascii()):
        wrong["code_insee"] = f"Ce code de commune est mal écrit. Ici : {brief(code)}."
        return
    place.town = reference.town(code, place.columns.get("postal_code", ""), place.columns.get("city", ""))
    place.columns["commune_id"] = place.town.code if place.town else None
    if code and place.town is None:
        place.extra["code_insee"] = code
        warnings.append(f"La commune {code} n'est pas dans l'annuaire : importez les communes.")


def _locate(value: Mapping[str, Any], place: ReadPlace, warnings: list[str], wrong: dict[str, str]) -> None:
    """Coordinates on the ground and near their commune; the commune's centre otherwise."""
    latitude, longitude = value.get("latitude"), value.get("longitude")
    if latitude is None and longitude is None:
        return
    for key, given in (("latitude", latitude), ("longitude", longitude)):
        if isinstance(given, bool) or not isinstance(given, int | float):
            wrong[key] = f"Il faut un nombre. Ici : {brief(given)}."
    if not {"latitude", "longitude"} & wrong.keys():
        wrong |= _outside(latitude, longitude, place)
    if {"latitude", "longitude"} & wrong.keys():
        return
    latitude, longitude = round(float(str(latitude)), 6), round(float(str(longitude)), 6)
    if place.town and (far := place.town.distance(latitude, longitude)) > FAR:
        warnings.append(f"Les coordonnées sont à {far:.0f} km de {place.town.name} : elles ne sont pas gardées.")
        return
    place.located = True
    place.columns |= {"latitude": latitude, "longitude": longitude}


def _outside(latitude: Any, longitude: Any, place: ReadPlace) -> dict[str, str]:
    code = place.town.code if place.town else place.extra.get("code_insee") or place.columns.get("postal_code", "")
    if code.startswith(OVERSEAS):
        inside = -90 <= latitude <= 90 and -180 <= longitude <= 180
    else:
        north, east = cleaning.LATITUDES, cleaning.LONGITUDES
        inside = north[0] <= latitude <= north[1] and east[0] <= longitude <= east[1]
    return {} if inside else {"latitude": f"Ces coordonnées sont hors de France : {latitude}, {longitude}."}
