"""The nearest places that have some tags: one statement for several such questions, answered by the full-text index.

Those whose structure is gone are left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians
from typing import Any
from uuid import UUID

from boite.database.connection import on_sqlite
from boite.database.rows import fetch_as
from boite.directory.sheet.gone import gone

_AWAY = "(d.latitude - {lat}) * (d.latitude - {lat}) + (d.longitude - {lon}) * (d.longitude - {lon}) * {narrow}"
"""The square of the distance, in degrees of latitude: enough to tell which is nearer."""
_SQLITE = "directory_terms t JOIN directory_document d ON d.id = t.rowid", "t.directory_terms MATCH ?"
_POSTGRESQL = "directory_document d", "d.terms @@ CAST(? AS tsquery)"


@dataclass(frozen=True, slots=True, kw_only=True)
class NearestAsked:
    """One question: what is nearest to these degrees and has one tag of each group. `name` is what its rows say."""

    name: str
    latitude: float
    longitude: float
    groups: tuple[tuple[str, ...], ...]


async def of_each(asked: Iterable[NearestAsked], limit: int) -> list[dict[str, Any]]:
    """The `limit` nearest of each question, as `name`, `id`, `structure_id`, `opening_hours` and where. One query."""
    each = list(asked)
    if not each:
        return []
    parts = (
        f"SELECT CAST(? AS TEXT) AS name, near.* FROM ({nearest(one.latitude, one.longitude, limit)}) AS near"
        for one in each
    )
    values = [value for one in each for value in (one.name, expression(*one.groups))]
    return await fetch_as(f"{' UNION ALL '.join(parts)} ORDER BY 1, away, id", *values, structure_id=UUID)


def nearest(latitude: float, longitude: float, limit: int) -> str:
    """SQL: the places that the index gives and whose structure is still there, the nearest first. One mark, the match:
    an `expression`.
    """
    away = _AWAY.format(lat=float(latitude), lon=float(longitude), narrow=cos(radians(latitude)) ** 2)
    source, match = _SQLITE if on_sqlite() else _POSTGRESQL
    return (
        f"SELECT d.id, d.structure_id, d.latitude, d.longitude, d.opening_hours, {away} AS away FROM {source}"
        f" LEFT JOIN directory_ending e ON e.structure_id = d.structure_id AND {gone()}"
        f" WHERE {match} AND e.structure_id IS NULL AND d.latitude IS NOT NULL ORDER BY 6, d.id LIMIT {limit}"
    )


def expression(*groups: Iterable[str]) -> str:
    """What the index is asked for one tag of each group."""
    either, both, quote = (" OR ", " AND ", '"') if on_sqlite() else (" | ", " & ", "'")
    return both.join(f"({either.join(f'{quote}{tag}{quote}' for tag in group)})" for group in groups)
