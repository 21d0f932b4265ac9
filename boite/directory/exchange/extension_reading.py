"""The keys `spro_…` that this service adds to the data·inclusion schema: what each holds, read by hand.

docs/donnees.md documents them. A key that is absent says nothing; one that is null or empty says « nothing ».
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from boite.directory.exchange.report import brief
from boite.directory.sheet import publics
from boite.directory.sheet.languages import LANGUAGES
from boite.directory.sheet.structure_rows import Appointment, Wheelchair
from boite.text.normalise import is_slug

Reader = Callable[[Any], Any]
MOST_POINTS = 100
SAME_LANGUAGES = {"fsl": "lsf"}
"""ISO 639-3 writes French sign language `fsl`."""


def text(value: Any) -> str:
    """A text, or nothing. Raises ValueError."""
    if value is not None and not isinstance(value, str):
        raise ValueError(f"Il faut un texte. Ici : {brief(value)}.")
    return (value or "").strip()


def texts(value: Any) -> list[str]:
    """A list of texts, each once, in its order. Raises ValueError."""
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("Il faut une liste de textes.")
    return list(dict.fromkeys(each.strip() for each in value if each.strip()))


def day(value: Any) -> date | None:
    """A date, or nothing. Raises ValueError."""
    if value in (None, ""):
        return None
    try:
        return date.fromisoformat(text(value))
    except ValueError as error:
        raise ValueError(f"Écrivez une date, comme 2026-11-23. Ici : {brief(value)}.") from error


def among(kind: Iterable[str]) -> Reader:
    """One of these codes, or nothing."""
    codes = set(map(str, kind))

    def read(value: Any) -> str:
        code = text(value)
        if code and code not in codes:
            raise ValueError(f"Ce code est inconnu. Ici : {brief(code)}.")
        return code

    return read


def several(codes: Mapping[str, Any], same: Mapping[str, str]) -> Reader:
    """Some of these codes, sorted."""

    def read(value: Any) -> list[str]:
        found = {same.get(code, code) for code in texts(value)}
        if strangers := sorted(found - codes.keys()):
            raise ValueError(f"Ce code est inconnu. Ici : {brief(strangers[0])}.")
        return sorted(found)

    return read


def who(value: Any) -> list[str]:
    """Publics, sorted; everybody stands alone, as the schema demands."""
    found: list[str] = several(publics.LABELS, {})(value)
    return [publics.EVERYBODY] if publics.EVERYBODY in found else found


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


STRUCTURE: dict[str, tuple[str, Reader]] = {
    "spro_adresse": ("slug", slug),
    "spro_reseaux": ("networks", texts),
    "spro_territoire": ("territory_id", lambda value: text(value) or None),
    "spro_en_ligne": ("online", text),
    "spro_langues": ("languages", several(LANGUAGES, SAME_LANGUAGES)),
    "spro_points": ("points", points),
    "spro_verifiee_le": ("checked_on", day),
    "spro_prochaine_verification": ("next_check_on", day),
}
"""Each key of a structure: the column that it fills, and its reader."""
POINT: dict[str, tuple[str, Reader]] = {
    "spro_rdv": ("appointment", among(Appointment)),
    "spro_horaires_precisions": ("hours_note", text),
    "spro_demenagement_le": ("moved_on", day),
    "spro_ancienne_adresse": ("former_address", text),
}
"""The keys of a place: on the structure for its own address, and on each of `spro_points`."""
SERVICE: dict[str, tuple[str, Reader]] = {"spro_publics": ("publics", who), "spro_point": ("point", text)}
ACCESS, WELCOME, APART = "spro_accessibilite", "spro_accueil", "spro_autres"
WHEELCHAIR, DETAILS = "fauteuil", "precisions"
WELCOME_COLUMNS = {"nom": "name", "telephone": "phone", "courriel": "email"}
"""What the structure's own address has besides what the structure says: `spro_accueil`."""
END = "spro_fin_prevue"
"""Written, never read: an import announces the end of nothing."""
STRUCTURE_KEYS = frozenset({*STRUCTURE, *POINT, ACCESS, WELCOME, APART, END})
POINT_KEYS = frozenset({*POINT, ACCESS})
SERVICE_KEYS = frozenset({*SERVICE, APART})


def read(value: Mapping[str, Any], table: Mapping[str, tuple[str, Reader]]) -> tuple[dict[str, Any], dict[str, str]]:
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
    found, wrong = read(value, POINT)
    parts = {WHEELCHAIR: ("wheelchair", among(Wheelchair)), DETAILS: ("accessibility", text)}
    return _merged(value, ACCESS, parts, found, wrong)


def read_welcome(value: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The columns of the structure's own address that say more than the structure."""
    parts = {key: (column, text) for key, column in WELCOME_COLUMNS.items()}
    return _merged(value, WELCOME, parts, {}, {})


def _merged(
    value: Mapping[str, Any],
    key: str,
    parts: Mapping[str, tuple[str, Reader]],
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
