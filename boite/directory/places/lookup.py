"""Where somebody is: a commune or a postal code as people write it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from boite.database.connection import fetch, on_sqlite
from boite.database.long_lists import marks
from boite.directory.search_engine.known_words import LAST_SIGN, understand
from boite.text.analysis import tokens
from boite.text.french import around_fr

MANY = 50
"""Communes of one name that are looked at."""
LONGEST = 120
"""Most characters read of what was typed."""
PROPOSED = 8
"""Communes that a beginning gives."""
OTHERS = 5
"""Communes proposed beside another."""
ARTICLES = ("le", "la", "les", "l")
"""What a name may begin with, and people leave out."""
CONTRACTED = {"du": "le", "au": "le", "des": "les", "aux": "les"}
"""« Du Blanc » is said of Le Blanc."""
BEFORE = frozenset({"a", "au", "aux", "de", "des", "du", "d", "vers", "pres", "chez", "ville", "commune"})
"""Words before a name that are not part of it."""
SHORT = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes"}
_CODE = re.compile(r"\d[0-9ab]\d{3}")
_SOME_DIGITS = re.compile(r"\d{2,4}")
NAME_KEY = "c.name_key", 'c.name_key COLLATE "C"'
COLUMNS = (
    "c.code, c.name, c.name_key, c.population, c.latitude, c.longitude, c.territory_id,"
    " (SELECT MIN(p.code) FROM directory_postal_code p WHERE p.commune_id = c.code) AS postal_code"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A commune as somebody named it, with the coordinates of its centre, in degrees."""

    code: str
    """INSEE."""
    name: str
    latitude: float
    longitude: float
    territory_id: str | None
    postal_code: str = ""

    @property
    def around(self) -> str:
        """« autour d'Orléans »."""
        return around_fr(self.name)

    @property
    def label(self) -> str:
        """What the field shows again: « Joué-lès-Tours (37300) »."""
        return f"{self.name} ({self.postal_code})" if self.postal_code else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAsked:
    """What was typed in « Où ? », and what it means."""

    typed: str = ""
    place: Place | None = None
    others: tuple[Place, ...] = ()
    """Communes proposed instead of a place that is not one, or beside the one that was understood."""

    @property
    def lost(self) -> bool:
        """Whether a place was typed that is not one."""
        return bool(self.typed) and self.place is None

    @property
    def doubtful(self) -> bool:
        """Whether what was understood is to be told: it is not what was typed, or others have its name."""
        return self.place is not None and bool(self.others or not is_said(self.typed, self.place))


async def find_place(text: str) -> Place | None:
    """The commune meant by a name, a beginning of name, a postal code or an INSEE code; None where none is."""
    found = await suggestions(text, 1)
    return found[0] if found else None


async def suggestions(text: str, limit: int = PROPOSED) -> list[Place]:
    """The communes that a beginning may mean: an exact name first, then the most populous. One typo is allowed."""
    return (await _meant(text, limit))[0]


async def _meant(text: str, limit: int) -> tuple[list[Place], list[Place]]:
    """The communes that these words mean; where none, those at one slip of the finger, to propose, never to take."""
    typed, codes = _typed(text)
    name = _name(typed, codes)
    found = await _found(name, codes, limit)
    if found or not name:
        return found, []
    spelled = [term.word for term in await understand(name)]
    near = await _found(spelled, [], limit) if codes or spelled != name else []
    # Few people miss the first letter: « Cosne » is no Josnes, and somebody who is at Cosne must be told.
    taken = not codes and all(one[0] == other[0] for one, other in zip(name, spelled, strict=False))
    return (near, []) if taken else ([], near)


def _typed(text: str) -> tuple[list[str], list[str]]:
    """The words typed, and the codes among them."""
    typed = [SHORT.get(word, word) for word in tokens(text[:LONGEST])]
    return typed, [word for word in typed if _CODE.fullmatch(word)]


async def place_asked(typed: str) -> PlaceAsked:
    """What these words mean. Empty words ask for no place."""
    found, near = await _meant(typed, PROPOSED) if typed else ([], [])
    if not found:
        return PlaceAsked(typed=typed, others=tuple(near[:OTHERS]))
    place, *others = found
    if is_said(typed, place):
        others = [other for other in others if other.name == place.name]
    return PlaceAsked(typed=typed, place=place, others=tuple(others[:OTHERS]))


def is_said(typed: str, place: Place) -> bool:
    """Whether these words say this very commune, and not the beginning of its name, or nearly its name."""
    words = [SHORT.get(word, word) for word in tokens(typed[:LONGEST])]
    names = [word for word in words if not _CODE.fullmatch(word)]
    if place.code in words and place.postal_code not in words:
        return False
    return not names or tokens(place.name) in (names, _name(words, [word for word in words if word not in names]))


async def is_postal_code(code: str) -> bool:
    """Whether a commune has this postal code."""
    return bool(await fetch("SELECT 1 AS found FROM directory_postal_code WHERE code = ? LIMIT 1", code))


def _name(typed: Sequence[str], codes: Sequence[str]) -> list[str]:
    """The words of the name: neither a code, nor « à », nor « cedex 2 »."""
    words = [word for word in typed if word not in codes]
    if "cedex" in words:
        words = words[: words.index("cedex")]
    while len(words) > 1 and words[0] in BEFORE:
        words = [CONTRACTED[words[0]], *words[1:]] if words[0] in CONTRACTED else words[1:]
    return words


async def _found(name: Sequence[str], codes: Sequence[str], limit: int) -> list[Place]:
    if codes:
        rows = await _coded(codes)
        named = [row for row in rows if row["name_key"].startswith(" ".join(name))]
        if name and not named:
            # A CEDEX code is nobody's postal code, and may be the INSEE code of somewhere else.
            here = [row for row in await _named(" ".join(name), MANY) if row["code"].startswith(codes[0][:2])]
            named = here or [row for row in rows if row["code"] not in codes]
        return [to_place(row, codes[0]) for row in (named or ([] if name else rows))[:limit]]
    if len(name) == 1 and _SOME_DIGITS.fullmatch(name[0]):
        return [to_place(row) for row in await _coded_from(name[0], limit)]
    return [to_place(row) for row in await _named(" ".join(name), limit)] if name else []


def to_place(row: dict[str, Any], code: str = "") -> Place:
    """A row of COLUMNS as a place. `code` is the postal code that was typed, of several that it may have."""
    postal_code = code if code and code != row["code"] else row["postal_code"] or ""
    where = (row["latitude"], row["longitude"], row["territory_id"])
    return Place(row["code"], row["name"], *where, postal_code)


async def _coded(codes: Sequence[str]) -> list[dict[str, Any]]:
    """The communes of these postal codes, else those of these INSEE codes."""
    among = marks(codes)
    return await fetch(
        f"SELECT {COLUMNS} FROM directory_commune c WHERE c.code IN"
        f" (SELECT commune_id FROM directory_postal_code WHERE code IN ({among})) OR c.code IN ({among})"
        f" ORDER BY CASE WHEN c.code IN ({among}) THEN 1 ELSE 0 END, c.population DESC, c.name_key",
        *codes,
        *map(str.upper, codes),
        *map(str.upper, codes),
    )


async def _coded_from(beginning: str, limit: int) -> list[dict[str, Any]]:
    """The communes whose postal code begins so."""
    code = "code" if on_sqlite() else 'code COLLATE "C"'
    return await fetch(
        f"SELECT {COLUMNS} FROM directory_commune c WHERE c.code IN"
        f" (SELECT commune_id FROM directory_postal_code WHERE {code} >= ? AND {code} < ?)"
        f" ORDER BY c.population DESC, c.name_key LIMIT {int(limit)}",
        beginning,
        beginning + LAST_SIGN,
    )


async def _named(key: str, limit: int) -> list[dict[str, Any]]:
    """The communes of this name or whose name begins so, their article said or not."""
    keys = [key, *(f"{article} {key}" for article in ARTICLES)]
    column = NAME_KEY[0 if on_sqlite() else 1]
    begun = " OR ".join([f"({column} >= ? AND {column} < ?)"] * len(keys))
    return await fetch(
        f"SELECT {COLUMNS} FROM directory_commune c WHERE {begun}"
        f" ORDER BY CASE WHEN {column} IN ({marks(keys)}) THEN 0 ELSE 1 END, c.population DESC, {column}"
        f" LIMIT {int(limit)}",
        *(bound for each in keys for bound in (each, each + LAST_SIGN)),
        *keys,
    )
