"""Objects of the data·inclusion schema v1, validated by its published package; what is wrong is said in French."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from boite.directory.exchange.files import faults
from boite.directory.exchange.report import brief, readable

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

SITES = frozenset({"site_web", "lien_mobilisation", "lien_source", "accessibilite_lieu"})
PREFIX = "spro_"
"""What our own extension adds to the schema."""


@lru_cache(maxsize=1)
def models() -> tuple[type[BaseModel], type[BaseModel]]:
    """The models of a structure and of a service."""
    # Imported here, not above: pydantic and the schema take 0.2 s to load, and only imports and exports need them.
    from data_inclusion.schema.v1 import Service, Structure

    return Structure, Service


@lru_cache(maxsize=1)
def network_labels() -> dict[str, str]:
    """The networks that the schema knows, by code."""
    from data_inclusion.schema.v1 import ReseauPorteur  # imported here: see `models`

    return {str(member.value): member.label for member in ReseauPorteur}


def validated(value: Any, model: type[BaseModel]) -> tuple[dict[str, Any], dict[str, str]]:
    """What the schema knows of this object, absent values left out, and what is wrong with it, by key.

    Strict: « "2.4" » is no number, and 20260101 no date. Dates are dates, sets are sorted lists of codes, the
    rest stays as it was written.
    """
    if not isinstance(value, dict):
        return {}, {"": f"Il faut un objet, et non {brief(value)}."}
    wrong = faults(value)
    known = {key: value[key] for key in model.model_fields if value.get(key) is not None and key not in wrong}
    from pydantic import ValidationError  # imported here: see `models`

    try:
        found = model.model_validate_json(json.dumps(known), strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False)
        return {}, {**_sentences(details, known), **wrong}
    return {key: _plain(getattr(found, key), written) for key, written in known.items()}, wrong


@dataclass(slots=True)
class Accepted:
    """An object that may enter: as it came, trimmed, less what is wrong, and what the schema says of it."""

    number: int
    value: dict[str, Any]
    found: dict[str, Any]
    left: dict[str, str]
    """What was left aside, by key, and why."""
    warnings: list[str] = field(default_factory=list)


def read_object(number: int, value: Any, model: type[BaseModel]) -> tuple[Accepted | None, dict[str, str]]:
    """An object that the schema accepts once what is wrong and not indispensable is left aside; else what is wrong."""
    warnings: list[str] = []
    value = _tidied(value, warnings) if isinstance(value, dict) else value
    found, wrong = validated(value, model)
    if fatal := {key: why for key, why in wrong.items() if is_indispensable(key, model)}:
        return None, fatal
    if wrong:
        value = {key: each for key, each in value.items() if key not in wrong}
        found, again = validated(value, model)
        if again:
            return None, again
    warnings += [left_aside(key, why) for key, why in wrong.items()]
    return Accepted(number, value, found, wrong, warnings), {}


def is_indispensable(key: str, model: type[BaseModel]) -> bool:
    """Whether the schema wants this key; what is wrong with the whole object has none."""
    return not key or (key in model.model_fields and model.model_fields[key].is_required())


def left_aside(key: str, why: str) -> str:
    """What a report says of an answer that is not kept, where the rest of the line is."""
    return f"{key} laissé de côté. {why}"


def _tidied(value: dict[str, Any], warnings: list[str]) -> dict[str, Any]:
    """Texts without surrounding spaces, sites with the « https:// » that people leave out."""
    told = {key: each.strip() if isinstance(each, str) else each for key, each in value.items()}
    for key in SITES & told.keys():
        given = told[key]
        if isinstance(given, str) and given.lower().startswith("www."):
            told[key] = f"https://{given}"
            warnings.append(f"{key} : « https:// » est ajouté devant {brief(given)}.")
    return told


def unknown_keys(value: dict[str, Any], model: type[BaseModel], extension: Iterable[str]) -> tuple[set[str], set[str]]:
    """The keys that nothing reads: those of our own extension, then the others."""
    strange = {str(key) for key in value.keys() - model.model_fields.keys() - set(extension)}
    ours = {readable(key, 60) for key in strange if key.startswith(PREFIX)}
    return ours, {readable(key, 60) for key in strange if not key.startswith(PREFIX)}


def _plain(value: Any, written: Any) -> Any:
    if isinstance(value, set):
        return sorted(each.value for each in value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value
    return written.strip() if isinstance(written, str) else written


_BY_TYPE = {
    "missing": "Cette réponse manque.",
    "string_type": "Il faut un texte.",
    "string_unicode": "Ce texte contient un signe interdit.",
    "string_too_short": "C'est trop court : {min_length} signes au moins.",
    "string_too_long": "C'est trop long : {max_length} signes au plus.",
    "string_pattern_mismatch": "Ce code est mal écrit.",
    "float_type": "Il faut un nombre.",
    "int_type": "Il faut un nombre entier.",
    "int_from_float": "Il faut un nombre entier.",
    "finite_number": "Ce n'est pas un nombre.",
    "greater_than_equal": "Il faut un nombre d'au moins {ge}.",
    "set_type": "Il faut une liste.",
    "list_type": "Il faut une liste.",
    "too_short": "Cette liste est vide.",
    "enum": "Ce code est inconnu.",
    "literal_error": "Ce code est inconnu.",
    "url_parsing": "Cette adresse de site est mal écrite.",
    "url_scheme": "Cette adresse de site est mal écrite.",
    "url_type": "Il faut un texte.",
    "url_too_long": "C'est trop long.",
}
_DATE = "Écrivez une date, comme 2026-11-23."
_EMAIL = "Cette adresse de courriel est mal écrite."


def _sentences(details: list[ErrorDetails], known: dict[str, Any]) -> dict[str, str]:
    """One sentence per key: the first thing that is wrong with it."""
    found: dict[str, str] = {}
    for detail in details:
        place = detail["loc"]
        key = str(place[0]) if place else ""
        found.setdefault(key, f"{_sentence(detail, key)}{_quoted(known.get(key), place)}")
    return found


def _sentence(detail: ErrorDetails, key: str) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind.startswith("date"):
        return _DATE
    if kind == "value_error":
        # The package's own rules speak French; those of e-mail addresses do not.
        return _EMAIL if key == "courriel" else str(context.get("error", detail["msg"]))
    return _BY_TYPE.get(kind, "Cette valeur n'est pas possible.").format_map(context)


def _quoted(value: Any, place: tuple[int | str, ...]) -> str:
    """The value that is refused, where it is short enough to help."""
    if isinstance(value, list) and len(place) > 1 and isinstance(place[1], int) and place[1] < len(value):
        value = value[place[1]]
    return f" Ici : {brief(value)}." if isinstance(value, str | int | float) and len(str(value)) <= 80 else ""
