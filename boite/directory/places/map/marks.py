"""Marks of a map that do not hide one another: neighbours are pushed apart, and stay in the frame."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, hypot, pi, sin

from boite.directory.places.map.geometry import Point

APART = 28
"""Units between the middles of two marks."""
EDGE = 15
PASSES = 40
TURN = pi * (3 - 5**0.5)
"""The golden angle: places that are one and the same leave in directions that differ."""


def spread(places: Sequence[Point], size: tuple[int, int]) -> list[Point]:
    """Where to draw a mark for each place, in the same order. The same places always give the same drawing."""
    marks = [_kept_inside((x + cos(at * TURN) / 8, y + sin(at * TURN) / 8), size) for at, (x, y) in enumerate(places)]
    for _ in range(PASSES):
        if not _push(marks, size):
            break
    return marks


def _push(marks: list[Point], size: tuple[int, int]) -> bool:
    """Push every two that are too close by half of what they lack; whether there were any."""
    pushed = False
    for one in range(len(marks)):
        for other in range(one + 1, len(marks)):
            (x, y), (u, v) = marks[one], marks[other]
            if abs(x - u) >= APART or abs(y - v) >= APART:
                continue
            distance = hypot(u - x, v - y) or 0.01
            if distance > APART - 0.5:
                continue
            pushed = True
            share = (APART - distance) / distance / 2
            right, down = (u - x) * share, (v - y) * share
            marks[one] = _kept_inside((x - right, y - down), size)
            marks[other] = _kept_inside((u + right, v + down), size)
    return pushed


def _kept_inside(place: Point, size: tuple[int, int]) -> Point:
    return max(EDGE, min(size[0] - EDGE, place[0])), max(EDGE, min(size[1] - EDGE, place[1]))
