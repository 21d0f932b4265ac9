"""The structures that one calls at a number: somebody looks for who rang them, or for what a leaflet says."""

from __future__ import annotations

import re
from dataclasses import replace

from boite.database.connection import fetch
from boite.directory.search.attempts import Answer, Attempt
from boite.directory.search.matching import COLUMNS
from boite.directory.search.ranking import Answers, by_structure
from boite.directory.search.readings import Reading
from boite.directory.sheet import phones

_NUMBER = re.compile(r"\s*\+?[\d\s().-]{10,25}", re.ASCII)
"""Nothing but a number, in the ten digits of France or more: a postal code is none."""
MOST = 20


async def called(typed: str, base: Attempt) -> Reading | None:
    """Whoever answers at this number, wherever it is; None for any other words, or where nobody does."""
    if not _NUMBER.fullmatch(typed):
        return None
    try:
        number = phones.cleaned(typed)
    except ValueError:
        return None
    rows = await fetch(
        f"SELECT {COLUMNS} FROM directory_document d JOIN directory_structure s ON s.id = d.structure_id"
        " LEFT JOIN directory_point p ON p.id = d.point_id"
        f" WHERE s.phone = ? OR p.phone = ? ORDER BY d.id LIMIT {MOST}",
        number,
        number,
    )
    found = by_structure([row | {"answers": Answers.NAMED} for row in rows])
    return Reading(Answer(replace(base, place=None), tuple(found))) if found else None
