"""Text made comparable: no accents, no case. For searching and for what people type from memory."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """`Œuvre d'ÉTÉ` as `oeuvre d'ete`: ligatures opened, marks removed, single spaces."""
    text = text.casefold().replace("œ", "oe").replace("æ", "ae").replace("’", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join("".join(mark for mark in decomposed if not unicodedata.combining(mark)).split())
