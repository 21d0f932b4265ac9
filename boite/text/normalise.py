"""Text made comparable: no accents, no case. For searching and for what people type from memory."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = re.compile(r"[^a-z0-9]+")
ROUNDS = 5
"""Opening a sign may give a capital or an accent (𝓐 opens as A): folded again until nothing moves."""


def fold(text: str) -> str:
    """`Œuvre d'ÉTÉ` as `oeuvre d'ete`: ligatures opened, marks removed, single spaces."""
    for _ in range(ROUNDS):
        folded = _once(text)
        if folded == text:
            break
        text = folded
    return text


def slug(text: str, longest: int = 100) -> str:
    """`« Été » à l'école` as `ete-a-l-ecole`: what an address is made of. May be empty."""
    return _BETWEEN.sub("-", fold(text)).strip("-")[:longest].strip("-")


def _once(text: str) -> str:
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(mark for mark in decomposed if not unicodedata.combining(mark)).split())
