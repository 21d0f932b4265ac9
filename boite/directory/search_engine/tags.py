"""Words that nobody types, put in the index so that filters, hours and places are answered by it too.

Each begins with an underscore, which no word of a text can hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from math import cos, floor, radians

from boite.clock import PARIS, today
from boite.directory.sheet.opening_words import openings

NAMED = "="
"""What begins a word of a name: « =cio » beside « cio »."""
OFFERED = "+"
"""What begins a word of a name, of a service or of where it is: « +permis » beside « permis »."""
TOLD = "_w"
"""What begins a word of a text that says it in passing, and does not stand alone."""
NOWHERE = "_nowhere"
"""Marks what has no coordinates."""
CELLS = {"f": (0.025, 5), "m": (0.1, 20), "c": (0.5, 150)}
"""Letter of each size of cells: degrees of its side (about 3, 11 and 55 km), and the radius that it serves (km)."""
DEGREE = 111.195
"""Kilometres of a degree of latitude."""
HOURS = (0, 8, 12, 13, 14, 18, 24)
"""The parts of a day that the index knows. What it lets through is then checked to the minute."""
PREPARED = timedelta(days=2 * 366)
"""How long ahead hours are looked at."""


def public(code: str) -> str:
    """Marks what receives this public."""
    return f"_p{_plain(code)}"


def need(code: str) -> str:
    """Marks what answers this need, a category or a `Thematique`."""
    return f"_n{_plain(code)}"


def need_of(category: str, code: str) -> str:
    """Marks what answers this category of needs for this public, in one and the same service."""
    return f"_x{_plain(category)}_{_plain(code)}"


def network(code: str) -> str:
    """Marks the members of a network."""
    return f"_r{_plain(code)}"


def territory(code: str) -> str:
    """Marks what belongs to a territory, or receives there."""
    return f"_t{_plain(code)}"


def coded(letter: str, code: str) -> str:
    """Marks what has this code in a field of this letter (`Field.tagged`): a language, a rule of appointments."""
    return f"_{letter}{_plain(code)}"


def open_on(weekday: int) -> tuple[str, ...]:
    """Marks what is open in some part of this day of the week (0: Monday)."""
    return tuple(_part(weekday, number) for number in range(len(HOURS) - 1))


@lru_cache(maxsize=1024)
def _plain(code: str) -> str:
    return re.sub(r"[^a-z0-9]", "", code.lower())


def cells(latitude: float, longitude: float) -> list[str]:
    """The cells that hold this place, in degrees: one of each size."""
    return [_cell(size, floor(latitude / side), floor(longitude / side)) for size, (side, _) in CELLS.items()]


def cells_around(latitude: float, longitude: float, radius: float) -> list[str]:
    """The cells that hold everything within `radius` kilometres, and more; empty where that would be nearly all."""
    size = next((size for size, (_, until) in CELLS.items() if radius <= until), "")
    if not size:
        return []
    side, _ = CELLS[size]
    north = radius / DEGREE
    east = north / max(cos(radians(min(abs(latitude) + north, 89))), 0.01)
    rows = range(floor((latitude - north) / side), floor((latitude + north) / side) + 1)
    columns = range(floor((longitude - east) / side), floor((longitude + east) / side) + 1)
    return [_cell(size, row, column) for row, column in product(rows, columns)]


def _cell(size: str, row: int, column: int) -> str:
    """Counted from a corner of the world, so that no number is negative."""
    return f"_{size}{row + 4000}_{column + 8000}"


def open_at(at: datetime) -> str:
    """Marks what is open on some week in this part of this day."""
    local = at.astimezone(PARIS)
    return _part(local.weekday(), _number(local.hour))


def _number(hour: int) -> int:
    return next(number for number, end in enumerate(HOURS[1:]) if hour < end)


def _part(weekday: int, number: int) -> str:
    return f"_o{weekday}{number}"


def open_parts(expression: str) -> frozenset[str]:
    """The parts of the week when these hours are open at least once in the time to come."""
    return _open_parts(expression, today()) if expression else frozenset()


@lru_cache(maxsize=4096)
def _open_parts(expression: str, day: date) -> frozenset[str]:
    found: set[str] = set()
    for start, end in openings(expression, datetime.combine(day, time()), PREPARED):
        found.update(_parts(start, min(end, start + timedelta(days=8))))
    return frozenset(found)


def _parts(start: datetime, end: datetime) -> Iterator[str]:
    """The parts that a stretch of time touches."""
    moment = start
    while moment < end:
        number = _number(moment.hour)
        yield _part(moment.weekday(), number)
        moment = datetime.combine(moment.date(), time()) + timedelta(hours=HOURS[number + 1])
