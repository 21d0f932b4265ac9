"""The address of a question: given once, from its first words, and never changed."""

from __future__ import annotations

import re

from boite.folding import fold
from boite.orientation.models import Question

RESERVED = frozenset({"accueil", "questions", "tableau", "guide", "donnees", "nouvelle"})
"""The pages that stand beside the questions."""
LONGEST = 100
SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_of(words: str) -> str:
    """`J'ai arrêté l'école` as `j-ai-arrete-l-ecole`."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(words))[:LONGEST].strip("-") or "question"
    return f"{slug}-1" if slug in RESERVED else slug


async def free_slug(words: str) -> str:
    """The address of a new question: the first one that no question has."""
    wished = slug_of(words)
    taken = set(map(str, await Question.filter(slug__startswith=wished).values_list("slug", flat=True)))
    number, slug = 1, wished
    while slug in taken:
        number += 1
        slug = f"{wished}-{number}"
    return slug
