"""The grid: which crossings are counted at each level, and which contain which. Nothing else is ever published.

Fixed, and lean on purpose: of the non-empty cells of a structure 28 % hold 1 to 4 people, and 55 % would if everything
were crossed with everything (trials of the design, § 2). No structure is crossed by public and age at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from boite.accounts.ages import FINE, GROUPINGS, THREE
from boite.accounts.situations import SITUATIONS
from boite.statistics.places import PlaceSize

PUBLICS = tuple(SITUATIONS)
"""The twelve publics, in the order of the vocabulary. Each person has one."""
NO_AGE = len(FINE)
"""The age of whoever did not give a year of birth: in totals, in no crossing by age."""
ANY_PUBLIC = (1 << len(PUBLICS)) - 1
ANY_AGE = (1 << len(FINE) + 1) - 1


@dataclass(frozen=True, slots=True)
class Shape:
    """Which people of a place a cell holds: two masks, so that the same people always make the same shape."""

    publics: int = ANY_PUBLIC
    ages: int = ANY_AGE

    def holds(self, public: int, age: int) -> bool:
        """Whether somebody of this public and age is in it."""
        return bool(self.publics >> public & 1 and self.ages >> age & 1)

    def contains(self, other: Shape) -> bool:
        """Whether everybody of another shape is in it too."""
        return not (other.publics & ~self.publics or other.ages & ~self.ages)

    @property
    def size(self) -> int:
        """How many publics and ages it gathers: what contains another has more."""
        return self.publics.bit_count() + self.ages.bit_count()

    def __str__(self) -> str:
        return f"{self.publics:03x}.{self.ages:04x}"


TOTAL = Shape()


def _by_public() -> Iterator[Shape]:
    return (Shape(publics=1 << public) for public in range(len(PUBLICS)))


def _by_ages(masks: Iterable[int]) -> Iterator[Shape]:
    return (Shape(ages=mask) for mask in masks)


def _crossed(masks: Iterable[int]) -> Iterator[Shape]:
    """By public and by age."""
    ages = list(masks)
    return (Shape(public.publics, mask) for public in _by_public() for mask in ages)


_THREE = tuple(band.mask for band in THREE)
_GROUPINGS = tuple(band.mask for bands in GROUPINGS.values() for band in bands)
_FINE = tuple(1 << age for age in range(len(FINE)))


def _once(*shapes: Iterable[Shape]) -> tuple[Shape, ...]:
    """Each shape once: « 25-49 » is in two groupings, and one cell."""
    return tuple(dict.fromkeys(shape for some in shapes for shape in some))


_TERRITORY = _once([TOTAL], _by_public(), _by_ages(_THREE), _by_ages(_GROUPINGS), _crossed(_THREE))
SHAPES: dict[PlaceSize, tuple[Shape, ...]] = {
    PlaceSize.STRUCTURE: _once([TOTAL], _by_public(), _by_ages(_THREE)),
    PlaceSize.TERRITORY: _TERRITORY,
    PlaceSize.DEPARTMENT: _once(_TERRITORY, _by_ages(_FINE)),
    PlaceSize.REGION: _once(_TERRITORY, _by_ages(_FINE), _crossed(_FINE)),
}
"""What is counted at each level. The order is that of the stored figures, for ever: what is new goes at the end."""
PLACE_OF: dict[PlaceSize, dict[Shape, int]] = {
    level: {shape: rank for rank, shape in enumerate(shapes)} for level, shapes in SHAPES.items()
}


@cache
def held_by(level: PlaceSize, public: int, age: int) -> tuple[int, ...]:
    """The ranks of the shapes of this level that hold somebody of this public and age."""
    return tuple(rank for rank, shape in enumerate(SHAPES[level]) if shape.holds(public, age))


@cache
def wholes_first(level: PlaceSize) -> tuple[int, ...]:
    """The ranks of the shapes of this level, each after all those that contain it."""
    shapes = SHAPES[level]
    return tuple(sorted(range(len(shapes)), key=lambda rank: -shapes[rank].size))


@cache
def wholes(level: PlaceSize) -> tuple[tuple[int, ...], ...]:
    """By rank, the ranks of the other shapes of this level that contain it."""
    shapes = SHAPES[level]
    return tuple(
        tuple(rank for rank, whole in enumerate(shapes) if whole != shape and whole.contains(shape)) for shape in shapes
    )
