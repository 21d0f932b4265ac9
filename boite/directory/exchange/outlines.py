"""The outlines of territories, for the map: GeoJSON, made light enough for a page."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterator
from math import hypot
from typing import Any

from boite.directory.exchange.files import Source, Unreadable
from boite.directory.exchange.report import ImportReport, LineOutcome, ReportLine, readable
from boite.directory.places.place_rows import REGION, Territory

Point = tuple[float, float]
Ring = list[list[float]]
TOLERANCE = 0.004
"""Degrees that a simplified line may stray from the true one: about 300 m, less than a pixel of the region's map."""
DECIMALS = 3
_DEPARTMENT = re.compile(r"[0-9][0-9AB]|97[0-9]")


async def prepare(source: Source, report: ImportReport) -> Callable[[], Awaitable[None]]:
    """Read everything. Departments together are the region's outline; other features are territories."""
    known = {row.code: row for row in await Territory.all()}
    if not known:
        raise Unreadable("Importez d'abord les territoires : ce fichier donne leurs contours.")
    wanted = await asyncio.to_thread(_read, source, report, set(known))

    async def write() -> None:
        for number, code, rings in wanted:
            row = known[code]
            same = row.outline == rings
            if not same:
                await Territory.filter(code=code).update(outline=rings)
            outcome = (
                LineOutcome.UNCHANGED if same else LineOutcome.CREATED if row.outline is None else LineOutcome.CHANGED
            )
            fields = ["contour"] if outcome == LineOutcome.CHANGED else []
            line = ReportLine(
                number=number, what="contour", identifier=code, name=row.name, outcome=outcome, fields=fields
            )
            report.add(line)

    return write


def _read(source: Source, report: ImportReport, known: set[str]) -> list[tuple[int, str, list[Ring]]]:
    found, region = list[tuple[int, str, list[Ring]]](), list[Ring]()
    for number, feature in source.rows:
        code, name = _named(feature)
        try:
            rings = list(_rings(feature))
        except ValueError as error:
            report.refuse(number, "contour", str(error), identifier=code, name=name)
            continue
        if code in known:
            found.append((number, code, rings))
        elif _DEPARTMENT.fullmatch(code) and REGION in known:
            region += rings
        else:
            report.refuse(number, "contour", "Ce territoire n'est pas dans l'annuaire.", identifier=code, name=name)
    return [*found, *([(0, REGION, region)] if region else [])]


def _named(feature: Any) -> tuple[str, str]:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    known = properties if isinstance(properties, dict) else {}
    return readable(known.get("code", ""), 40), readable(known.get("nom", ""), 120)


def _rings(feature: Any) -> Iterator[Ring]:
    """The rings of a feature, simplified. Raises ValueError."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        raise ValueError("Il faut un contour : Polygon ou MultiPolygon.")
    polygons = geometry.get("coordinates")
    for polygon in polygons if geometry["type"] == "MultiPolygon" and isinstance(polygons, list) else [polygons]:
        if not isinstance(polygon, list):
            raise ValueError("Ce contour est mal écrit.")
        for ring in polygon:
            if light := _light(ring):
                yield light


def _light(ring: Any) -> Ring | None:
    """A ring with as few points as the map needs; None where it is smaller than a pixel. Raises ValueError."""
    points = [_point(each) for each in ring] if isinstance(ring, list) else []
    if len(points) < 4 or points[0] != points[-1]:
        raise ValueError("Ce contour n'est pas fermé.")
    middle = max(range(len(points)), key=lambda index: _far(points[index], points[0]))
    halves = [*_simplified(points[: middle + 1])[:-1], *_simplified(points[middle:])]
    kept = [[round(longitude, DECIMALS), round(latitude, DECIMALS)] for longitude, latitude in halves]
    kept = [each for index, each in enumerate(kept) if index == 0 or each != kept[index - 1]]
    return kept if len(kept) >= 4 else None


def _point(value: Any) -> Point:
    if not isinstance(value, list) or len(value) < 2:
        raise ValueError("Un point de ce contour est mal écrit.")
    longitude, latitude = value[:2]
    if not all(isinstance(each, int | float) and abs(each) <= 180 for each in (longitude, latitude)):
        raise ValueError("Un point de ce contour est mal écrit.")
    return float(longitude), float(latitude)


def _far(point: Point, other: Point) -> float:
    return hypot(point[0] - other[0], point[1] - other[1])


def _simplified(points: list[Point]) -> list[Point]:
    """Ramer, Douglas and Peucker's algorithm, without recursion: a coast has thousands of points."""
    kept, spans = {0, len(points) - 1}, [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        between = range(first + 1, last)
        farthest = max(between, key=lambda index: _away(points[index], points[first], points[last]), default=first)
        if farthest != first and _away(points[farthest], points[first], points[last]) > TOLERANCE:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [points[index] for index in sorted(kept)]


def _away(point: Point, start: Point, end: Point) -> float:
    """The distance from a point to a segment, in degrees."""
    wide, high = end[0] - start[0], end[1] - start[1]
    length = wide * wide + high * high
    if not length:
        return _far(point, start)
    along = ((point[0] - start[0]) * wide + (point[1] - start[1]) * high) / length
    along = min(1.0, max(0.0, along))
    return _far(point, (start[0] + along * wide, start[1] + along * high))
