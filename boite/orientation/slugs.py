"""The address of a question: given once, from its first words, and never changed."""

from __future__ import annotations

import re

from boite.orientation.models import Question
from boite.text.normalise import slug

RESERVED = frozenset({"accueil", "questions", "tableau", "guide", "donnees", "nouvelle"})
"""The pages that stand beside the questions."""
LONGEST = 100
SHAPE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_of(words: str) -> str:
    """`J'ai arrêté l'école` as `j-ai-arrete-l-ecole`."""
    found = slug(words, LONGEST) or "question"
    return f"{found}-1" if found in RESERVED else found


async def free_slug(words: str) -> str:
    """The address of a new question: the first one that no question has."""
    wished = slug_of(words)
    taken = set(map(str, await Question.filter(slug__startswith=wished).values_list("slug", flat=True)))
    number, found = 1, wished
    while found in taken:
        number += 1
        found = f"{wished}-{number}"
    return found
