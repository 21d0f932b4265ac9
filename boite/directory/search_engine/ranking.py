"""The order of what was found, the same on both databases: computed here over a few hundred documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from functools import lru_cache
from math import inf
from typing import Any

from boite.directory.search_engine.known_words import Term
from boite.directory.search_engine.numbers import ENDED_FROM, SERIAL_BITS
from boite.text.analysis import stem

AS_NEAR = 5
"""Kilometres that do not count between what offers something and what speaks of it."""


class Answers(IntEnum):
    """How a document answers a search."""

    CALLED = 0
    """Its name or its network's has every word, the commune among them."""
    NAMED = 1
    """Its name or its network's has every word but the commune."""
    OFFERED = 2
    """Its name, its services and where it is have every word."""
    SAID = 3
    """Some words are only in what describes it: a text, a need, a public."""
    TOLD = 4
    """Some words are only said in passing: in what a service is, in a street."""


def ended(row: dict[str, Any]) -> bool:
    """Whether this document is that of a structure that is no longer there."""
    return bool(row["id"] >= ENDED_FROM)


def by_structure(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The first document of each structure, in this order; around a place, the first one that is somewhere."""
    found: dict[Any, dict[str, Any]] = {}
    for row in rows:
        first = found.setdefault(row["structure_id"], row)
        if first.get("distance", 0) is None and row["distance"] is not None:
            found[row["structure_id"]] = row
    return list(found.values())


def nearest_first(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Around a place: what still exists, by how it answers, then by distance.

    What offers it comes before what only speaks of it as near: a few minutes more are worth it, a town more is not.
    """
    return sorted(rows, key=lambda row: (ended(row), *_near(row), *_far(row), row["id"]))


def _near(row: dict[str, Any]) -> tuple[int, float, int]:
    answers, distance = row["answers"], row["distance"]
    if answers not in {Answers.OFFERED, Answers.SAID}:
        return answers, 0.0, 0
    return Answers.SAID, inf if distance is None else distance // AS_NEAR, answers


def _far(row: dict[str, Any]) -> tuple[bool, float]:
    return row["distance"] is None, row["distance"] or 0.0


def best_first(rows: Iterable[dict[str, Any]], terms: Sequence[Term]) -> list[dict[str, Any]]:
    """Without a place: what still exists, by how it answers, then by how much its name is what was typed."""
    return sorted(rows, key=lambda row: (ended(row), row["answers"], *_likeness(row, terms), row["id"]))


def _likeness(row: dict[str, Any], terms: Sequence[Term]) -> tuple[Any, ...]:
    """The smaller, the nearer to the words typed: in its own name, then in a name of its network, then its rank."""
    own, _, networks = row["named"].partition("\n")
    whole, called = {term.word for term in terms}, set(own.split())
    mine, theirs = _stems(own), _stems(networks)
    return (
        called != whole,
        -_several(terms, mine),
        not any(name == whole or (len(name) == 1 and name <= whole) for name in _names(networks)),
        -_several(terms, mine | theirs),
        -len(whole & called),
        row["id"] >> SERIAL_BITS,
        own,
    )


@lru_cache(maxsize=1024)
def _names(networks: str) -> tuple[frozenset[str], ...]:
    """The words of each name of some networks."""
    return tuple(frozenset(name.split()) for name in networks.split("\n") if name)


@lru_cache(maxsize=4096)
def _stems(names: str) -> frozenset[str]:
    """The stems of the words of some names."""
    return frozenset(map(stem, names.split()))


def _several(terms: Sequence[Term], stems: frozenset[str]) -> int:
    """How many terms are among these. One of several is chance: « emploi » in « trouver un emploi »."""
    count = sum(not stems.isdisjoint(term.stems) for term in terms)
    return 0 if count == 1 < len(terms) else count
