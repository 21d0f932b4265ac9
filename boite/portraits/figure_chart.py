"""The small drawing beside a figure: where things are in it, per hundred of its width. The page makes the SVG."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boite.portraits.questions import Unit
from boite.portraits.reckoning import Reckoned

WIDTH = 200.0
SLIMMEST = 1.5
"""What is not nothing shows."""
TOP, BOTTOM, THICK = 2.0, 16.0, 12.0
HERE, REGION = "bar-here", "bar-region"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `kind` is its class."""

    kind: str
    x: float
    y: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """Some bars, and where zero is where it is not at the left."""

    bars: tuple[Bar, ...]
    zero: float | None = None


def drawing(here: Reckoned | None, region: Reckoned | None, unit: Unit) -> Drawing | None:
    """Both beside each other. None where there is nothing to compare, or where sizes alone would be compared."""
    if here is None or region is None or unit == Unit.BALANCE:
        return None
    if unit == Unit.COUNT:
        return _part(here.low, region.low) if here.year == region.year else None
    return _beside(here, region)


def _part(here: float, region: float) -> Drawing | None:
    """The whole region, and what is here of it."""
    if region <= 0:
        return None
    inside = min(WIDTH, max(SLIMMEST, WIDTH * here / region)) if here else 0
    return Drawing((_bar(REGION, 0, 9, WIDTH), _bar(HERE, 0, 9, inside)))


def _beside(here: Reckoned, region: Reckoned) -> Drawing | None:
    """Two bars from zero; from the lowest commune to the highest for a spread."""
    low, high = min(0, here.low, region.low), max(0, here.high, region.high)
    if high <= low:
        return None

    def place(value: float) -> float:
        return WIDTH * ((value - low) / (high - low))

    bars = (_from(HERE, here, TOP, place), _from(REGION, region, BOTTOM, place))
    return Drawing(bars, round(place(0), 2) if low < 0 else None)


def _from(kind: str, reckoned: Reckoned, y: float, place: Callable[[float], float]) -> Bar:
    first, last = map(place, sorted((reckoned.low if reckoned.places else 0, reckoned.high)))
    return _bar(kind, first, y, max(SLIMMEST, last - first))


def _bar(kind: str, x: float, y: float, width: float) -> Bar:
    return Bar(kind, round(min(x, WIDTH - min(width, SLIMMEST)), 2), y, round(width, 2))
