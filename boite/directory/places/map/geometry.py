"""Lines of a map made light: cut to what shows, without the points that nobody would see."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """The same line with fewer points, none of those left out being further than `tolerance` (Douglas and Peucker)."""
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, where = tolerance, 0
        for number in range(first + 1, last):
            distance = _distance(points[number], points[first], points[last])
            if distance > far:
                far, where = distance, number
        if where:
            kept.add(where)
            waiting += [(first, where), (where, last)]
    return [points[number] for number in sorted(kept)]


def thinned(points: Sequence[Point], step: float) -> list[Point]:
    """The same line without the points nearer than `step` to the one before: rougher than `simplified`, and quick."""
    kept = [points[0]]
    for point in points:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return kept if len(kept) > 1 else list(points)


def _distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a segment."""
    (x, y), (x1, y1), (x2, y2) = point, start, end
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    part = max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length)) if length else 0.0
    return float(((x1 + part * (x2 - x1) - x) ** 2 + (y1 + part * (y2 - y1) - y) ** 2) ** 0.5)


def clipped_ring(ring: Sequence[Point], box: Box) -> list[Point]:
    """What a closed ring covers of a box, closed along its sides (Sutherland and Hodgman); empty where nothing."""
    points = list(ring)
    across, down = [x for x, _ in points], [y for _, y in points]
    if max(across) < box[0] or min(across) > box[2] or max(down) < box[1] or min(down) > box[3]:
        return []
    if min(across) >= box[0] and max(across) <= box[2] and min(down) >= box[1] and max(down) <= box[3]:
        return points
    for axis, limit, sign in ((0, box[0], 1), (1, box[1], 1), (0, box[2], -1), (1, box[3], -1)):
        if not points:
            break
        before, kept = points[-1], list[Point]()
        for point in points:
            inside, was_inside = (point[axis] - limit) * sign >= 0, (before[axis] - limit) * sign >= 0
            if inside != was_inside:
                kept.append(_crossing(before, point, axis, limit))
            if inside:
                kept.append(point)
            before = point
        points = kept
    return points


def _crossing(start: Point, end: Point, axis: int, limit: float) -> Point:
    part = (limit - start[axis]) / (end[axis] - start[axis])
    return start[0] + part * (end[0] - start[0]), start[1] + part * (end[1] - start[1])


def clipped_line(line: Sequence[Point], box: Box) -> list[list[Point]]:
    """The stretches of an open line that may show in a box: whole segments, some of whose ends are outside."""
    stretches: list[list[Point]] = []
    joined = False
    for start, end in pairwise(line):
        left, right = sorted((start[0], end[0]))
        top, bottom = sorted((start[1], end[1]))
        shows = right >= box[0] and left <= box[2] and bottom >= box[1] and top <= box[3]
        if shows and joined:
            stretches[-1].append(end)
        elif shows:
            stretches.append([start, end])
        joined = shows
    return stretches


def path(points: Sequence[Point], *, closed: bool = False) -> str:
    """The `d` of an SVG path, in whole units from one point to the next."""
    rounded = [(round(x), round(y)) for x, y in points]
    steps = [(x - u, y - v) for (u, v), (x, y) in pairwise(rounded) if (x, y) != (u, v)]
    if not steps:
        return ""
    drawn = "".join(f"{x},{y} " for x, y in steps).strip()
    return f"M{rounded[0][0]},{rounded[0][1]}l{drawn}" + ("z" if closed else "")
