"""What lies under the marks of a map: the outlines of the region, its rivers, the names of its towns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from boite.database.connection import fetch
from boite.database.long_lists import marks
from boite.directory.models import REGION, Commune
from boite.directory.places.map.geometry import Box, Point, simplified

DRAWN = Path(__file__).with_name("outlines.json")
"""Six departments and five rivers drawn by hand, for as long as no official outline has been imported."""
FINE = 0.003
"""Degrees (about 300 m): finer detail of an official outline would only weigh."""
TOWNS = 40
Rings = tuple[tuple[Point, ...], ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Rings and lines of (longitude, latitude)."""

    areas: Rings
    rivers: Rings
    chosen: Rings = ()
    """The territory that the page is about."""


async def read(territory: str = "") -> Ground:
    """The region's departments and rivers, and one territory to bring out."""
    found = await outlines([REGION, territory])
    chosen = found.get(territory, ()) if territory != REGION else ()
    return Ground(found.get(REGION) or _drawn("departments"), _drawn("rivers"), chosen)


async def outlines(codes: Sequence[str]) -> dict[str, Rings]:
    """By code, the outlines of those of these territories that have one."""
    if not codes:
        return {}
    rows = await fetch(f"SELECT code, outline FROM directory_territory WHERE code IN ({marks(codes)})", *codes)
    return {row["code"]: _rings(_text(row["outline"])) for row in rows if row["outline"]}


async def towns(box: Box) -> list[dict[str, Any]]:
    """The most populous communes between two longitudes and two latitudes: `name`, `longitude`, `latitude`."""
    west, south, east, north = box
    within = Commune.filter(
        longitude__gte=west, longitude__lte=east, latitude__gte=south, latitude__lte=north, population__gt=0
    )
    return list(await within.order_by("-population").limit(TOWNS).values("name", "longitude", "latitude"))


def _text(outline: Any) -> str:
    """SQLite gives the text of a JSON column; a driver that reads it gives it back as text."""
    return outline if isinstance(outline, str) else json.dumps(outline)


@lru_cache(maxsize=32)
def _rings(text: str) -> Rings:
    """An outline read and lightened once: the text is the key, so a new import shows at once."""
    return tuple(
        tuple(simplified([(float(x), float(y)) for x, y in ring], FINE)) for ring in json.loads(text) or [] if ring
    )


@lru_cache(maxsize=2)
def _drawn(what: str) -> Rings:
    drawn = json.loads(DRAWN.read_text(encoding="utf-8"))[what]
    return tuple(tuple((float(x), float(y)) for x, y in line) for line in drawn.values())
