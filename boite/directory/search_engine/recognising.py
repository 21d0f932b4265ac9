"""The commune that somebody typed among other words: « CIO joué », « mission locale du blanc », « 37300 vae »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from boite.database.connection import fetch, on_sqlite
from boite.database.long_lists import marks
from boite.directory.places import lookup
from boite.directory.places.lookup import Place
from boite.directory.places.networks import KNOWN
from boite.directory.search_engine.known_words import LAST_SIGN
from boite.directory.sheet.needs import NEEDS
from boite.directory.sheet.publics import SEARCHED
from boite.text.analysis import STOP_WORDS, words

LONGEST_NAME = 7
"""Words of a commune's name."""
SHORTEST_BEGINNING = 4
"""Letters of a first word that stands for a whole name."""
NOT_ENOUGH = frozenset({"saint", "sainte", "saints", "grand", "grande", "petit", "petite", "nouveau", "nouvelle"})
"""First words of names that mean no commune alone."""
TOWN = 2000
"""Inhabitants from which one word surely means a commune: the beginning of its name alone (« joué »), or its whole
name among other words. Smaller ones are often called like ordinary things (Hommes, Maisons, Tendu)."""
ARTICLES = frozenset({"le", "la", "les", "l", "du", "des", "un", "une"})


@dataclass(frozen=True, slots=True)
class Recognised:
    """A commune, and the words that named it (their places in what was typed)."""

    place: Place
    at: frozenset[int]
    sure: bool
    """Whether it is its whole name or its postal code, and not a beginning or an ordinary word."""


@dataclass(frozen=True, slots=True)
class _Span:
    """Words that touch, and the name that they may be."""

    start: int
    end: int
    key: str
    sure: bool
    begun: bool = False

    def fits(self, row: dict[str, Any]) -> bool:
        """Whether this commune may be meant."""
        return bool(row["name_key"].startswith(f"{self.key} ") if self.begun else row["name_key"] == self.key)


async def recognise(typed: Sequence[str]) -> Recognised | None:
    """The commune among these words, folded and complete, empty words included: the longest name, then the largest."""
    said = [lookup.SHORT.get(word, word) for word in typed]
    codes = [number for number, word in enumerate(said) if len(word) == 5 and word.isdecimal()]
    spans = list(_spans(said))
    rows = await _communes(spans, [said[number] for number in codes])
    if codes and (found := _by_code(said, codes[0], spans, rows)):
        return found
    fits = ((span, row) for span in spans for row in rows if span.fits(row))
    best = max(fits, key=_strength, default=None)
    if best is None:
        return None
    span, row = best
    town, length = row["population"] >= TOWN, span.end - span.start
    sure = (span.sure and (town or length > 1)) or (town and length == len(said))
    return Recognised(lookup.to_place(row), frozenset(range(span.start, span.end)), sure)


def _strength(fit: tuple[_Span, dict[str, Any]]) -> tuple[Any, ...]:
    span, row = fit
    return span.sure, span.end - span.start, not span.begun, row["population"], row["code"]


def _by_code(
    said: Sequence[str], number: int, spans: Sequence[_Span], rows: Sequence[dict[str, Any]]
) -> Recognised | None:
    """The commune of a postal code, its name beside it or not."""
    coded = [row for row in rows if said[number] in row["postal_codes"].split()]
    if not coded:
        return None
    named = [(span, row) for span in spans for row in coded if span.fits(row)]
    if not named:
        return Recognised(lookup.to_place(coded[0], said[number]), frozenset({number}), True)
    span, row = max(named, key=_strength)
    return Recognised(lookup.to_place(row, said[number]), frozenset({number, *range(span.start, span.end)}), True)


def _spans(said: Sequence[str]) -> Iterator[_Span]:
    """Every name that touching words may be."""
    for start in range(len(said)):
        for end in range(start + 1, min(len(said), start + LONGEST_NAME) + 1):
            yield from _names(said, start, end)


def _names(said: Sequence[str], start: int, end: int) -> Iterator[_Span]:
    key, first, before = " ".join(said[start:end]), said[start], said[start - 1] if start else ""
    ordinary = end == start + 1 and (first in _ordinary() or first.isdecimal())
    if first in STOP_WORDS and end == start + 1:
        return
    yield _Span(start, end, key, sure=not ordinary and before not in ARTICLES)
    if first in lookup.CONTRACTED and end > start + 1:
        yield _Span(start, end, " ".join((lookup.CONTRACTED[first], *said[start + 1 : end])), sure=True)
    elif first not in STOP_WORDS and not ordinary:
        for article in lookup.ARTICLES:
            yield _Span(start, end, f"{article} {key}", sure=False)
        if len(first) >= SHORTEST_BEGINNING and (first not in NOT_ENOUGH or end > start + 1):
            yield _Span(start, end, key, sure=False, begun=True)


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    """Words of networks, needs and publics: alone, they are taken for themselves (« hommes », « maisons »)."""
    texts = [text for need in NEEDS for text in (need.label, need.synonyms)]
    texts += [name for known in KNOWN for name in (known.name, known.short_name, *known.aliases)]
    return frozenset(word for text in (*texts, *SEARCHED.values()) for word in words(text))


async def _communes(spans: Sequence[_Span], codes: Sequence[str]) -> list[dict[str, Any]]:
    """The communes that any of these may be, the most populous first, with all their postal codes."""
    whole = sorted({span.key for span in spans if not span.begun})
    begun = sorted({span.key for span in spans if span.begun})
    column = lookup.NAME_KEY[0 if on_sqlite() else 1]
    coded = f"c.code IN (SELECT commune_id FROM directory_postal_code WHERE code IN ({marks(codes)}))"
    conditions = [f"{column} IN ({marks(whole)})"] if whole else []
    conditions += [f"({column} >= ? AND {column} < ?)"] * len(begun)
    conditions += [coded] if codes else []
    if not conditions:
        return []
    gathered = "group_concat(p.code, ' ')" if on_sqlite() else "string_agg(p.code, ' ')"
    return await fetch(
        f"SELECT {lookup.COLUMNS}, COALESCE((SELECT {gathered} FROM directory_postal_code p"
        " WHERE p.commune_id = c.code), '') AS postal_codes"
        f" FROM directory_commune c WHERE {' OR '.join(conditions)} ORDER BY c.population DESC, c.code LIMIT 500",
        *whole,
        *(bound for key in begun for bound in (f"{key} ", f"{key} {LAST_SIGN}")),
        *codes,
    )
