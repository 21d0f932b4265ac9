"""In which order somebody sees who answers: where to go first, then the others near, then those farther."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from boite.orientation.asking.found_answers import FoundAnswer
from boite.orientation.models import AnswerStanding

NEAR = 30
"""Kilometres that somebody goes for an answer; beyond, one calls or writes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderedAnswers:
    """Each answer once."""

    first: FoundAnswer | None = None
    others: list[FoundAnswer] = field(default_factory=list)
    farther: list[FoundAnswer] = field(default_factory=list)


def ordered(answers: Iterable[FoundAnswer]) -> OrderedAnswers:
    """The one to go to first, the others near, those beyond `NEAR`. Equals keep the order they are given in.

    A main answer far away that can be called, or serves online, still comes before a secondary one near: it is
    the one that can do something. One whose place is not known is neither near nor far.
    """
    every = sorted(answers, key=_first)
    if not every:
        return OrderedAnswers()
    first, *rest = every
    return OrderedAnswers(
        first=first,
        others=sorted((each for each in rest if not is_far(each)), key=_near_first),
        farther=sorted((each for each in rest if is_far(each)), key=_from_home_first),
    )


def is_far(answer: FoundAnswer) -> bool:
    """Whether it is known to be farther than somebody goes."""
    return answer.sheet is not None and answer.sheet.distance is not None and answer.sheet.distance > NEAR


def is_lost(answer: FoundAnswer) -> bool:
    """Whether a place was asked and its own is not known."""
    return answer.sheet is not None and answer.sheet.lost


def serves_from_home(answer: FoundAnswer) -> bool:
    """Whether one may call it, or do there from home what one came for."""
    return answer.sheet is not None and bool(answer.sheet.call or answer.sheet.online)


def _is_here(answer: FoundAnswer) -> bool:
    return not is_far(answer) and not is_lost(answer)


def _is_main(answer: FoundAnswer) -> bool:
    return answer.standing == AnswerStanding.MAIN


def _first(answer: FoundAnswer) -> int:
    ranks = (
        _is_main(answer) and _is_here(answer),
        _is_main(answer) and serves_from_home(answer),
        _is_here(answer),
        not is_far(answer),
        _is_main(answer),
    )
    return next((rank for rank, holds in enumerate(ranks) if holds), len(ranks))


def _near_first(answer: FoundAnswer) -> tuple[bool, bool]:
    return is_lost(answer), not _is_main(answer)


def _from_home_first(answer: FoundAnswer) -> tuple[bool, bool, float]:
    distance = answer.sheet.distance if answer.sheet and answer.sheet.distance is not None else 0.0
    return not serves_from_home(answer), not _is_main(answer), distance
