"""Exact numbers of people, by cell: they live in the memory of the chore, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from boite.statistics.grid import SHAPES, held_by
from boite.statistics.measures import BY_NUMBER, LINKS, SLOTS
from boite.statistics.places import Path, PlaceSize


@dataclass(frozen=True, slots=True)
class Alike:
    """What makes two people the same for figures: where they are, what they are, and what they did."""

    place: Path
    """The smallest place that they belong to."""
    public: int
    age: int
    bits: int
    """The measures that count them."""


@dataclass(slots=True)
class Numbers:
    """A number by place, shape and measure: exact ones here, those that are shown in `rounding`."""

    by_place: dict[Path, list[int]] = field(default_factory=dict)
    """For each place, `SLOTS` numbers for each of the shapes of its level."""
    people: dict[Path, int] = field(default_factory=dict)
    """How many people each place holds, whatever they did. Nobody is shown it: it tells equal places."""

    def of(self, place: Path) -> list[int]:
        """The numbers of this place, to be filled."""
        if place not in self.by_place:
            self.by_place[place] = [0] * (SLOTS * len(SHAPES[place.size]))
        return self.by_place[place]

    def at(self, place: Path, rank: int, number: int) -> int:
        """One of them; 0 for a place that nobody belongs to."""
        return self.by_place[place][rank * SLOTS + number] if place in self.by_place else 0


def count(groups: Mapping[Alike, int]) -> Numbers:
    """How many people each cell holds, of people counted once each. What is not counted somewhere is 0 there."""
    exact = Numbers()
    for alike, people in groups.items():
        for place in alike.place.upwards():
            if alike.bits & ~LINKS:  # a link is one of somebody who is counted elsewhere
                exact.people[place] = exact.people.get(place, 0) + people
            cells, level = exact.of(place), place.size
            here = _numbers(alike.bits, level)
            for rank in held_by(level, alike.public, alike.age):
                base = rank * SLOTS
                for number in here:
                    cells[base + number] += people
    return exact


@lru_cache(maxsize=4096)
def _numbers(bits: int, level: PlaceSize) -> tuple[int, ...]:
    return tuple(number for number, each in BY_NUMBER.items() if bits >> number & 1 and level in each.levels)


def top_down(numbers: Numbers) -> Iterator[Path]:
    """The places, each after what contains it."""
    return iter(sorted(numbers.by_place, key=lambda place: (place.size, place.codes)))
