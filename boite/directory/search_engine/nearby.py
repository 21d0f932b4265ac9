"""What answers near a place, the nearest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import cos, radians
from typing import Any

from boite.database.connection import fetch, on_sqlite
from boite.directory.places.distance import kilometres
from boite.directory.places.lookup import Place
from boite.directory.search_engine import tags
from boite.directory.search_engine.matching import COLUMNS, Match

RINGS = (5, 12, 30, 75)
"""Kilometres, one after the other, until there is enough."""
FIRST_RINGS = (5, 30)
"""Those that are tried before measuring everything. SQLite joins fast: it only tries the first, inside a circle."""
FEW = 4000
"""Documents whose distance is computed without further thought."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Everything within `radius` kilometres of a place; everything at all without a radius."""

    place: Place
    radius: float | None = None
    anywhere: bool = False
    """Whether what has no coordinates comes too, at the end."""

    def rings(self, radii: Iterable[float]) -> list[Circle]:
        """The circles of these radii (kilometres) inside this one."""
        return [Circle(self.place, radius) for radius in radii if self.radius is None or radius < self.radius]

    def narrowed(self, match: Match) -> Match:
        """The same question, asked to the cells of the index that hold the circle."""
        if self.radius is None:
            return match
        cells = tags.cells_around(self.place.latitude, self.place.longitude, self.radius)
        nowhere = [tags.NOWHERE] if self.anywhere else []
        return replace(match, every=(*match.every, (*cells, *nowhere))) if cells else match

    @property
    def squared(self) -> str:
        """Squared degrees of latitude, with marks for `here`: on a plane, good enough to sort.

        Every number is a mark: the statement is the same for every place, and PostgreSQL prepares it once.
        """
        return "((d.latitude - ?) * (d.latitude - ?) + (d.longitude - ?) * (d.longitude - ?) * ?)"

    @property
    def here(self) -> list[float]:
        """What takes the place of the marks of `squared`."""
        latitude, longitude = self.place.latitude, self.place.longitude
        return [latitude, latitude, longitude, longitude, cos(radians(latitude)) ** 2]

    @property
    def inside(self) -> tuple[str, list[float]]:
        """The condition of being inside, a little more than exactly, and its values."""
        if self.radius is None:
            return ("1 = 1" if self.anywhere else "d.latitude IS NOT NULL"), []
        values = [*self.here, (1.02 * self.radius / tags.DEGREE) ** 2]
        condition = f"{self.squared} <= ?"
        return f"({condition} OR d.latitude IS NULL)" if self.anywhere else condition, values


async def nearest(match: Match, circle: Circle, limit: int, *, rare: bool = False) -> list[dict[str, Any]]:
    """The documents of a circle that answer, `limit` at most, the nearest first, with their exact `distance`.

    In a city, or for a common word, the first rings are enough. Where little answers (`rare`), all of it is measured.
    """
    first = FIRST_RINGS[: 1 if circle.radius else 0] if on_sqlite() else FIRST_RINGS
    rows = [] if rare else await _by_rings(match, circle.rings(first), limit)
    if len(rows) < limit:
        rows, answers = await _nearest_of_few(match, circle, limit)
        if answers > FEW:
            others = [ring for ring in RINGS if ring not in first]
            rows = await _by_rings(match, [*circle.rings(others), circle], limit)
    return measured(rows, circle)


def measured(rows: Iterable[dict[str, Any]], circle: Circle) -> list[dict[str, Any]]:
    """These documents with their `distance` in kilometres (None without coordinates), the nearest first."""
    place, found = circle.place, []
    for row in rows:
        located = row["latitude"] is not None
        here = (place.latitude, place.longitude)
        row["distance"] = kilometres(*here, row["latitude"], row["longitude"]) if located else None
        if not located or circle.radius is None or row["distance"] <= circle.radius:
            found.append(row)
    return sorted(found, key=lambda row: (row["distance"] is None, row["distance"] or 0.0, row["id"]))


async def _by_rings(match: Match, rings: Sequence[Circle], limit: int) -> list[dict[str, Any]]:
    """The nearest ones of the first ring that has enough of them."""
    rows: list[dict[str, Any]] = []
    for ring in rings:
        rows = await _nearest_of_all(match, ring, limit)
        if len(rows) >= limit:
            break
    return rows


async def _nearest_of_few(match: Match, circle: Circle, limit: int) -> tuple[list[dict[str, Any]], int]:
    """The nearest ones, and how many the index gave: above FEW it was stopped, and nothing is measured."""
    asked = circle.narrowed(match)
    inside, values = circle.inside
    few, joined = asked.few(FEW + 1)
    rows = await fetch(
        f"WITH few AS MATERIALIZED ({few}), total AS MATERIALIZED (SELECT count(*) AS answers FROM few),"
        f" near AS (SELECT d.id FROM {joined} WHERE (SELECT answers FROM total) <= {FEW} AND {inside}"
        f" ORDER BY d.latitude IS NULL, {circle.squared}, d.id LIMIT {limit})"
        f" SELECT {COLUMNS}, total.answers FROM total LEFT JOIN near ON 1 = 1"
        " LEFT JOIN directory_document d ON d.id = near.id",
        *asked.values,
        *values,
        *circle.here,
    )
    return [row for row in rows if row["id"] is not None], rows[0]["answers"]


async def _nearest_of_all(match: Match, circle: Circle, limit: int) -> list[dict[str, Any]]:
    asked = circle.narrowed(match)
    inside, values = circle.inside
    return await fetch(
        f"SELECT {COLUMNS} FROM {asked.source} AND {inside}"
        f" ORDER BY d.latitude IS NULL, {circle.squared}, d.id LIMIT {limit}",
        *asked.values,
        *values,
        *circle.here,
    )
