"""What a period must show at least: a quarter never shows fewer people than a month of its own, nor a year.

Those were published before it, and stay as they are. The rounding nearly always says so by itself: who is counted in a
month is in its quarter, under the same offset. But a structure may have been alone in its territory for a while: one
cell with it, under another offset; and people may have left a place that contains another. Only where the exact number
of the period is not below: who moved meanwhile is counted where they were last.
"""

from __future__ import annotations

from collections.abc import Iterator

from boite.statistics.crowds import Cell, Crowds, is_rounded, step_of
from boite.statistics.exact_numbers import Numbers, top_down
from boite.statistics.grid import PLACE_OF, SHAPES, wholes, wholes_first
from boite.statistics.measures import SLOTS
from boite.statistics.packing import unpacked
from boite.statistics.places import Path
from boite.statistics.prepared import Prepared
from boite.statistics.rounding import ACCOUNTS_NUMBER, FOLLOWED_NUMBER, ORDER, all_named_one
from boite.statistics.totals import TOTALS


class Floors:
    """The highest figures that were published of the parts of a period, cell by cell, and of what they contain."""

    def __init__(self, exact: Numbers, crowds: Crowds) -> None:
        """`exact` and `crowds` are the numbers of the whole period."""
        self._exact, self._crowds = exact, crowds
        self._numbers = Numbers()
        self.totals: dict[Cell, int] = {}

    def add(self, part: Numbers, crowds: Crowds, made: Prepared) -> None:
        """Take in a part: its exact numbers, and what is published of it. Older photographs are of no use."""
        for place, rank, number, shown in _headcounts(made):
            if shown and part.at(place, rank, number) <= self._exact.at(place, rank, number):
                _raise(self._numbers.of(place), rank * SLOTS + number, shown)
        for cell, shown in _totals(made):
            people = self._crowds.exact(cell)
            if shown and crowds.exact(cell) <= people and shown < people + step_of(cell):  # rows may be gone since
                self.totals[cell] = max(self.totals.get(cell, 0), shown)

    def numbers(self) -> Numbers:
        """Those of people. What contains a cell has its floor too, or would hold it down; what is as large as what
        contains it too, or one cell would have two figures.
        """
        least, pairs = self._numbers, list(self._pairs())
        for part, inside, whole, around in reversed(pairs):
            if floor := least.of(part)[inside]:
                _raise(least.of(whole), around, floor)
        for part, inside, whole, around in pairs:
            if self._exact.by_place[part][inside] == self._exact.by_place[whole][around]:
                _raise(least.of(part), inside, least.of(whole)[around])
        return least

    def _pairs(self) -> Iterator[tuple[Path, int, Path, int]]:
        """Each cell that holds somebody, and one that contains it: wholes first. A place, a slot, twice."""
        for place in top_down(self._exact):
            above, found = place.parent, self._exact.by_place[place]
            for rank in wholes_first(place.size):
                there = PLACE_OF[above.size][SHAPES[place.size][rank]] * SLOTS if above is not None else 0
                for number, whole in ORDER:
                    slot = rank * SLOTS + number
                    if not found[slot]:
                        continue
                    if above is not None:
                        yield place, slot, above, there + number
                        if number == ACCOUNTS_NUMBER and all_named_one(self._exact, place, rank):
                            yield place, slot, above, there + FOLLOWED_NUMBER
                    for larger in wholes(place.size)[rank]:
                        yield place, slot, place, larger * SLOTS + number
                    if whole is not None:
                        yield place, slot, place, rank * SLOTS + whole


def _raise(cells: list[int], slot: int, floor: int) -> None:
    cells[slot] = max(cells[slot], floor)


def _headcounts(made: Prepared) -> Iterator[tuple[Path, int, int, int | None]]:
    """Place, rank of the shape, number of the measure, what is shown."""
    for place, stored in made.headlines.items():
        for number, shown in enumerate(unpacked(stored)):
            yield place, 0, number, shown
    for (place, number), crossing in made.crossings.items():
        if crossing.as_of == made.period.code:
            for rank, shown in enumerate(unpacked(crossing.figures)):
                yield place, rank, number, shown


def _totals(made: Prepared) -> Iterator[tuple[Cell, int | None]]:
    for place, stored in made.totals.items():
        shown = unpacked(stored, 1)
        for total in TOTALS:
            if total.number < len(shown) and is_rounded((total.code, place)):
                yield (total.code, place), shown[total.number]
    yield from made.flows.items()
