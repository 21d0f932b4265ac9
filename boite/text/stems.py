"""The words of texts that people read (news, resources, jobs) as they are compared: cut to their stem."""

from __future__ import annotations

from boite.text.analysis import STOP_WORDS, stem, tokens, words

MOST = 12
"""How many words of a search count."""


def stems(text: str) -> list[str]:
    """The stems of a text that matter, repeated as they are: what comes back often says what it is about."""
    return [stem(word) for word in tokens(text) if word not in STOP_WORDS]


def asked(text: str) -> list[str]:
    """The stems of a search, each once. Empty where it holds no word to look for."""
    return list(dict.fromkeys(map(stem, words(text[:500]))))[:MOST]
