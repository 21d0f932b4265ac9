"""What a search may mean, tried in turn: a number to call, a word that no sheet writes, a commune, a word mistyped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from boite.database.connection import fetch
from boite.directory.search_engine.attempts import AttemptResult, SearchAttempt
from boite.directory.search_engine.everyday_words import AT_ONCE, instead, put_right
from boite.directory.search_engine.known_words import Term, understand
from boite.directory.search_engine.matching import COLUMNS
from boite.directory.search_engine.ranking import Answers, by_structure
from boite.directory.search_engine.recognising import Recognised, recognise
from boite.text import phones
from boite.text.analysis import significant

_NUMBER = re.compile(r"\s*\+?[\d\s().-]{10,25}", re.ASCII)
"""Nothing but a telephone number, in the ten digits of France or more: a postal code is none."""
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
MOST_CALLED = 20


@dataclass(frozen=True, slots=True)
class Interpretation:
    """The words as they were understood in the end, and what answers them."""

    answer: AttemptResult
    terms: tuple[Term, ...] = ()
    typed: tuple[str, ...] = ()

    @property
    def corrected(self) -> dict[str, str]:
        """Mistyped words, with the word understood instead."""
        return {term.typed: term.shown for term in self.terms if term.corrected}

    @property
    def ignored(self) -> list[str]:
        """Words left out."""
        used = {term.typed for term in self.terms}
        return [word for word in significant(self.typed) if word not in used]


async def called(typed: str, base: SearchAttempt) -> Interpretation | None:
    """The structures with this phone number or e-mail address, wherever they are; None for any other words.

    Nobody else is meant by an e-mail address; words may look like a number.
    """
    column, value = _asked(typed.strip())
    if not value:
        return None
    rows = await fetch(
        f"SELECT {COLUMNS} FROM directory_document d JOIN directory_structure s ON s.id = d.structure_id"
        " LEFT JOIN directory_point p ON p.id = d.point_id"
        f" WHERE LOWER(s.{column}) = ? OR LOWER(p.{column}) = ? OR s.id IN"
        f" (SELECT v.structure_id FROM directory_service v WHERE LOWER(v.{column}) = ?)"
        f" ORDER BY d.id LIMIT {MOST_CALLED}",
        *[value] * 3,
    )
    found = by_structure([row | {"answers": Answers.NAMED} for row in rows])
    answer = AttemptResult(replace(base, place=None), tuple(found))
    return Interpretation(answer) if found or column == "email" else None


def _asked(typed: str) -> tuple[str, str]:
    """The column where it is looked for, and what for; empty where it is neither a number nor an address."""
    if _EMAIL.fullmatch(typed):
        return "email", typed.lower()
    try:
        return "phone", phones.cleaned(typed) if _NUMBER.fullmatch(typed) else ""
    except ValueError:
        return "phone", ""


async def read_everyday(typed: Sequence[str], base: SearchAttempt) -> tuple[Interpretation, dict[str, str]]:
    """Find what these words mean (folded, empty ones included), be they of every day; and what was put for what."""
    others, put = put_right(typed, AT_ONCE)
    found = await read(others, base)
    if put and not found.answer.rows:
        found, put = await read(typed, base), {}
    if typed and not put:
        doubtful = {*found.ignored, *found.corrected}
        for others, otherwise in instead(typed):
            said = {word for phrase in otherwise for word in phrase.split()}
            if found.answer.meant and doubtful.isdisjoint(said):
                break
            another = await read(others, base)
            if another.answer.rows:
                return another, otherwise
    return found, put


async def read(typed: Sequence[str], base: SearchAttempt) -> Interpretation:
    """Find what these words mean (folded, empty ones included) with the filters and the place of `base`."""
    terms = tuple(await understand(significant(typed))) if typed else ()
    if not terms:
        return Interpretation(await base.answer())
    found = await _first_that_answers(typed, terms, base) or await _leaving_one_out(terms, base)
    return replace(found, typed=tuple(typed))


async def _first_that_answers(
    typed: Sequence[str], terms: tuple[Term, ...], base: SearchAttempt
) -> Interpretation | None:
    """The first way to understand them that is somebody's name, else the first that gives something."""
    found: Interpretation | None = None
    for chosen in _choices(terms):
        answer = await _best(typed, chosen, base)
        if answer.named or (answer.rows and found is None):
            found = Interpretation(answer, chosen)
        if answer.named:
            break
    return found


def _choices(terms: tuple[Term, ...]) -> Iterator[tuple[Term, ...]]:
    """The words as understood, then as they may be besides, then without those that nothing knows."""
    otherwise = tuple(term.otherwise or term for term in terms)
    known = tuple(term for term in terms if term.known)
    choices = [terms, otherwise, known, tuple(term.otherwise or term for term in known)]
    yield from filter(None, dict.fromkeys(choices))


async def _best(typed: Sequence[str], terms: tuple[Term, ...], base: SearchAttempt) -> AttemptResult:
    """With the commune that is among the words as the place, or with all of them as words."""
    spelled = {term.typed: term.word for term in terms}
    found = await recognise([spelled.get(word, word) for word in typed]) if base.place is None else None
    if found is None:
        return await replace(base, terms=terms).answer()
    if found.sure:
        return await _around(found, typed, terms, base) or await replace(base, terms=terms).answer()
    as_words = await replace(base, terms=terms).answer()
    return as_words if as_words.named else await _around(found, typed, terms, base) or as_words


async def _around(
    found: Recognised, typed: Sequence[str], terms: tuple[Term, ...], base: SearchAttempt
) -> AttemptResult | None:
    """The answer around this commune; None where there is none. Other words are looked for however far it is."""
    others = {word for number, word in enumerate(typed) if number not in found.at}
    rest = tuple(term for term in terms if term.typed in others)
    # Who is open counts near there only: from farther, nobody comes tonight.
    radii = [None] if rest and not base.open_first else [base.radius, *([None] if rest else [])]
    for radius in radii:
        answer = await replace(base, terms=rest, literal=terms, place=found.place, radius=radius).answer()
        if answer.rows:
            return answer
    return None


async def _leaving_one_out(terms: tuple[Term, ...], base: SearchAttempt) -> Interpretation:
    """Where nothing has all the words: all of them but one, the last ones left out first."""
    known = tuple(term for term in terms if term.known)
    whole = replace(base, terms=known)
    nothing = Interpretation(AttemptResult(whole), known)
    if len(known) < 2 or await whole.exists_somewhere():
        return nothing
    for term in reversed(known):
        attempt = whole.without(term)
        if await attempt.exists_somewhere():
            answer = await attempt.answer()
            if answer.rows:
                return Interpretation(answer, attempt.terms)
    return nothing
