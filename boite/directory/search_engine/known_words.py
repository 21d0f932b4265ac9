"""The words that the directory knows: what a word as typed means, whether unfinished or mistyped by one slip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from boite.database.connection import fetch, on_sqlite
from boite.database.long_lists import marks
from boite.directory.search_engine import tags
from boite.directory.search_engine.learning import SHORTEST_CORRECTED, singular, variants
from boite.directory.search_engine.matching import Match
from boite.text.analysis import STOP_WORDS, stem

SHORTEST_BEGINNING = 3
"""Fewest characters of a word that may begin another, unless it is the last one typed."""
BEGUN = 30
"""Words at most that a beginning stands for: as many lists of the index to read."""
LAST_SIGN = "\U0010ffff"
"""Sorts after every character that a word may hold."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a search, and all that it may be in the index."""

    typed: str
    word: str
    """The word understood."""
    stems: tuple[str, ...]
    """What the index knows it by."""
    shown: str = ""
    """Its spelling, where it is not what was typed."""
    known: bool = True
    otherwise: Term | None = None
    """What it may mean besides, if this gives nothing."""

    @property
    def corrected(self) -> bool:
        """Whether another word was understood than the one typed."""
        return bool(self.shown)


@dataclass(slots=True)
class _Lookup:
    """What the directory knows about some words, in a few statements."""

    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    stems: dict[str, dict[str, Any]] = field(default_factory=dict)
    begun: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    near: dict[str, dict[str, Any]] = field(default_factory=dict)


async def understand(typed: Sequence[str]) -> list[Term]:
    """What each of these folded words means, in order. The last one may be unfinished."""
    if not typed:
        return []
    found = await _known(typed)
    doubtful = [word for word in typed if word not in found.words]
    unknown = [word for word in doubtful if stem(word) not in found.stems]
    await _complete(found, [word for word in unknown if len(word) >= SHORTEST_BEGINNING or word == typed[-1]])
    await _correct(found, [word for word in doubtful if word not in STOP_WORDS])
    await _forget_said(found)
    return [_term(word, found, last=number == len(typed) - 1) for number, word in enumerate(typed)]


def _term(word: str, found: _Lookup, *, last: bool) -> Term:
    own = (stem(word),)
    if word in found.words:
        return Term(word, word, own)
    near = _near(word, found.near.get(word))
    if stem(word) in found.stems:
        return Term(word, found.stems[stem(word)]["word"], own, otherwise=near)
    begun = _begun(word, found.begun.get(word, []))
    guesses = [guess for guess in ((begun, near) if last else (near, begun)) if guess]
    if not guesses:
        return Term(word, word, own, known=False)
    first, *others = guesses
    return Term(word, first.word, first.stems, first.shown, otherwise=others[0] if others else None)


def _begun(word: str, rows: Sequence[dict[str, Any]]) -> Term | None:
    every = dict.fromkeys((stem(word), *(row["stem"] for row in rows)))
    return Term(word, rows[0]["word"], tuple(every)) if rows else None


def _near(word: str, row: dict[str, Any] | None) -> Term | None:
    if row is None:
        return None
    every = dict.fromkeys((stem(word), stem(row["word"])))
    return Term(word, row["word"], tuple(every), shown=row["shown"] or row["word"])


async def _known(typed: Sequence[str]) -> _Lookup:
    """The words known as they are, or with another ending."""
    stems = sorted({stem(word) for word in typed})
    rows = await fetch(
        f"SELECT word, stem, weight FROM directory_word WHERE word IN ({marks(typed)}) OR stem IN ({marks(stems)})"
        " ORDER BY weight, word DESC",
        *typed,
        *stems,
    )
    asked = set(typed)
    words = {row["word"]: row for row in rows if row["word"] in asked}
    return _Lookup(words=words, stems={row["stem"]: row for row in rows})


async def _complete(found: _Lookup, beginnings: Sequence[str]) -> None:
    """The words that begin so: the heaviest, then the shortest."""
    if not beginnings:
        return
    column = "word" if on_sqlite() else 'word COLLATE "C"'
    one = (
        "SELECT * FROM (SELECT ? AS beginning, word, stem, weight FROM directory_word"
        f" WHERE {column} >= ? AND {column} < ? ORDER BY weight DESC, length(word), {column} LIMIT {BEGUN}) AS begun"
    )
    one = one if on_sqlite() else one.replace("SELECT ? AS", "SELECT CAST(? AS text) AS")
    values = chain.from_iterable((word, word, word + LAST_SIGN) for word in beginnings)
    for row in await fetch(" UNION ALL ".join([one] * len(beginnings)), *values):
        found.begun.setdefault(row["beginning"], []).append(row)


async def _forget_said(found: _Lookup) -> None:
    """What some sheet says as it was typed, in a street or a description, is not mistyped.

    Where only another word with its stem is known, it may be mistyped all the same: « servies » is « services ».
    """
    for word in [each for each in found.near if stem(each) not in found.stems]:
        if await Match(((stem(word), tags.TOLD + stem(word)),)).exists():
            del found.near[word]


def _another(word: str, other: str) -> bool:
    """Whether a short word with one letter for another is simply another word: « chez » is no « chef »."""
    return len(word) == len(other) == SHORTEST_CORRECTED and sorted(word) != sorted(other)


async def _correct(found: _Lookup, mistyped: Sequence[str]) -> None:
    """The word at one slip of each: a letter missing, too many, wrong, or two of them exchanged."""
    every = sorted(set().union(*map(variants, mistyped)))
    if not every:
        return
    rows = await fetch(
        "SELECT word, stem, shown, weight FROM directory_word WHERE word IN"
        f" (SELECT word FROM directory_word_variant WHERE variant IN ({marks(every)}))",
        *every,
    )
    for word in mistyped:
        near = [row for row in rows if row["stem"] != stem(word) and _one_slip(word, row["word"])]
        near = [row for row in near if not _another(word, row["word"])]
        if near:
            found.near[word] = min(near, key=lambda row: _likeness(word, row))


def _likeness(word: str, row: dict[str, Any]) -> tuple[Any, ...]:
    """The smaller, the likelier: few people miss the first letter."""
    return -row["weight"], word[0] != row["word"][0], abs(len(word) - len(row["word"])), row["word"]


def _one_slip(word: str, other: str) -> bool:
    # Imported here, not above: 20 ms to load, and only a mistyped word needs it.
    from rapidfuzz.distance import OSA

    return OSA.distance(singular(word), singular(other), score_cutoff=1) <= 1
