"""What a search that found nothing was about: one of the needs of the directory, by its words."""

from __future__ import annotations

from collections import Counter
from functools import cache

from boite.directory.sheet.needs import NEEDS
from boite.statistics.totals_of_uses import OTHER_SUBJECT, UNTOLD
from boite.text.stems import stems

VAGUE = frozenset(stems("aide aider"))
"""What one asks for whatever the subject."""


@cache
def _needs() -> dict[str, str]:
    """By stem, the first need whose name or synonyms hold it."""
    found: dict[str, str] = {}
    for need in NEEDS:
        for stem in stems(f"{need.label} {need.synonyms}"):
            found.setdefault(stem, need.code)
    return {stem: code for stem, code in found.items() if stem not in VAGUE}


def subject_of(words: str) -> str:
    """The code of a need; `OTHER_SUBJECT` where no word tells one. Most words decide, then the first."""
    told = Counter(_needs()[stem] for stem in stems(words) if stem in _needs())
    subject = told.most_common(1)[0][0] if told else OTHER_SUBJECT
    return OTHER_SUBJECT if subject in UNTOLD else subject
