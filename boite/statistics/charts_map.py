"""The map of the territories, tinted by their figures: their outlines, or tiles placed as they lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from boite.directory.places.map import ground
from boite.directory.places.map.drawing import FLAT
from boite.directory.places.map.geometry import Point, path
from boite.directory.places.map.ground import Rings
from boite.statistics.charts import Tints, said
from boite.statistics.place_names import NamedPlace
from boite.statistics.published import Cell

WIDTH = 280
"""Units across: on a small phone one unit is about one pixel."""
GAP = 0.04
"""Between two tiles, in tiles."""
TILES = {
    "SPRO-28-DREUX": (1, 0),
    "SPRO-28-NOGENT-LE-ROTROU": (0, 1),
    "SPRO-28-CHARTRES": (1, 1),
    "SPRO-45-PITHIVIERS": (2, 1),
    "SPRO-28-CHATEAUDUN": (1, 2),
    "SPRO-45-ORLEANS": (2, 2),
    "SPRO-45-MONTARGIS-GIEN": (3, 2),
    "SPRO-37": (0, 3),
    "SPRO-41": (1, 3),
    "SPRO-18": (3, 3),
    "SPRO-36-CHATEAUROUX": (1, 4),
    "SPRO-36-ISSOUDUN": (2, 4),
    "SPRO-36-INDRE-SUD": (1, 5),
}
"""Column and row of each territory, for as long as their official outlines have not been imported."""


@dataclass(frozen=True, slots=True)
class MapArea:
    """One territory on the map: its outline, where its number is written, its tint."""

    place: NamedPlace
    number: int
    """That of the list beside."""
    drawn: str
    x: int
    y: int
    level: int
    said: str


@dataclass(frozen=True, slots=True)
class TerritoriesMap:
    """Everything that the template draws, in units."""

    height: int
    areas: list[MapArea]
    tints: Tints
    tiles: bool
    """Whether tiles stand for outlines: to be said."""


async def territories_map(places: Sequence[tuple[NamedPlace, Cell]]) -> TerritoriesMap | None:
    """These territories with their figures, numbered in their order. None where nothing says where they lie."""
    codes = [place.path.code for place, _ in places]
    outlines = await ground.outlines(codes)
    tiles = not all(outlines.get(code) for code in codes)
    if tiles:
        outlines = {code: _tile(*TILES[code]) for code in codes if code in TILES}
    if len(outlines) < len(codes) or len(codes) < 2:
        return None
    frame, height = _frame(outlines)
    tints = Tints(max(cell.people for _, cell in places))
    areas = []
    for number, (place, cell) in enumerate(places, start=1):
        rings = [[frame(point) for point in ring] for ring in outlines[place.path.code]]
        x, y = _middle(max(rings, key=lambda ring: abs(_surface(ring))))
        words = f"{place.name} : {said(cell)}"
        drawn = "".join(path(ring, closed=True) for ring in rings)
        areas.append(MapArea(place, number, drawn, round(x), round(y), tints.level(cell), words))
    return TerritoriesMap(height, areas, tints, tiles)


def _tile(column: int, row: int) -> Rings:
    """A square, in degrees of a map where north is up."""
    left, right, top, bottom = column + GAP, column + 1 - GAP, -(row + GAP), -(row + 1 - GAP)
    return (tuple((x / FLAT, y) for x, y in ((left, top), (right, top), (right, bottom), (left, bottom))),)


def _frame(outlines: Mapping[str, Rings]) -> tuple[Callable[[Point], Point], int]:
    """From degrees to units, and how high the drawing is."""
    points = [point for rings in outlines.values() for ring in rings for point in ring]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = (WIDTH - 4) / ((east - west) * FLAT)

    def place(point: Point) -> Point:
        return 2 + (point[0] - west) * FLAT * scale, 2 + (north - point[1]) * scale

    return place, round((north - south) * scale) + 4


def _surface(ring: Sequence[Point]) -> float:
    return sum(x * v - u * y for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def _middle(ring: Sequence[Point]) -> Point:
    """The centre of its surface."""
    surface, across, down = _surface(ring), 0.0, 0.0
    for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
        part = x * v - u * y
        across += (x + u) * part
        down += (y + v) * part
    return across / (6 * surface), down / (6 * surface)
