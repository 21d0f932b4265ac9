"""How far two places are from each other, as the crow flies."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

EARTH = 6371.0
"""Kilometres."""


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """The distance between two places on the sphere, in kilometres (haversine)."""
    first, second = radians(latitude), radians(other_latitude)
    east = radians(other_longitude - longitude)
    chord = sin((second - first) / 2) ** 2 + cos(first) * cos(second) * sin(east / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, chord)))
