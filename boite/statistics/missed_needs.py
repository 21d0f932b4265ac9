"""Searches that found nothing, told by what people needed: in our words, never in those that somebody typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from boite.directory.search.missed_searches import counted
from boite.directory.sheet.needs import NEEDS
from boite.statistics.periods import CountedPeriod
from boite.text.normalise import fold

TOLD_FROM = 10
"""Searches of one need below which nothing is said: a few may be one person's."""
SHORTEST = 4
"""Letters of a word that tells a need: « des » tells none. CPF, VAE and the like are told by their names below."""
_WORD = re.compile(r"\w+")


def _stem(word: str) -> str:
    return word.removesuffix("s")


def _telling() -> dict[str, str]:
    """By word, the need that it tells: that of the first need of the list that says it."""
    found = dict[str, str]()
    for need in NEEDS:
        for word in _WORD.findall(f"{need.label} {need.synonyms}"):
            if len(word) >= SHORTEST or word.isupper():
                found.setdefault(_stem(fold(word)), need.label)
    return found


_BY_WORD = _telling()


def need_of(words: str) -> str:
    """The need that a folded search tells; empty for none."""
    return next((_BY_WORD[stem] for word in _WORD.findall(words) if (stem := _stem(word)) in _BY_WORD), "")


async def missed_needs(period: CountedPeriod, territories: Sequence[str] | None) -> list[tuple[str, int]]:
    """The needs that were searched in vain in these territories (None: in all), and how many times, most first."""
    found = Counter[str]()
    for words, times in await counted(period.begins, period.ends, territories):
        found[need_of(words)] += times
    return [(need, times) for need, times in found.most_common() if need and times >= TOLD_FROM]
