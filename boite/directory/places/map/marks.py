"""Marks of a map that a finger may press one by one: those that would touch become one that counts them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import hypot

from boite.directory.places.map.geometry import Point

APART = 48
"""Units between the middles of two marks: 44 pixels on the narrowest screen, where the drawing is 280 pixels wide."""
EDGE = 24


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where to draw one mark, and the places that it stands for, by their rank."""

    at: Point
    members: tuple[int, ...]


def clustered(places: Sequence[Point], size: tuple[int, int]) -> list[Cluster]:
    """Marks at `APART` at least from one another, for every place. The same places always give the same drawing."""
    inside = [_kept_inside(place, size) for place in places]
    found = [Cluster(place, (rank,)) for rank, place in enumerate(inside)]
    while near := _nearest(found):
        one, other = near
        members = tuple(sorted((*one.members, *other.members)))
        middle = tuple(sum(inside[rank][axis] for rank in members) / len(members) for axis in (0, 1))
        found = [each for each in found if each is not one and each is not other]
        found.append(Cluster((middle[0], middle[1]), members))
    return sorted(found, key=lambda each: each.members)


def _nearest(found: Sequence[Cluster]) -> tuple[Cluster, Cluster] | None:
    """The two that are the nearest to each other, where they are too near."""
    pairs = [
        (hypot(one.at[0] - other.at[0], one.at[1] - other.at[1]), one, other) for one, other in combinations(found, 2)
    ]
    far, one, other = min(pairs, key=lambda pair: pair[0], default=(float(APART), None, None))
    return (one, other) if far < APART and one and other else None


def _kept_inside(place: Point, size: tuple[int, int]) -> Point:
    return max(EDGE, min(size[0] - EDGE, place[0])), max(EDGE, min(size[1] - EDGE, place[1]))
