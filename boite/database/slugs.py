"""The lasting address of a row: words, and the first number after them that no row of its model has.

It is given once and never changes. Two people who give the same words at the same instant take their turn: each sees
what the other took.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import chain, count
from zlib import crc32

from tortoise.expressions import Q

from boite.database.connection import execute, on_sqlite
from boite.database.long_lists import parts
from boite.database.model import Model

LONGEST = 120
"""Characters of the column `slug`."""
FOR_A_NUMBER = 8
"""Characters kept for « -2 », should the words alone be taken."""
_NUMBERED = re.compile(r"(?:-\d+)+$")


def first_free(wished: str, taken: Collection[str]) -> str:
    """`ete` where nobody has it, else `ete-2`, `ete-3`…"""
    numbered = (f"{_stem(wished)}-{number}" for number in count(2))
    return next(slug for slug in chain([wished], numbered) if slug not in taken)


def _stem(slug: str) -> str:
    return slug[: LONGEST - FOR_A_NUMBER].rstrip("-")


async def free(model: type[Model], wished: str, *, reserved: Collection[str] = ()) -> str:
    """The address of one row. `reserved` are the words of our own pages. Inside the transaction that writes it."""
    if not on_sqlite():  # whose transactions are exclusive
        # « forum » and « forum-2 » may lead to the same address: they take one turn.
        words = _NUMBERED.sub("", _stem(wished))
        await execute("SELECT pg_advisory_xact_lock(?)", crc32(f"{model._meta.db_table} {words}".encode()))
    [slug] = await allot(model, [wished], reserved=reserved)
    return slug


async def allot(model: type[Model], wished: Sequence[str], *, reserved: Collection[str] = ()) -> list[str]:
    """An address for each of these, in order: an import, which writes alone. Inside the transaction of its rows.

    One query by thousand, and one for each that is taken already. No lock: a person would wait for the whole file.
    """
    taken = set(reserved)
    for some in parts(sorted(set(wished))):
        taken |= {str(slug) for slug in await model.filter(slug__in=some).values_list("slug", flat=True)}
    for stem in sorted({_stem(slug) for slug in wished if slug in taken}):
        numbered = Q(slug=stem) | Q(slug__startswith=f"{stem}-")
        taken |= {str(slug) for slug in await model.filter(numbered).values_list("slug", flat=True)}
    given: list[str] = []
    for words in wished:
        given.append(first_free(words, taken))
        taken.add(given[-1])
    return given
