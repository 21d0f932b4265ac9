"""Exact totals, in the memory of the chore and nowhere else: how many members each cell has, and how they are shown.

A cell is one total of one place, or the people led from one place to another. Cells that have the very same members
show one figure, whatever their names: two draws of one number would narrow it (docs/secret-statistique.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from boite.statistics.places import Path, PlaceSize
from boite.statistics.rounding import drawn_offset
from boite.statistics.total_kinds import ENOUGH_ACTS, STEPS, Heading, Sort, Total
from boite.statistics.totals import TOTAL_OF, TOTALS

_MARK_BITS = 64


@dataclass(frozen=True, slots=True)
class Led:
    """Who was led from one place to another, as one place tells it."""

    told_by: Path
    origin: Path
    destination: Path

    def __str__(self) -> str:
        return f"{self.origin}>{self.destination}"


Cell = tuple[str, Path] | Led
"""The code of a total and a place; or a flow."""


@dataclass(slots=True)
class _Members:
    people: int = 0
    mark: int = 0
    """What tells two sets of members apart, without keeping them: the sum of numbers drawn for each."""


@dataclass(slots=True)
class Crowds:
    """The members of each cell of one period."""

    cells: dict[Cell, _Members] = field(default_factory=dict)
    acting: dict[Cell, int] = field(default_factory=dict)
    """How many people did the acts of a total, where it is known who: too few, and it is not shown."""
    structures: set[Path] = field(default_factory=set)
    """Those of the directory: all are told of, or to be told of would say that somebody is there."""
    _chance: Random = field(default_factory=lambda: Random(0))  # noqa: S311 - it tells sets apart, and hides nothing

    def member(self) -> int:
        """A new member, for `add`."""
        return self._chance.getrandbits(_MARK_BITS)

    def add(self, code: str, places: Iterable[Path], times: int = 1, member: int | None = None) -> None:
        """One more in a total of these places, which are told once each; or so many times, of nobody in particular."""
        for place in set(places):
            if place.size in TOTAL_OF[code].levels and place.shown:
                self._put((code, place), times, self.member() if member is None else member)

    def lead(self, origin: Path, destination: Path, member: int) -> None:
        """Somebody was led from a structure to another: the region tells of territories, a territory of structures."""
        ends = [Path(each.codes[: PlaceSize.TERRITORY + 1]) for each in (origin, destination)]
        if all(each.shown and each.size == PlaceSize.TERRITORY for each in ends):
            self._put(Led(Path(origin.codes[:1]), *ends), 1, member)
        if ends[0].shown and ends[0].size == PlaceSize.TERRITORY:
            self._put(Led(ends[0], origin, destination), 1, member)

    def exact(self, cell: Cell) -> int:
        """How many there are."""
        return self.cells[cell].people if cell in self.cells else 0

    def _put(self, cell: Cell, times: int, member: int) -> None:
        there = self.cells.setdefault(cell, _Members())
        there.people += times
        there.mark = (there.mark + member) % (1 << _MARK_BITS)


Shown = dict[Cell, int]
"""What is shown: 0 for « moins de 5 », and for acts that are too few."""


def shown_totals(exact: Crowds, secret: bytes, least: Mapping[Cell, int] | None = None) -> Shown:
    """Each cell as it is shown: people to 5, acts to 10, objects exactly. A part never shows more than its wholes.

    `least` is what must be shown at least: what parts of this period showed, of no more people (`floors`).
    """
    found: Shown = {}
    groups = _alike(exact)
    floors = _floors(groups, exact, least or {})
    for alike in groups:
        value = _shown(alike, exact, found, secret, floors.get(alike[0], 0))
        found.update(dict.fromkeys(alike, value))
    return found


def _shown(alike: Sequence[Cell], exact: Crowds, found: Shown, secret: bytes, floor: int) -> int:
    """The one figure of cells that have the very same members: one draw, and what contains any of them caps it."""
    people, sort = exact.cells[alike[0]].people, _sort(alike[0])
    if sort == Sort.OBJECTS:
        return people
    if sort == Sort.ACTS and min(people, *(exact.acting.get(cell, people) for cell in alike)) < ENOUGH_ACTS:
        return 0
    base = step_of(alike[0])
    value = max(floor, base * ((people + drawn_offset(secret, min(map(_name, alike)), base)) // base))
    for cell in alike:
        for whole in _wholes(cell):
            if whole in found and people <= exact.exact(whole):  # a letter of the region is not one of its territories'
                value = min(value, found[whole])
    return value


def _floors(groups: Sequence[Sequence[Cell]], exact: Crowds, least: Mapping[Cell, int]) -> dict[Cell, int]:
    """By cell, what it shows at least: its own floor, that of its group, and those of its parts, which it would cap."""
    found = dict(least)
    for alike in reversed(groups) if least else ():
        people, floor = exact.cells[alike[0]].people, max(found.get(cell, 0) for cell in alike)
        found.update(dict.fromkeys(alike, floor))
        for whole in (whole for cell in alike for whole in _wholes(cell) if people <= exact.exact(whole)):
            found[whole] = max(floor, found.get(whole, 0))
    return found


def _alike(exact: Crowds) -> list[list[Cell]]:
    """The cells, those of the very same members together. Those of more members come first: what contains does."""
    found: dict[tuple[Sort, int, int], list[Cell]] = {}
    for cell in _wholes_first(exact.cells):
        there = exact.cells[cell]
        found.setdefault((_sort(cell), -there.people, there.mark), []).append(cell)
    return [found[key] for key in sorted(found, key=lambda key: key[1])]


def _name(cell: Cell) -> str:
    """Neither the period nor, where one holds nearly the same people as another, the measure."""
    if isinstance(cell, Led):
        return f"{cell}|{Heading.HAND_OVERS.name}"
    total = TOTAL_OF[cell[0]]
    return f"{cell[1]}|{total.heading.name}|{total.shape}"


def is_rounded(cell: Cell) -> bool:
    """Whether it is a number of people, or of what they did: nobody's objects are exact."""
    return _sort(cell) != Sort.OBJECTS


def step_of(cell: Cell) -> int:
    """What its number is a multiple of."""
    return STEPS[_sort(cell)]


def _sort(cell: Cell) -> Sort:
    return Sort.PEOPLE if isinstance(cell, Led) else TOTAL_OF[cell[0]].sort


def _wholes(cell: Cell) -> Iterator[Cell]:
    """What holds these members, and others."""
    if isinstance(cell, Led):
        yield "relais-partis", cell.origin
        yield "relais-arrives", cell.destination
        if cell.told_by.parent is not None:
            ends = [Path(each.codes[: PlaceSize.TERRITORY + 1]) for each in (cell.origin, cell.destination)]
            yield Led(Path(cell.origin.codes[:1]), *ends)
        return
    total, place = TOTAL_OF[cell[0]], cell[1]
    if total.part_of:
        yield total.part_of, place
    above = place.parent
    while above is not None and not above.shown:
        above = above.parent
    if above is not None:
        yield total.code, above


_DEPTHS: dict[str, int] = {}


def _depth(total: Total) -> int:
    if total.code not in _DEPTHS:
        _DEPTHS[total.code] = 1 + _depth(TOTAL_OF[total.part_of]) if total.part_of else 0
    return _DEPTHS[total.code]


def _wholes_first(cells: Iterable[Cell]) -> list[Cell]:
    """Each after what contains it: from the region down, totals before their parts, then flows, larger first."""

    def rank(cell: Cell) -> tuple[int, int, str]:
        if isinstance(cell, Led):
            return 1, cell.told_by.size, str(cell)
        return 0, cell[1].size * len(TOTALS) + _depth(TOTAL_OF[cell[0]]), f"{cell[1]} {cell[0]}"

    return sorted(cells, key=rank)
