"""One place of a file — a structure's own address, or another — as the columns of a reception point."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from boite.directory.exchange import extension_reading
from boite.directory.exchange.reference import FAR, Reference
from boite.directory.exchange.report import brief, readable
from boite.directory.exchange.schema_reading import left_aside
from boite.directory.exchange.value_reading import text
from boite.directory.places.address_commune import Address, Town
from boite.directory.places.distance import kilometres
from boite.directory.sheet import cleaning
from boite.directory.sheet.fields import POINT, chosen, cleaners
from boite.text import phones
from boite.text.french import of_fr

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
FEWEST_DIGITS = 4
"""Digits of a number that somebody may dial: « +687 » is none."""
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
    ground = _coordinates(value, place, warnings)
    _find_town(value, place, ground, reference, warnings, wrong)
    _locate(place, ground, warnings)
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
        if len(written) > 40 or sum(sign.isdigit() for sign in written) < FEWEST_DIGITS:
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
    value: Mapping[str, Any],
    place: ReadPlace,
    ground: tuple[float, float] | None,
    reference: Reference,
    warnings: list[str],
    wrong: dict[str, str],
) -> None:
    try:
        code = text(value.get("code_insee"))
    except ValueError as error:
        wrong["code_insee"] = str(error)
        code = ""
    if code and not (len(code) == 5 and code.isalnum() and code.isascii()):
        wrong["code_insee"] = f"Ce code de commune est mal écrit. Ici : {brief(code)}."
        code = ""
    said = address_of({"code_postal": place.columns.get("postal_code"), "commune": place.columns.get("city")}, ground)
    found = reference.town(code, said)
    place.town = found.town
    place.columns["commune_id"] = place.town.code if place.town else None
    if code and place.town is None:
        place.extra["code_insee"] = code
        warnings.append(f"La commune {code} n'est pas dans l'annuaire : importez les communes.")
    elif code and place.town and place.town.code != code:
        warnings.append(f"La commune {code} n'est pas dans l'annuaire : l'adresse dit {place.town.name}.")
    elif found.how:
        warnings.append(found.how)


def address_of(value: Mapping[str, Any], ground: tuple[float, float] | None = None) -> Address:
    """What decides the commune; nothing for what is neither text nor number."""
    postal_code, city = (each if isinstance(each := value.get(key), str) else "" for key in ("code_postal", "commune"))
    given = ground or (value.get("latitude"), value.get("longitude"))
    known = all(isinstance(each, int | float) and not isinstance(each, bool) for each in given)
    return Address("".join(postal_code.split()), city, *(given if known else (None, None)))


def _coordinates(value: Mapping[str, Any], place: ReadPlace, warnings: list[str]) -> tuple[float, float] | None:
    """Where the file says it is, if that is in France."""
    latitude, longitude = value.get("latitude"), value.get("longitude")
    if latitude is None and longitude is None:
        return None
    for key, given in (("latitude", latitude), ("longitude", longitude)):
        if isinstance(given, bool) or not isinstance(given, int | float):
            warnings.append(left_aside(key, f"Il faut un nombre. Ici : {brief(given)}."))
            return None
    if not _inside(latitude, longitude, value, place):
        sentence = f"Ces coordonnées sont hors de France : {latitude}, {longitude}."
        warnings.append(left_aside("latitude", sentence))
        return None
    return round(float(str(latitude)), 6), round(float(str(longitude)), 6)


def _inside(latitude: Any, longitude: Any, value: Mapping[str, Any], place: ReadPlace) -> bool:
    code = str(value.get("code_insee") or place.columns.get("postal_code", ""))
    if code.startswith(OVERSEAS):
        return bool(-90 <= latitude <= 90 and -180 <= longitude <= 180)
    north, east = cleaning.LATITUDES, cleaning.LONGITUDES
    return bool(north[0] <= latitude <= north[1] and east[0] <= longitude <= east[1])


def _locate(place: ReadPlace, ground: tuple[float, float] | None, warnings: list[str]) -> None:
    """Coordinates near their commune; the commune's centre otherwise."""
    if ground is None:
        return
    town = place.town
    if town and (far := kilometres(town.latitude, town.longitude, *ground)) > FAR:
        warnings.append(f"Les coordonnées sont à {far:.0f} km {of_fr(town.name)} : elles ne sont pas gardées.")
        return
    place.located = True
    place.columns |= dict(zip(("latitude", "longitude"), ground, strict=True))
