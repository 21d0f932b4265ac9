"""Text made comparable: no accents, no case. For searching and for what people type from memory."""

from __future__ import annotations

import re
import unicodedata

DIRECTION_MARKS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
"""Inside brackets of a regular expression: the marks that order text on screen (Unicode TR9). Nobody sees them.

Names copied from Arabic or Hebrew come with some, and so does what is pasted into a search.
"""
_MARKS = re.compile(f"[{DIRECTION_MARKS}]")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST_SLUG = 100
"""Characters of an address made of words: room is left for a number."""
LONGEST_GIVEN = 120
"""Characters of an address that a file gives: those of the column."""
ROUNDS = 5
"""Decomposing a character may give a capital or an accent (𝓐 gives A): folded again until nothing changes."""


def unturned(text: str) -> str:
    """The text without these marks: it ends where it ends, whatever is written after it."""
    return _MARKS.sub("", text)


def fold(text: str) -> str:
    """`Œuvre d'ÉTÉ` as `oeuvre d'ete`: ligatures opened, marks removed, single spaces."""
    text = unturned(text)
    for _ in range(ROUNDS):
        folded = _once(text)
        if folded == text:
            break
        text = folded
    return text


def slug(text: str, otherwise: str = "") -> str:
    """`« Été » à l'école` as `ete-a-l-ecole`: the address made of these words, or `otherwise` where none is left."""
    return _BETWEEN.sub("-", fold(text)).strip("-")[:LONGEST_SLUG].strip("-") or otherwise


def is_slug(text: str) -> bool:
    """Whether a file may give this as the address of a page."""
    return len(text) <= LONGEST_GIVEN and _SLUG.fullmatch(text) is not None


def _once(text: str) -> str:
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(mark for mark in decomposed if not unicodedata.combining(mark)).split())
