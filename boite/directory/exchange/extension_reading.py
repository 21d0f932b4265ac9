"""The keys `spro_…` that this service adds to the data·inclusion schema, read by hand.

Those that fill a column are in the table of fields; the others here. docs/donnees.md documents them all. A key that is
absent says nothing; one that is null or empty says « nothing ».
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from boite.directory.exchange.report import brief
from boite.directory.exchange.value_reading import Reader, text
from boite.directory.sheet.fields import FIELDS, POINT, SERVICE, STRUCTURE, chosen
from boite.text.normalise import is_slug

MOST_POINTS = 100


def points(value: Any) -> list[dict[str, Any]]:
    """The other places: objects, each read by the sheet that holds them."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise ValueError("Il faut une liste d'objets.")
    if len(value) > MOST_POINTS:
        raise ValueError(f"Il y a trop de lieux : {MOST_POINTS} au plus.")
    return value


def slug(value: Any) -> str:
    """The address of a sheet, or nothing."""
    code = text(value)
    if code and not is_slug(code):
        raise ValueError(f"Cette adresse de fiche est mal écrite. Ici : {brief(code)}.")
    return code


Keys = dict[str, tuple[str, Reader]]
"""Each key: the column that it fills, and its reader."""


def _keys(part: str, *, of: str = "") -> Keys:
    """The keys of a part of a sheet; those inside the object `of`."""
    found = {field.key.name: (column, field.key.read) for column, field in FIELDS[part].items() if field.key}
    inside = f"{of}." if of else ""
    return {
        name.removeprefix(inside): filled
        for name, filled in found.items()
        if name.startswith(inside) and "." not in name.removeprefix(inside)
    }


OF_STRUCTURE: Keys = {"spro_adresse": ("slug", slug), "spro_points": ("points", points), **_keys(STRUCTURE)}
OF_POINT: Keys = _keys(POINT)
"""The keys of a place: on the structure for its own address, and on each of `spro_points`."""
OBJECTS: dict[str, Keys] = {
    name: _keys(POINT, of=name)
    for field in FIELDS[POINT].values()
    if field.key and "." in field.key.name
    for name in [field.key.name.partition(".")[0]]
}
"""Those that hold an object, whose parts fill columns."""
OF_SERVICE: Keys = {**_keys(SERVICE), "spro_point": ("point", text)}
WELCOME, APART = "spro_accueil", "spro_autres"
WELCOME_COLUMNS = {field.schema: column for column, field in chosen(POINT, lambda field: field.beside).items()}
"""What the structure's own address has besides what the structure says: `spro_accueil`."""
END = "spro_fin_prevue"
"""Written, never read: an import announces the end of nothing."""
STRUCTURE_KEYS = frozenset({*OF_STRUCTURE, *OF_POINT, *OBJECTS, WELCOME, APART, END})
POINT_KEYS = frozenset({*OF_POINT, *OBJECTS})
SERVICE_KEYS = frozenset({*OF_SERVICE, APART})


def read(value: Mapping[str, Any], table: Keys) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns that these keys fill, and what is wrong, by key."""
    found, wrong = dict[str, Any](), dict[str, str]()
    for key, (column, reader) in table.items():
        if key in value:
            try:
                found[column] = reader(value[key])
            except ValueError as error:
                wrong[key] = str(error)
    return found, wrong


def read_apart(value: Mapping[str, Any], keys: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Values that the schema refuses and we keep (`spro_autres`): texts, under the schema's own keys."""
    apart = value.get(APART) or {}
    if not isinstance(apart, dict) or not all(key in keys and isinstance(each, str) for key, each in apart.items()):
        return {}, {APART: "Il faut un objet, dont chaque valeur est un texte du schéma."}
    return apart, {}


def read_place(value: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns of a place that our keys fill: appointment, hours, wheelchair, moving."""
    found, wrong = read(value, OF_POINT)
    for key, parts in OBJECTS.items():
        found, wrong = _merged(value, key, parts, found, wrong)
    return found, wrong


def read_welcome(value: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns of the structure's own address that say more than the structure."""
    parts: Keys = {key: (column, text) for key, column in WELCOME_COLUMNS.items()}
    return _merged(value, WELCOME, parts, {}, {})


def _merged(
    value: Mapping[str, Any],
    key: str,
    parts: Keys,
    found: dict[str, Any],
    wrong: dict[str, str],
) -> tuple[dict[str, Any], dict[str, str]]:
    """A key that holds an object: its parts fill columns; the object says all of them."""
    if key not in value:
        return found, wrong
    inner = value[key] if value[key] is not None else {}
    if not isinstance(inner, dict):
        return found, {**wrong, key: "Il faut un objet."}
    empty: dict[str, Any] = dict.fromkeys(parts)
    columns, faults = read({**empty, **inner}, parts)
    return {**found, **columns}, {**wrong, **{f"{key}.{name}": fault for name, fault in faults.items()}}
