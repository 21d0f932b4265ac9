"""Values of a file, as JSON gives them, read one by one. A reader raises ValueError, in French."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from boite.directory.exchange.report import brief
from boite.directory.sheet import publics

Reader = Callable[[Any], Any]
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
