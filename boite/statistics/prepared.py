"""The rounded figures of one period, ready to be stored. Exact numbers end here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from boite.statistics.exact_numbers import Numbers
from boite.statistics.grid import SHAPES
from boite.statistics.measures import BY_NUMBER, MEASURES, SLOTS
from boite.statistics.packing import packed
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path
from boite.statistics.rounding import crossings_are_shown


@dataclass(frozen=True, slots=True)
class Crossing:
    """One measure of one place by public and by age, packed, and the period that it is the photograph of."""

    as_of: str
    figures: bytes


@dataclass(slots=True)
class Prepared:
    """The rows of one period, by place and by measure."""

    period: CountedPeriod
    headlines: dict[Path, bytes] = field(default_factory=dict)
    crossings: dict[tuple[Path, int], Crossing] = field(default_factory=dict)


def prepare(period: CountedPeriod, shown: Numbers) -> Prepared:
    """Totals everywhere, crossings where they are shown (rule R2)."""
    made = Prepared(period)
    for place, numbers in shown.by_place.items():
        made.headlines[place] = packed(_total(place, numbers, number) for number in range(SLOTS))
        for measure in MEASURES:
            if place.size in measure.levels and crossings_are_shown(shown, place, measure):
                cells = [numbers[rank * SLOTS + measure.number] for rank in range(len(SHAPES[place.size]))]
                made.crossings[place, measure.number] = Crossing(period.code, packed(cells))
    return made


def _total(place: Path, numbers: list[int], number: int) -> int | None:
    measure = BY_NUMBER.get(number)
    return numbers[number] if measure and place.size in measure.levels else None


def same(made: Prepared, headlines: Mapping[Path, bytes], crossings: Mapping[tuple[Path, int], Crossing]) -> bool:
    """Whether these are the figures that were already published."""
    return made.headlines == dict(headlines) and made.crossings == dict(crossings)
