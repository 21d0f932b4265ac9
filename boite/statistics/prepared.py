"""The rounded figures of one period, ready to be stored. Exact numbers end here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from boite.statistics.crowds import Cell, Led
from boite.statistics.exact_numbers import Numbers
from boite.statistics.grid import SHAPES
from boite.statistics.measures import BY_NUMBER, MEASURES, SLOTS
from boite.statistics.packing import packed
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path
from boite.statistics.rounding import crossings_are_shown
from boite.statistics.totals import TOTAL_BY_NUMBER, TOTAL_SLOTS


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
    totals: dict[Path, bytes] = field(default_factory=dict)
    flows: dict[Led, int] = field(default_factory=dict)

    @property
    def places(self) -> set[Path]:
        """All those that are told of."""
        return {*self.headlines, *(led.told_by for led in self.flows)}


def prepare(period: CountedPeriod, shown: Numbers, others: Mapping[Cell, int], empty: Iterable[Path] = ()) -> Prepared:
    """Headcounts everywhere, crossings where they are shown (rule R2); then totals and flows.

    `empty` are places that are told of even where nobody is counted: else to be told of would say that somebody is.
    """
    made = Prepared(period)
    for place, numbers in shown.by_place.items():
        made.headlines[place] = packed(_total(place, numbers, number) for number in range(SLOTS))
        for measure in MEASURES:
            if place.size in measure.levels and crossings_are_shown(shown, place, measure):
                cells = [numbers[rank * SLOTS + measure.number] for rank in range(len(SHAPES[place.size]))]
                made.crossings[place, measure.number] = Crossing(period.code, packed(cells))
    _prepare_totals(made, others, empty)
    return made


def _prepare_totals(made: Prepared, others: Mapping[Cell, int], empty: Iterable[Path]) -> None:
    by_place: dict[Path, dict[str, int]] = {}
    for cell, value in others.items():
        if not isinstance(cell, Led):
            by_place.setdefault(cell[1], {})[cell[0]] = value
        elif value:
            made.flows[cell] = value
    nobody = [0] * SLOTS  # there is still a directory to search
    for place in {*by_place, *empty} - made.headlines.keys():
        made.headlines[place] = packed(_total(place, nobody, number) for number in range(SLOTS))
    for place in made.headlines:
        values = by_place.get(place, {})
        made.totals[place] = packed((_of(place, values, number) for number in range(TOTAL_SLOTS)), 1)


def _of(place: Path, values: Mapping[str, int], number: int) -> int | None:
    """A total that nothing adds to is 0, but the rhythm of a letter that did not come back."""
    total = TOTAL_BY_NUMBER.get(number)
    if total is None or place.size not in total.levels:
        return None
    return values.get(total.code, None if total.code == "lettres-rythme" else 0)


def _total(place: Path, numbers: list[int], number: int) -> int | None:
    measure = BY_NUMBER.get(number)
    return numbers[number] if measure and place.size in measure.levels else None
