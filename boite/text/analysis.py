"""Text as searching compares it: the same words at indexing and at searching, so that both databases answer alike.

The databases only keep an inverted index of what is made here: they neither split, nor fold, nor stem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from boite.text.normalise import fold

LONGEST = 40
"""Longest word, in characters: anything longer is not a word."""
_WORD = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?|[^\W_]+")
"""Letters and digits that touch. « C.I.O. » is one word."""
_ORDINAL = re.compile(r"^(\d{1,2})(?:eme|ème|ieme|ième|me|nde|nd|ere|ère|er|re)$")
"""« 3eme » is « 3e »."""
STOP_WORDS = frozenset(
    """
    a afin ai ainsi alors as au aussi aux avec avez avoir avons c car ce cela celle celui ces cet cette ceux chez
    combien comment d dans de des donc dont du elle elles en entre es est et etes etre eu eux faire fais fait faut hors
    ici il ils j je l la laquelle le lequel les leur leurs lui m ma mais me mes moi mon n ne ni nos notre nous on ont or
    ou par pas peut peux plus pour pourquoi pres puis qu quand que quel quelle quelles quels qui quoi s sa sans se ses
    si soi son sont suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vais vers veut veux voici voila
    vos votre voudrais vous vs y cherche besoin
    """.split()  # noqa: SIM905  # a paragraph is easier to read and to complete than a hundred quotes
)
"""Words that say nothing of what is looked for, folded."""


def tokens(text: str) -> list[str]:
    """Every word of a text in order, folded: « L'École de la 2e chance » is l, ecole, de, la, 2e, chance."""
    return [_joined(found) for found in _WORD.findall(fold(text))]


def _joined(found: str) -> str:
    return _ORDINAL.sub(r"\1e", found.replace(".", "")[:LONGEST])


def significant(words: Iterable[str]) -> list[str]:
    """These words without the empty ones; all of them if nothing else is left. Each once, in order."""
    every = list(dict.fromkeys(words))
    return [word for word in every if word not in STOP_WORDS] or every


def words(text: str) -> list[str]:
    """The words of a text that matter, folded, each once."""
    return significant(tokens(text))


@lru_cache(maxsize=8192)
def spellings(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that matter, each with its spelling, accents included: what a correction shows."""
    folded = tokens(text)
    written = [_joined(found) for found in _WORD.findall(unicodedata.normalize("NFC", text).lower().replace("’", "'"))]
    shown = dict(zip(folded, written, strict=True)) if len(folded) == len(written) else {}
    return tuple((word, shown.get(word, word)) for word in significant(folded))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """A word without its ending, so that plural, feminine and a few suffixes do not count. Short words stay."""
    if len(word) <= 3 or not word.isalpha():
        return word
    # The French stemmer leaves « emplois » as it is, and knows « handicapée » by its accent: these marks go first.
    single = word.removesuffix("s")
    return _stemmer()(single[:-1] if single.endswith("ee") else single)


@lru_cache(maxsize=1)
def _stemmer() -> Callable[[str], str]:
    # Imported here, not above: the stemmers of every language take 15 ms to load, and only searching needs one.
    import snowballstemmer

    stemming: Callable[[str], str] = snowballstemmer.stemmer("french").stemWord
    return stemming
