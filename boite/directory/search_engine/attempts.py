"""One reading of a search, put to the index: by name first, then by what is said, around a place or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from boite.directory.places.lookup import Place
from boite.directory.search_engine import tags
from boite.directory.search_engine.known_words import Term
from boite.directory.search_engine.matching import Group, Match
from boite.directory.search_engine.nearby import Circle, nearest
from boite.directory.search_engine.ranking import Answers, best_first, by_structure, nearest_first
from boite.directory.sheet.opening_words import is_open

MOST = 200
"""Structures beyond which the person is asked to be more precise."""
STEPS = (MOST + 1, 5 * MOST + 1, 20 * MOST + 1)
"""Documents read at once. The second and third steps serve only where most of them turn out to be closed."""
NEAREST = 60
"""Documents around a place that are looked at twice: what offers it comes before what is as near and speaks of it."""
PAGE_OF_OPEN = 40
"""Open structures from which no further document is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAttempt:
    """What is asked: words understood, a place, filters."""

    terms: tuple[Term, ...] = ()
    literal: tuple[Term, ...] = ()
    """The words with those of the commune that was recognised: some structure may be called so."""
    place: Place | None = None
    radius: float | None = None
    filters: tuple[Group, ...] = ()
    open_at: datetime | None = None
    open_first: datetime | None = None

    async def answer(self) -> AttemptResult:
        """The structures that answer, in order, at their best or nearest place."""
        rows: list[dict[str, Any]] = []
        for limit in STEPS if self.open_at else STEPS[:1]:
            found, cut = await self._documents(limit)
            rows = self._ordered(found)
            if not cut or len(rows) >= PAGE_OF_OPEN:
                break
        return AttemptResult(self, tuple(rows[:MOST]), cut or len(rows) > MOST)

    async def exists_somewhere(self) -> bool:
        """Whether anything has these words, wherever it is."""
        return await self._told().exists()

    def _told(self) -> Match:
        """The widest question of all: these words anywhere, even in passing."""
        return Match((*_anywhere(self.terms), *self.filters))

    async def _documents(self, limit: int) -> tuple[list[dict[str, Any]], bool]:
        """The documents that answer, each with how, and whether there are more than were read."""
        found: list[dict[str, Any]] = []
        cut, few = False, bool(self.terms) and self.place is None and await self._told().is_rare()
        for answers, match, circle in self._questions():
            asked = match if found else replace(match, but=())  # nothing to leave out
            rare = answers == Answers.CALLED
            rows = await (nearest(asked, circle, limit, rare=rare) if circle else asked.best(limit, rare=few))
            cut = cut or len(rows) >= limit
            best = await self._offering(rows) if circle and answers == Answers.SAID else set()
            found += [
                row | {"answers": Answers.OFFERED if row["id"] in best else answers}
                for row in rows
                if self._is_open(row)
            ]
            if len(found) >= limit:
                break
        return found, cut

    async def _offering(self, rows: Sequence[dict[str, Any]]) -> set[int]:
        """Those of the nearest documents that offer it, and do not only speak of it."""
        near = [row["id"] for row in rows[:NEAREST]]
        return await self._match(self.terms, tags.OFFERED).among(near) if self.terms and len(near) > 1 else set()

    def _questions(self) -> Iterable[tuple[Answers, Match, Circle | None]]:
        """What to ask the index, the best answers first."""
        around = Circle(self.place, self.radius, anywhere=bool(self.terms)) if self.place else None
        if self.literal and self.place:
            called = self._match(self.literal, tags.NAMED)
            yield Answers.CALLED, called, Circle(self.place, anywhere=True)
        if self.terms:
            named, offered = _words(self.terms, tags.NAMED), _words(self.terms, tags.OFFERED)
            said, told = _words(self.terms), self._told()
            yield Answers.NAMED, self._match(self.terms, tags.NAMED), around
            if self.place:  # what is near comes first, whatever the words
                yield Answers.SAID, replace(self._match(self.terms), but=named), around
                yield Answers.TOLD, replace(told, but=said), around
                return
            yield Answers.OFFERED, replace(self._match(self.terms, tags.OFFERED), but=named), None
            yield Answers.SAID, replace(self._match(self.terms), but=offered), None
            yield Answers.TOLD, replace(told, but=said), None
        else:
            yield Answers.SAID, Match(self.filters, living=True), around

    def _match(self, terms: Sequence[Term], mark: str = "") -> Match:
        return Match((*_words(terms, mark), *self.filters))

    def _is_open(self, row: dict[str, Any]) -> bool:
        return self.open_at is None or is_open(row["opening_hours"], self.open_at)

    def _ordered(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        found = by_structure(nearest_first(rows) if self.place else best_first(rows, self.terms))
        at = self.open_first
        return sorted(found, key=lambda row: not is_open(row["opening_hours"], at)) if at else found

    def without(self, term: Term) -> SearchAttempt:
        """The same less one word."""
        return replace(self, terms=tuple(other for other in self.terms if other is not term))


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """What an attempt found: documents, one for each structure, in the order shown."""

    attempt: SearchAttempt
    rows: tuple[dict[str, Any], ...] = ()
    capped: bool = False

    @property
    def meant(self) -> bool:
        """Whether something says it otherwise than in passing."""
        return any(row["answers"] < Answers.TOLD for row in self.rows)

    @property
    def named(self) -> bool:
        """Whether something is called so."""
        return any(row["answers"] < Answers.OFFERED for row in self.rows)


def _words(terms: Sequence[Term], mark: str = "") -> tuple[Group, ...]:
    """A group for each term: any of its stems."""
    return tuple(tuple(mark + each for each in term.stems) for term in terms)


def _anywhere(terms: Sequence[Term]) -> tuple[Group, ...]:
    """The same, even said in passing."""
    return tuple((*term.stems, *(tags.TOLD + each for each in term.stems)) for term in terms)
