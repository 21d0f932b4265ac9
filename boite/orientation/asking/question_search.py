"""Finding a question by words: the published questions, held in memory and read again when one changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log
from typing import Any

from boite.database.connection import fetch
from boite.database.rows import typed
from boite.directory.search_engine import everyday_words
from boite.directory.search_engine.everyday_words import ASKED, JOB_QUESTIONS
from boite.text import short_rich_text
from boite.text.analysis import STOP_WORDS, stem, tokens

LONGEST = 200
"""Characters read of what somebody typed."""
WORDS = 12
"""Words read of it."""
MOST = 12
"""Questions offered."""
ENOUGH = 0.4
"""A question is offered when it answers at least this share as well as the best one."""
TITLE, SYNONYM, EXPLANATION = 3.0, 2.0, 0.7
"""What a word weighs by where it stands."""
LATER = 0.02
"""What each synonym loses for those before it: the first ones are the nearest."""
BEGUN, MISTYPED = 0.8, 0.7
"""What is left of it where the word is only begun, or has a slip of the finger."""
MEANT = 0.9
"""What is left of it where the word is not typed, but meant by one of every day; less where it is one of several."""
TOGETHER = 1.6
"""What a question is worth, by comparison, where all the words of one of its synonyms are there."""
HOLLOW = STOP_WORDS | everyday_words.HOLLOW | {"aide", "an", "ans", "annees"}
"""Words that questions are made of, whatever they ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionEntry:
    """One published question."""

    id: str
    slug: str
    moment: str
    words: str
    explanation: str = ""
    synonyms: tuple[str, ...] = ()


def words_of(text: str) -> list[str]:
    """The words of a text, those that say nothing left out, unless there are no others."""
    return _telling(tokens(text[:LONGEST]))


def _telling(every: list[str]) -> list[str]:
    return ([word for word in every if word not in HOLLOW] or every)[:WORDS]


class Catalogue:
    """The published questions in their order, and the words that lead to each."""

    def __init__(self, questions: Iterable[QuestionEntry]) -> None:
        self.questions = tuple(questions)
        self._weights: dict[str, dict[int, float]] = defaultdict(dict)
        """By word: how much it says of each question."""
        self._alike: dict[str, set[str]] = defaultdict(set)
        """By stem: the words that have it."""
        self._phrases: list[tuple[int, frozenset[str]]] = []
        """The stems of each synonym of several words, with its question."""
        for number, question in enumerate(self.questions):
            self._enter(number, EXPLANATION, short_rich_text.words(question.explanation))
            for place, synonym in enumerate(question.synonyms):
                self._enter(number, SYNONYM - place * LATER, synonym)
                stems = frozenset(map(stem, words_of(synonym)))
                self._phrases += [(number, stems)] if len(stems) > 1 else []
            self._enter(number, TITLE, question.words)

    def _enter(self, number: int, weight: float, text: str) -> None:
        for word in set(tokens(text)):
            self._weights[word][number] = max(weight, self._weights[word].get(number, 0))
            self._alike[stem(word)].add(word)

    def find(self, typed: str) -> list[QuestionEntry]:
        """The questions that these words lead to, the best first; none where no word leads anywhere."""
        every = tokens(typed[:LONGEST])
        words = _telling(every)
        scores: dict[int, float] = defaultdict(float)
        for place, word in enumerate(words, 1):
            self._add(scores, self._matches(word, last=place == len(words)), 1)
        kept = _enough(scores)
        meant = self._meant(every)
        for word, share in meant.items():
            self._add(scores, {} if word in words else self._matches(word, last=False), share)
        said = set(map(stem, (*words, *meant)))
        for number in {number for number, stems in self._phrases if stems <= said}:
            scores[number] *= TOGETHER
        kept |= _enough(scores)
        return [self.questions[number] for number in sorted(kept, key=lambda number: (-scores[number], number))][:MOST]

    def _meant(self, typed: list[str]) -> dict[str, float]:
        """The words meant by those of every day among these, and by the jobs that no question names; their share."""
        _, put = everyday_words.put_right(typed, ASKED, JOB_QUESTIONS)
        meant: dict[str, float] = {}
        for said, instead in put.items():
            words = tokens(instead)
            if instead != JOB_QUESTIONS or not all(stem(word) in self._alike for word in said.split()):
                meant |= dict.fromkeys(words, MEANT / len(words) ** 0.5)
        return meant

    def _add(self, scores: dict[int, float], found: Mapping[int, float], share: float) -> None:
        """Count what a word says: the fewer questions it leads to, the more."""
        rarity = log(1 + len(self.questions) / max(1, len(found)))
        for number, weight in found.items():
            scores[number] += rarity * weight * share

    def _matches(self, word: str, *, last: bool) -> dict[int, float]:
        """How much a word says of each question. The last word may be only begun: one types it."""
        exact = self._best(self._alike.get(stem(word), set()), 1)
        if (exact and not last) or len(word) < 3:
            return exact
        begun = self._best((each for each in self._weights if each.startswith(word)), BEGUN)
        if exact or begun:
            return begun | {number: max(weight, begun.get(number, 0)) for number, weight in exact.items()}
        if len(word) < 4:
            return {}
        known = _near(word, self._weights) or _near(_less_article(word), self._weights)
        alike = {other for each in known for other in self._alike[stem(each)]}
        return self._best(alike, MISTYPED)

    def _best(self, words: Iterable[str], share: float) -> dict[int, float]:
        found: dict[int, float] = {}
        for word in words:
            for number, weight in self._weights[word].items():
                found[number] = max(weight * share, found.get(number, 0))
        return found


def _enough(scores: Mapping[int, float]) -> set[int]:
    """The questions that answer nearly as well as the best one."""
    best = max(scores.values(), default=0)
    return {number for number, score in scores.items() if score >= best * ENOUGH}


def _less_article(word: str) -> str:
    """« ecole » for « lecole »: a small word that lost its apostrophe."""
    return word[1:] if len(word) > 4 and word[0] in "djlmnst" and word[1] in "aeiouyh" else word


def _near(word: str, known: Mapping[str, object]) -> list[str]:
    """The known words at one slip of the finger: a letter more, less, other, or two that changed places."""
    from rapidfuzz import process  # imported here: only a search needs it, and it takes 30 ms to load
    from rapidfuzz.distance import OSA

    return [
        found for found, _, _ in process.extract(word, list(known), scorer=OSA.distance, score_cutoff=1, limit=None)
    ]


@dataclass(slots=True)
class _Held:
    """What this process knows, and the mark that it had in the database then."""

    mark: object
    catalogue: Catalogue


_held = _Held(None, Catalogue([]))


async def catalogue() -> Catalogue:
    """The published questions. One small query; they are read again where one of them changed."""
    row = (
        await fetch(
            "SELECT COUNT(*) AS count, MAX(changed_at) AS changed, MAX(published_at) AS published"
            " FROM orientation_question WHERE published_at IS NOT NULL"
        )
    )[0]
    mark = row["count"], row["changed"], row["published"]
    if mark != _held.mark:
        _held.catalogue, _held.mark = Catalogue(await _read()), mark
    return _held.catalogue


async def _read() -> list[QuestionEntry]:
    rows = await fetch(
        "SELECT id, slug, moment, words, explanation, synonyms FROM orientation_question"
        " WHERE published_at IS NOT NULL ORDER BY rank, words"
    )
    return [_asked(row) for row in rows]


def _asked(row: Mapping[str, Any]) -> QuestionEntry:
    return QuestionEntry(
        id=str(row["id"]),
        slug=row["slug"],
        moment=row["moment"],
        words=row["words"],
        explanation=row["explanation"],
        synonyms=tuple(typed(row["synonyms"], list) or ()),
    )
