"""One measure of one place by public and by age, as it is read: what the grid crosses (`grid`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from boite.accounts.ages import FINE, GROUPINGS, THREE
from boite.accounts.situations import SITUATIONS
from boite.database.connection import binary
from boite.database.long_lists import marks
from boite.database.rows import records
from boite.statistics import periods
from boite.statistics.derived import Cell
from boite.statistics.grid import PLACE_OF, PUBLICS, TOTAL, Shape
from boite.statistics.measures import Headcount
from boite.statistics.packing import unpacked
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path, PlaceSize


@dataclass(frozen=True, slots=True)
class CrossingLine:
    """One line of a crossing."""

    label: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Crossings:
    """One measure of one place by public and by age."""

    size: PlaceSize
    as_of: CountedPeriod
    """What they are the photograph of: an older month than the period for what a structure holds."""
    figures: Sequence[int | None]
    total: int

    def cell(self, shape: Shape) -> Cell | None:
        """One of its cells; None for one that is not counted at this level."""
        rank = PLACE_OF[self.size].get(shape)
        found = self.figures[rank] if rank is not None and rank < len(self.figures) else None
        return None if found is None else Cell(found)

    def by_public(self) -> list[CrossingLine]:
        """The twelve publics."""
        return self._rows((SITUATIONS[code], Shape(publics=1 << rank)) for rank, code in enumerate(PUBLICS))

    def by_age(self, grouping: str = "france-travail") -> list[CrossingLine]:
        """The bands of one of the groupings of `ages.GROUPINGS`; for a structure, of « france-travail » alone."""
        found = self._rows((band.label, Shape(ages=band.mask)) for band in GROUPINGS[grouping])
        return found if len(found) == len(GROUPINGS[grouping]) else []  # « 25-49 » is a band of two of them

    def by_fine_age(self) -> list[CrossingLine]:
        """The fifteen ages of a department or of the region; empty elsewhere."""
        found = self._rows((label, Shape(ages=1 << rank)) for rank, label in enumerate(FINE))
        return found if len(found) == len(FINE) else []  # « 18-21 » is a band elsewhere

    def by_public_and_age(self) -> list[tuple[str, list[CrossingLine]]]:
        """Each public by the three ages, from the territory up; empty for a structure."""
        return self._lines([(band.label, band.mask) for band in THREE])

    def by_public_and_fine_age(self) -> list[tuple[str, list[CrossingLine]]]:
        """Each public by the fifteen ages, for the region; empty elsewhere."""
        return self._lines([(label, 1 << rank) for rank, label in enumerate(FINE)])

    def _lines(self, ages: list[tuple[str, int]]) -> list[tuple[str, list[CrossingLine]]]:
        lines = (
            (SITUATIONS[code], self._rows((label, Shape(1 << rank, mask)) for label, mask in ages))
            for rank, code in enumerate(PUBLICS)
        )
        return [(label, rows) for label, rows in lines if rows]

    def _rows(self, shapes: Iterable[tuple[str, Shape]]) -> list[CrossingLine]:
        found = ((label, self.cell(shape)) for label, shape in shapes)
        return [CrossingLine(label, cell) for label, cell in found if cell is not None]


@dataclass(frozen=True, slots=True)
class _Crossed:
    measure: int
    as_of: str
    figures: bytes


async def crossings_of(
    place: Path, number: int, period: CountedPeriod, detailed: Collection[Headcount]
) -> dict[int, Crossings]:
    """By their numbers, these measures of a place; those that are too small for it are absent (rule R2)."""
    if not detailed:
        return {}
    rows = await records(
        _Crossed,
        "SELECT measure, as_of, figures FROM stat_figure WHERE place_id = ? AND period = ?"
        f" AND measure IN ({marks(detailed)})",
        number,
        period.code,
        *(each.number for each in detailed),
    )
    found = {}
    for row in rows:
        figures = unpacked(binary(row.figures))
        as_of = periods.read(row.as_of) or period
        found[row.measure] = Crossings(place.size, as_of, figures, figures[PLACE_OF[place.size][TOTAL]] or 0)
    return found
