"""The totals of places, by their paths: what `published` makes pages of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from boite.database.connection import binary
from boite.database.long_lists import marks
from boite.database.rows import fetch_as, records
from boite.statistics.packing import unpacked
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path
from boite.statistics.rounding import BASE

Figures = Sequence[int | None]
"""Of one place and one period, by the number of the measure."""


@dataclass(frozen=True, slots=True)
class _Place:
    id: int
    path: str


PLACES = (
    "SELECT id, path FROM stat_place"
    " WHERE EXISTS (SELECT 1 FROM stat_headline WHERE stat_headline.place_id = stat_place.id)"
)
"""People are noted somewhere before anything is published of them."""


async def places_by_number(codes: list[str] | None) -> dict[int, Path]:
    """By number, those that have figures. A structure that moved has several: the newest is that of its figures."""
    only = f" AND code IN ({marks(codes)})" if codes is not None else ""
    rows = await records(_Place, f"{PLACES}{only} ORDER BY id", *(codes or ()))
    return {row.id: Path.read(row.path) for row in rows}


async def headlines(numbers: list[int], codes: list[str]) -> dict[tuple[int, str], Figures]:
    """By the numbers of places and the codes of periods."""
    return await _unpacked("stat_headline", numbers, codes, BASE)


async def headlines_inside(whole: Path, period: CountedPeriod) -> list[tuple[Path, Figures]]:
    """Those of all the places inside another one, in one period."""
    rows = await fetch_as(
        "SELECT p.path, h.figures FROM stat_headline h JOIN stat_place p ON p.id = h.place_id"
        " WHERE h.period = ? AND p.path LIKE ? ORDER BY p.id",
        period.code,
        f"{whole}/%",
    )
    found = [(Path.read(row["path"]), row["figures"]) for row in rows]
    return [(path, unpacked(binary(figures))) for path, figures in found if whole in path.upwards()]


async def totals(numbers: list[int], codes: list[str]) -> dict[tuple[int, str], Figures]:
    """Those of `totals.py`, by the numbers of places and the codes of periods."""
    return await _unpacked("stat_total", numbers, codes, 1)


async def _unpacked(table: str, numbers: list[int], codes: list[str], unit: int) -> dict[tuple[int, str], Figures]:
    if not numbers:
        return {}
    rows = await fetch_as(
        f"SELECT place_id, period, figures FROM {table} WHERE place_id IN ({marks(numbers)})"
        f" AND period IN ({marks(codes)})",
        *numbers,
        *codes,
    )
    return {(row["place_id"], row["period"]): unpacked(binary(row["figures"]), unit) for row in rows}


def at(figures: Figures, number: int) -> int | None:
    """One of them; None where it is not counted there, or was not yet."""
    return figures[number] if number < len(figures) else None


def latest(
    known: Mapping[int, Path],
    heads: Mapping[tuple[int, str], Figures],
    places: Collection[Path],
    period: CountedPeriod,
) -> tuple[Path, int] | None:
    """The newest of these paths that has figures in a period, with its number."""
    there = [number for number, path in known.items() if path in places and (number, period.code) in heads]
    return (known[max(there)], max(there)) if there else None


def figures_of(
    known: Mapping[int, Path],
    heads: Mapping[tuple[int, str], Figures],
    places: Collection[Path],
    period: CountedPeriod,
) -> Figures:
    """Those of that path; empty where none has any."""
    found = latest(known, heads, places, period)
    return heads[found[1], period.code] if found else ()
