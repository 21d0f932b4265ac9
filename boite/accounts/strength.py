"""How long a passphrase that somebody invents resists whoever guesses cleverly, in bits.

The cheapest way to make it out of what people think of first: sayings and words that we know, repetitions, rows of a
keyboard, dates; else signs drawn at random. Why no library: `docs/decisions/2026-11-29-force-des-phrases.md`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from boite.accounts.handle_words import HANDLE_WORDS
from boite.accounts.passphrase_words import PASSPHRASE_WORDS
from boite.text.normalise import fold

ENOUGH = 50.0
"""Bits: with restricted tries (CNIL, délibération 2022-100)."""
RARE_WORD, FURTHER = 17.0, 2.0
"""Bits of a word that we do not know (dictionaries hold some 100,000), and of each letter beyond its twelfth."""
AGAIN, NEAR = 2.0, 1.0
"""Bits of what was already said, and of what is known of this very person."""
LETTER, DIGIT, SIGN = math.log2(26), math.log2(10), 5.0
DAY, YEAR = 15.0, 7.0
"""Bits of a date and of a year that matters to somebody."""
ROWS = "azertyuiop qsdfghjklm wxcvbn qwertyuiop asdfghjkl zxcvbnm abcdefghijklmnopqrstuvwxyz 01234567890"
LONGEST = 120
"""Signs that are looked at: more are not needed to be strong enough."""
COMMON = Path(__file__).with_name("common_phrases.txt")
"""What people think of first, one line after the other, the likeliest first: sayings whole, and their words."""


def bits(passphrase: str, about: Iterable[str] = ()) -> float:
    """The strength of a passphrase made regular. `about`: what whoever knows this person would try first."""
    words = set(passphrase.split())
    if words <= _ours():  # as if drawn: two of them may share letters
        return len(words) * math.log2(len(PASSPHRASE_WORDS))
    text, known = passphrase[:LONGEST], _known() | dict.fromkeys(filter(None, about), NEAR)
    cheapest = [0.0] + [math.inf] * len(text)
    for start in range(len(text)):
        for end, cost in _pieces(text, start, known):
            cheapest[end] = min(cheapest[end], cheapest[start] + cost)
    return cheapest[-1]


def _pieces(text: str, start: int, known: Mapping[str, float]) -> Iterator[tuple[int, float]]:
    """Each piece that may begin here: where it ends, and its bits."""
    yield start + 1, _of_sign(text[start])
    if found := _WORD.match(text, start):
        word = found[0]
        if (start == 0 or not text[start - 1].isalpha()) and _is_pronounceable(word):
            yield found.end(), RARE_WORD + FURTHER * max(0, len(word) - 12)
    if found := re.compile(r"\d{6}(?:\d\d)?(?!\d)|(?:19|20)\d\d(?!\d)").match(text, start):
        yield found.end(), YEAR if len(found[0]) == 4 else DAY
    for end in range(start + 3, len(text) + 1):
        piece = text[start:end]
        if piece in known:
            yield end, known[piece]
        if piece in text[:start]:
            yield end, AGAIN
        if piece in ROWS or piece[::-1] in ROWS or len(set(piece)) == 1:
            yield end, LETTER + math.log2(len(piece))


_WORD = re.compile(r"[a-z]{4,}")


def _is_pronounceable(word: str) -> bool:
    """Whether it looks like a word, rather than letters drawn at random."""
    return bool(re.search("[aeiouy]", word)) and not re.search("[^aeiouy]{5}|[aeiouy]{5}", word)


def _of_sign(sign: str) -> float:
    return 0.0 if sign == " " else LETTER if sign.isalpha() else DIGIT if sign.isdigit() else SIGN


@lru_cache(maxsize=1)
def _ours() -> frozenset[str]:
    return frozenset(map(fold, PASSPHRASE_WORDS))


@lru_cache(maxsize=1)
def _known() -> dict[str, float]:
    """The bits of each saying and word that we know: the later somebody would try it, the more.

    Words of our own passphrases are as likely as one another: what we propose is accepted.
    """
    common = COMMON.read_text(encoding="utf-8").splitlines()
    words = [word for line in common for word in line.split()]
    ranked = dict.fromkeys(map(fold, (*common, *words, *HANDLE_WORDS)))
    drawn = math.log2(len(PASSPHRASE_WORDS))
    return {said: math.log2(rank + 1) for rank, said in enumerate(ranked, 1)} | {
        fold(word): drawn for word in PASSPHRASE_WORDS
    }
