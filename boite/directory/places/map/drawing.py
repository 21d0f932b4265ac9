"""A map drawn by the server: our own outlines, a few towns, and marks with the numbers of a list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

from boite.directory.places.map import ground
from boite.directory.places.map.geometry import Box, Point, clipped_line, clipped_ring, path, thinned
from boite.directory.places.map.ground import Ground
from boite.directory.places.map.marks import Cluster, clustered
from boite.directory.places.map.names import MapTown, placed

WIDTH, HEIGHT = 300, 330
"""Units of the drawing: on a small phone one unit is about one pixel."""
MARGIN = 34
"""Units kept around the marks, for their circles."""
NARROWEST = 0.2
"""Degrees of latitude (about 22 km): closer, there would be nothing to recognise."""
FLAT = cos(radians(47))
"""A degree of longitude beside one of latitude, here: the projection is equirectangular."""
KILOMETRES = 111.2
"""In a degree of latitude."""
ROUND = (1, 2, 5, 10, 20, 50, 100, 200)
"""Kilometres that a bar of scale may show."""
SCALE_ROOM = 30
"""Units kept for it at the bottom."""
COVERS = 24
"""Units from the middle of a mark that hides its true place."""
FEWEST = 3
"""Places from which a map helps: fewer are better said by their address, and a link to a plan of the streets."""
SAME = 4
"""Decimals of a degree (about 10 m): two places that have them in common are one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One place to mark: where it is, what the mark says and leads to."""

    latitude: float
    longitude: float
    number: str
    href: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One spot on the drawing, or several that would touch: a circle, and the true places that it does not cover."""

    x: int
    y: int
    at: list[tuple[int, int]]
    number: str
    """« 3 »; « 3+2 » for the third of the list and two more."""
    href: str
    name: str
    many: bool = False


@dataclass(frozen=True, slots=True)
class MapScale:
    """The scale bar: its kilometres, where it starts, its length in drawing units."""

    kilometres: int
    x: int
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """Everything that the template draws, in units."""

    width: int = WIDTH
    height: int = HEIGHT
    areas: list[str]
    chosen: list[str]
    rivers: list[str]
    towns: list[MapTown]
    marks: list[Mark]
    scale: MapScale


@dataclass(frozen=True, slots=True)
class Frame:
    """From degrees to units: the scale, and what is at the top left."""

    scale: float
    west: float
    north: float

    def point(self, longitude: float, latitude: float) -> Point:
        """Where a place is on the drawing."""
        return (longitude - self.west) * FLAT * self.scale, (self.north - latitude) * self.scale

    @property
    def degrees(self) -> Box:
        """West, south, east, north of what shows."""
        east = self.west + WIDTH / self.scale / FLAT
        return self.west, self.north - HEIGHT / self.scale, east, self.north


async def helpful(
    spots: Sequence[Spot], *, place: tuple[str, float, float] | None = None, territory: str = ""
) -> Map | None:
    """The map of these spots; None where it would help nobody: too few places, or all of them under one mark."""
    if len({(round(spot.latitude, SAME), round(spot.longitude, SAME)) for spot in spots}) < FEWEST:
        return None
    drawn = await draw(spots, place=place, territory=territory)
    return drawn if len(drawn.marks) > 1 else None


async def draw(spots: Sequence[Spot], *, place: tuple[str, float, float] | None = None, territory: str = "") -> Map:
    """A map that holds every spot. `place` is where one looks from: name, latitude, longitude."""
    under = await ground.read(territory)
    frame = _frame(spots, place, under)
    marks = _marks(spots, frame)
    return Map(
        areas=_areas(under.areas, frame),
        chosen=_areas(under.chosen, frame),
        rivers=_lines(under.rivers, frame),
        towns=_towns(await ground.towns(frame.degrees), place, frame, marks),
        marks=marks,
        scale=_scale(frame, marks),
    )


def _frame(spots: Iterable[Spot], place: tuple[str, float, float] | None, under: Ground) -> Frame:
    places = [(spot.longitude, spot.latitude) for spot in spots]
    places += [(place[2], place[1])] if place else []
    margin = MARGIN if places else 8
    places = places or [point for ring in under.chosen or under.areas for point in ring]
    west, east = min(x for x, _ in places), max(x for x, _ in places)
    south, north = min(y for _, y in places), max(y for _, y in places)
    wide, high = max((east - west) * FLAT, NARROWEST), max(north - south, NARROWEST)
    scale = min((WIDTH - 2 * margin) / wide, (HEIGHT - 2 * margin) / high)
    return Frame(scale, (west + east) / 2 - WIDTH / 2 / scale / FLAT, (south + north) / 2 + HEIGHT / 2 / scale)


SHOWN: Box = (-20, -20, WIDTH + 20, HEIGHT + 20)
"""Lines are cut a little outside, where their cut does not show."""
STEP = 2.5
"""Units between two points of a line: at each request, so by the quick way."""


def _areas(rings: Iterable[Sequence[Point]], frame: Frame) -> list[str]:
    cut = (clipped_ring([frame.point(*point) for point in ring], SHOWN) for ring in rings)
    return [drawn for ring in cut if ring and (drawn := path(thinned(ring, STEP), closed=True))]


def _lines(lines: Iterable[Sequence[Point]], frame: Frame) -> list[str]:
    cut = (piece for line in lines for piece in clipped_line([frame.point(*point) for point in line], SHOWN))
    return [drawn for piece in cut if (drawn := path(thinned(piece, STEP)))]


def _marks(spots: Sequence[Spot], frame: Frame) -> list[Mark]:
    true = [frame.point(spot.longitude, spot.latitude) for spot in spots]
    return [_mark(each, spots, true) for each in clustered(true, (WIDTH, HEIGHT))]


def _mark(cluster: Cluster, spots: Sequence[Spot], true: Sequence[Point]) -> Mark:
    (x, y), held = cluster.at, [spots[rank] for rank in cluster.members]
    first, more = held[0], len(held) - 1
    return Mark(
        x=round(x),
        y=round(y),
        at=[(round(u), round(v)) for u, v in (true[rank] for rank in cluster.members) if hypot(x - u, y - v) > COVERS],
        number=f"{first.number}+{more}" if more else first.number,
        href=first.href,
        name=", ".join(dict.fromkeys(spot.name for spot in held if spot.name)),
        many=more > 0,
    )


def _towns(
    found: Iterable[dict[str, Any]], place: tuple[str, float, float] | None, frame: Frame, marks: Sequence[Mark]
) -> list[MapTown]:
    """The names that hide neither a mark nor one another, the largest towns first; where one looks from, before all."""
    named = [(place[0], *frame.point(place[2], place[1]))] if place else []
    named += [(town["name"], *frame.point(town["longitude"], town["latitude"])) for town in found]
    standing = [((mark.x, mark.y), not mark.at) for mark in marks]
    return placed(named, standing, (WIDTH, HEIGHT - SCALE_ROOM), main=bool(place))


def _scale(frame: Frame, marks: Iterable[Mark]) -> MapScale:
    """A bar of a round figure, a sixth of the width at least, in the bottom corner where there is no mark."""
    unit = frame.scale / KILOMETRES
    kilometres = next(length for length in ROUND if length * unit >= WIDTH / 6 or length == ROUND[-1])
    length = round(kilometres * unit)
    low = [mark.x for mark in marks if mark.y > HEIGHT - SCALE_ROOM - 20]
    taken = any(x > WIDTH - length - 40 for x in low) and not any(x < length + 40 for x in low)
    return MapScale(kilometres, 12 if taken else WIDTH - 12 - length, length)
