"""One commune of a file, in the words of geo.api.gouv.fr or in those of the official table, as columns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from boite.directory.exchange.files import faults
from boite.directory.exchange.report import brief
from boite.directory.places.address_commune import name_key
from boite.directory.sheet.cleaning import LATITUDES, LONGITUDES
from boite.errors import Invalid

_CODE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_POSTAL = re.compile(r"[0-9]{5}")
_POSTALS = re.compile(r"[0-9]{5}(?:[^0-9]+[0-9]{5})*")
OVERSEAS = ("97", "98")


@dataclass(slots=True)
class CommuneRow:
    """One commune as the file says it."""

    number: int
    values: dict[str, Any]
    postal_codes: set[str]

    @property
    def code(self) -> str:
        """Its INSEE code."""
        code: str = self.values["code"]
        return code


def wanted_commune(number: int, row: Any, territories: set[str]) -> CommuneRow:
    """One commune. Raises Invalid."""
    if not isinstance(row, dict):
        raise Invalid("Il faut un objet.")
    if wrong := faults(row):
        raise Invalid(fields={key: f"{key} : {sentence}" for key, sentence in wrong.items()})
    plain = _from_table(row) if "code_insee" in row else _from_api(row)
    code, name = plain["code"], plain["name"]
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise Invalid(f"code : ce code de commune est mal écrit. Ici : {brief(code)}.")
    if not isinstance(name, str) or not 1 <= len(name.strip()) <= 120:
        raise Invalid("nom : il faut de 1 à 120 signes.")
    latitude, longitude = _coordinates(plain["latitude"], plain["longitude"], code)
    values = {
        "code": code,
        "name": name.strip(),
        "name_key": name_key(name),
        "department": code[:3] if code.startswith(OVERSEAS) else code[:2],
        "latitude": latitude,
        "longitude": longitude,
    }
    if plain["population"] is not None:
        values["population"] = _population(plain["population"])
    if territory := plain["territory"]:
        if not isinstance(territory, str):
            raise Invalid("spro : il faut un texte.")
        if territory not in territories:
            raise Invalid(f"Ce territoire est inconnu : importez d'abord les territoires. Ici : {brief(territory)}.")
        values["territory_id"] = territory
    return CommuneRow(number, values, _postal_codes(plain["postal_codes"]))


def _from_api(row: dict[str, Any]) -> dict[str, Any]:
    centre = row.get("centre")
    point = centre.get("coordinates") if isinstance(centre, dict) else None
    longitude, latitude = point if isinstance(point, list) and len(point) == 2 else (None, None)
    return {
        "code": row.get("code"),
        "name": row.get("nom"),
        "postal_codes": row.get("codesPostaux", []),
        "population": row.get("population"),
        "territory": row.get("spro"),
        "latitude": latitude,
        "longitude": longitude,
    }


def _from_table(row: dict[str, Any]) -> dict[str, Any]:
    postal_codes = (row.get("codes_postaux") or "").strip()
    if postal_codes and not _POSTALS.fullmatch(postal_codes):
        raise Invalid(f"codes_postaux : ces codes sont mal écrits. Ici : {brief(postal_codes)}.")
    return {
        "code": row.get("code_insee"),
        "name": row.get("nom"),
        "postal_codes": _POSTAL.findall(postal_codes),
        "population": row.get("population") or None,
        "territory": row.get("spro_code") or None,
        "latitude": _number(row.get("latitude")),
        "longitude": _number(row.get("longitude")),
    }


def _number(text: Any) -> Any:
    try:
        return float(str(text).replace(",", "."))
    except ValueError:
        return text


def _coordinates(latitude: Any, longitude: Any, code: str) -> tuple[float, float]:
    for value in (latitude, longitude):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise Invalid("Les coordonnées du centre manquent.")
    north, east = ((-90.0, 90.0), (-180.0, 180.0)) if code.startswith(OVERSEAS) else (LATITUDES, LONGITUDES)
    if not (north[0] <= latitude <= north[1] and east[0] <= longitude <= east[1]):
        raise Invalid(f"Ces coordonnées sont hors de France : {latitude}, {longitude}.")
    return round(float(latitude), 6), round(float(longitude), 6)


def _population(value: Any) -> int:
    text = str(value).removesuffix(".0")
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 8:
        raise Invalid(f"population : il faut un nombre entier. Ici : {brief(value)}.")
    return int(text)


def _postal_codes(codes: Any) -> set[str]:
    if not isinstance(codes, list) or not all(isinstance(code, str) and _POSTAL.fullmatch(code) for code in codes):
        raise Invalid("codesPostaux : il faut une liste de codes postaux, de 5 chiffres chacun.")
    return set(codes)
