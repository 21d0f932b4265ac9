"""One line of INSEE's « comparateur de territoires »: a place, and what each column counts there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from boite.directory.exchange.files import faults
from boite.directory.exchange.report import brief
from boite.errors import Invalid
from boite.portraits.indicators import RATES, Column, column
from boite.portraits.models import PlaceLevel

INSEE = "Insee, comparateur de territoires"
"""The source of a file that names none: the official one has no column for it."""
_CODES = {
    PlaceLevel.COMMUNE: re.compile(r"[0-9][0-9AB][0-9]{3}"),
    PlaceLevel.ZONE: re.compile(r"[0-9]{4}"),
    PlaceLevel.DEPARTMENT: re.compile(r"[0-9][0-9AB][0-9]?"),
    PlaceLevel.REGION: re.compile(r"[0-9]{2}"),
}
PLACE = {"code_insee", "niveau", "code", "nom", "source"}
"""Columns that say of what place, and by whom, rather than how many."""
MOST = 1e12


@dataclass(frozen=True, slots=True)
class FigureRow:
    """What the file says of one place."""

    number: int
    level: PlaceLevel
    code: str
    name: str
    source: str
    figures: dict[Column, float]
    silent: frozenset[Column]
    """Columns that the file has, and leaves empty here: kept secret, or not known."""


def columns_of(rows: Iterable[tuple[int, Any]]) -> tuple[dict[str, Column], list[str]]:
    """What each column of the file counts, and the columns that nobody knows."""
    names = list(next(iter(rows), (0, {}))[1])
    known = {name: found for name in names if (found := column(name)) is not None}
    return known, [name for name in names if name not in known and name not in PLACE]


def wanted_place(number: int, row: dict[str, Any], columns: dict[str, Column]) -> FigureRow:
    """One line. Raises Invalid."""
    if wrong := faults(row):
        raise Invalid(fields={key: f"{key} : {sentence}" for key, sentence in wrong.items()})
    level, code = _place(row)
    figures, errors = dict[Column, float](), dict[str, str]()
    for name, kept in columns.items():
        try:
            value = _number(row.get(name), rate=kept.indicator in RATES)
        except Invalid as error:
            errors[name] = f"{name} : {error.message}"
            continue
        if value is not None:
            figures[kept] = value
    if errors:
        raise Invalid(fields=errors)
    silent = frozenset(columns.values()) - figures.keys()
    source = " ".join((row.get("source") or INSEE).split())[:120]
    return FigureRow(number, level, code, " ".join((row.get("nom") or "").split())[:200], source, figures, silent)


def _place(row: dict[str, Any]) -> tuple[PlaceLevel, str]:
    name = "commune" if "code_insee" in row else row.get("niveau")
    if name not in set(PlaceLevel):
        raise Invalid(f"niveau : cette sorte de territoire est inconnue. Ici : {brief(name)}.")
    level = PlaceLevel(name)
    code = (row.get("code_insee" if level == PlaceLevel.COMMUNE and "code_insee" in row else "code") or "").strip()
    if not _CODES[level].fullmatch(code):
        raise Invalid(f"code : ce code de territoire est mal écrit. Ici : {brief(code)}.")
    return level, code


def _number(text: Any, *, rate: bool) -> float | None:
    """A count, a rate or an amount, never negative; None where nothing is said."""
    plain = (text or "").strip().replace(",", ".")
    if not plain:
        return None
    try:
        value = float(plain)
    except ValueError as error:
        raise Invalid(f"ce nombre est mal écrit. Ici : {brief(text)}.") from error
    if not math.isfinite(value) or not 0 <= value <= (100 if rate else MOST):
        raise Invalid(f"ce nombre n'est pas possible. Ici : {brief(text)}.")
    return value
