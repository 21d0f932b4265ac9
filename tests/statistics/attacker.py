"""Whoever reads every published table and knows the method: linear programming over all that the tables imply.

The unknowns are the numbers of people of each structure (or of none), public and age: every cell is a sum of them. A
figure shown says between which bounds its cell is; figures add up, so bounds narrow. For one cell, the least and the
most that it may hold: its whole numbers in between are what the attacker still hesitates about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor

import highspy
import numpy as np

from boite.statistics.exact_numbers import Numbers
from boite.statistics.grid import NO_AGE, PUBLICS, SHAPES, Shape
from boite.statistics.measures import SLOTS
from boite.statistics.places import Path

Cell = tuple[Path, int]
"""A place, and the rank of a shape of its level."""
EPSILON = 1e-6
Column = np.ndarray[tuple[int], np.dtype[np.float64]]
Rank = np.ndarray[tuple[int], np.dtype[np.int32]]
OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "presolve": "off",
    "solver": "simplex",
    "simplex_strategy": 4,
    "threads": 1,
}
"""The primal simplex, from where the last question ended: 20 ms a question, and 400 by default."""


def of_rounding(shown: int) -> tuple[float, float]:
    """Rounded with an unknown offset, then perhaps capped: at most 4 away."""
    return max(0, shown - 4), shown + 4


@dataclass(frozen=True, slots=True)
class Known:
    """What the attacker knows of one cell."""

    cell: Cell
    least: float
    most: float


class Attacker:
    """One linear program, asked many questions.

    It reads several tables of the same people together: months and their quarter, or measures one in the other.
    `within`: each person of the first is in the second. `covers`: each person of the first is in one of the others.
    `publics`: those that are somewhere in the region, where the attacker knows it.
    """

    def __init__(
        self,
        tables: Sequence[Iterable[Known]],
        places: Iterable[Path],
        within: Iterable[tuple[int, int]] = (),
        covers: Iterable[tuple[int, Sequence[int]]] = (),
        publics: Iterable[int] = range(len(PUBLICS)),
    ) -> None:
        self._atoms, self._tables = _Atoms(places, publics), len(tables)
        self._solver = solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            solver.setOptionValue(option, value)
        size = len(self._atoms)
        solver.addVars(size * len(tables), self._zeros(), np.full(size * len(tables), highspy.kHighsInf))
        for table, known in enumerate(tables):
            for each in known:
                columns = self._atoms.of(each.cell) + size * table
                solver.addRow(each.least, each.most, len(columns), columns, np.ones(len(columns)))
        ones = [(small, [large]) for small, large in within]
        for atom in range(size):
            for less, more in [*ones, *((whole, list(parts)) for whole, parts in covers)]:
                columns = np.array([less * size + atom, *(table * size + atom for table in more)], dtype=np.int32)
                factors = np.array([-1.0, *[1.0] * len(more)])
                solver.addRow(0, highspy.kHighsInf, len(columns), columns, factors)

    def values_left(self, cell: Cell, table: int = 0) -> int:
        """How many whole numbers the cell of one of the tables may still be."""
        columns = self._atoms.of(cell) + len(self._atoms) * table
        everything = np.arange(len(self._atoms) * self._tables, dtype=np.int32)
        ends = []
        for sense in (highspy.ObjSense.kMinimize, highspy.ObjSense.kMaximize):
            self._solver.changeColsCost(len(everything), everything, self._zeros())
            self._solver.changeColsCost(len(columns), columns, np.ones(len(columns)))
            self._solver.changeObjectiveSense(sense)
            self._solver.run()
            assert self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal, self._solver.getModelStatus()
            ends.append(self._solver.getInfo().objective_function_value)
        return floor(ends[1] + EPSILON) - ceil(ends[0] - EPSILON) + 1

    def _zeros(self) -> Column:
        return np.zeros(len(self._atoms) * self._tables)


class _Atoms:
    """The unknowns: people of one smallest place, public and age. The published shapes group ages, so these do."""

    def __init__(self, places: Iterable[Path], publics: Iterable[int]) -> None:
        self._places = sorted(set(places), key=str)
        self._kinds = [(public, age) for public in sorted(set(publics)) for age in range(NO_AGE + 1)]
        self._of: dict[Cell, Rank] = {}

    def __len__(self) -> int:
        return len(self._places) * len(self._kinds)

    def of(self, cell: Cell) -> Rank:
        """The unknowns that add up to a cell."""
        if cell not in self._of:
            place, shape = cell[0], SHAPES[cell[0].size][cell[1]]
            inside = [n for n, each in enumerate(self._places) if place in each.upwards()]
            self._of[cell] = np.array(
                [n * len(self._kinds) + k for n in inside for k in self._held(shape)], dtype=np.int32
            )
        return self._of[cell]

    def _held(self, shape: Shape) -> list[int]:
        return [k for k, (public, age) in enumerate(self._kinds) if shape.holds(public, age)]


def small_cells(exact: Numbers, number: int) -> list[Cell]:
    """The cells that hold one to four people: those to protect."""
    return [
        (place, rank)
        for place in exact.by_place
        for rank in range(len(SHAPES[place.size]))
        if 1 <= exact.at(place, rank, number) <= 4
    ]


def empty_cells(exact: Numbers, number: int) -> list[Cell]:
    """Those that hold nobody: an attacker may know them all."""
    return [
        (place, rank)
        for place in exact.by_place
        for rank in range(len(SHAPES[place.size]))
        if not exact.by_place[place][rank * SLOTS + number]
    ]
