"""The addresses of structures made by an import: given once, the same for the same file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from boite.directory.exchange.reference import batches
from boite.directory.sheet.structure_rows import Structure
from boite.text.normalise import slug

_WORDS = re.compile(r"[a-z]{2,}(?:-[a-z]{2,})*")
"""An identifier whose end reads as words makes a good address; « safir-18011 » does not."""


def base(identifier: str, name: str, city: str) -> str:
    """`demo--cio-tours` gives « cio-tours »; else the name, and its city where the name does not say it."""
    tail = slug(identifier.rsplit("--", 1)[-1])
    if "--" in identifier and _WORDS.fullmatch(tail) and len(tail) >= 6:
        return tail
    named, town = slug(name), slug(city)
    return slug(named if f"-{town}-" in f"-{named}-" else f"{named}-{town}") or "structure"


async def allot(bases: Sequence[str]) -> list[str]:
    """A free address for each base, in order. One query by hundreds, and one by base already taken."""
    wanted = sorted(set(bases))
    taken: set[str] = set()
    for some in batches(wanted):
        taken |= {str(slug) for slug in await Structure.filter(slug__in=some).values_list("slug", flat=True)}
    for base_taken in sorted(taken):
        found = await Structure.filter(slug__startswith=f"{base_taken}-").values_list("slug", flat=True)
        taken |= set(map(str, found))
    return [_free(slug, taken) for slug in bases]


def _free(slug: str, taken: set[str]) -> str:
    numbered = (f"{slug}-{number}" for number in count(2))
    found = slug if slug not in taken else next(other for other in numbered if other not in taken)
    taken.add(found)
    return found
