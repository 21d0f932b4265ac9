"""What a structure holds (its boxes, by public and by age) is photographed again only when enough people moved.

From one month to the next they are nearly the same people: the crossing of each month would give away the public of
the only newcomer. It is renewed when ten arrivals and departures have passed, rounded; the page says its date. A longer
period shows the photograph of its last month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from boite.database.connection import binary, fetch
from boite.database.long_lists import marks
from boite.statistics.exact_numbers import Alike
from boite.statistics.facts import holders
from boite.statistics.grid import TOTAL
from boite.statistics.measures import BY_NUMBER, MEASURES
from boite.statistics.periods import CountedPeriod, PeriodKind, read
from boite.statistics.places import Path, PlaceSize
from boite.statistics.prepared import Crossing, Prepared
from boite.statistics.rounding import BASE, ENOUGH, offset
from boite.statistics.stored_places import paths

STOCKS = frozenset(
    each.number for each in MEASURES if each.stock and each.crossed and PlaceSize.STRUCTURE in each.levels
)
Cells = Counter[tuple[int, int]]
"""People of one structure by public and age."""


class Photographs:
    """The last ones, by structure and measure, as months are prepared one after the other."""

    def __init__(self, latest: dict[tuple[Path, int], Crossing], secret: bytes) -> None:
        self._latest, self._secret = latest, secret
        self._then: dict[tuple[str, int], dict[tuple[Path, int], Cells]] = {}

    @classmethod
    async def before(cls, month: CountedPeriod, secret: bytes) -> Photographs:
        """Those that were taken before this month."""
        rows = await fetch(
            "SELECT place_id, measure, as_of, figures FROM stat_figure"
            f" WHERE measure IN ({marks(STOCKS)}) AND as_of = period ORDER BY as_of",
            *sorted(STOCKS),
        )
        places, latest = await paths(), dict[tuple[Path, int], Crossing]()
        for row in rows:
            taken, place = read(row["as_of"]), places[row["place_id"]]
            if taken and taken.kind == PeriodKind.MONTH and taken < month and place.size == PlaceSize.STRUCTURE:
                latest[place, row["measure"]] = Crossing(row["as_of"], binary(row["figures"]))
        return cls(latest, secret)

    async def settle(self, made: Prepared, groups: Mapping[Alike, int]) -> None:
        """Put the former photograph back where too few people moved since; what is new becomes the last one."""
        now = by_structure(groups)
        for (place, number), crossing in list(made.crossings.items()):
            if place.size != PlaceSize.STRUCTURE or number not in STOCKS:
                continue
            former = self._latest.get((place, number))
            if former and not await self._moved(place, number, former.as_of, now):
                made.crossings[place, number] = former
            else:
                self._latest[place, number] = crossing

    async def _moved(self, place: Path, number: int, as_of: str, now: Mapping[tuple[Path, int], Cells]) -> bool:
        """Whether ten people came or left since, at least, as far as cells tell."""
        then = await self._of(as_of, number)
        before, after = then.get((place, number), Cells()), now.get((place, number), Cells())
        moved = (after - before).total() + (before - after).total()
        return BASE * ((moved + offset(self._secret, place, TOTAL)) // BASE) >= ENOUGH

    async def _of(self, as_of: str, number: int) -> dict[tuple[Path, int], Cells]:
        if (as_of, number) not in self._then:
            taken = read(as_of)
            held = await holders(taken, BY_NUMBER[number].bit) if taken else Counter[Alike]()
            self._then[as_of, number] = by_structure(held, (number,))
        return self._then[as_of, number]


def by_structure(groups: Mapping[Alike, int], stocks: Collection[int] = STOCKS) -> dict[tuple[Path, int], Cells]:
    """What structures hold, by public and age."""
    found: dict[tuple[Path, int], Cells] = {}
    bits = [(number, BY_NUMBER[number].bit) for number in stocks]
    for alike, people in groups.items():
        if alike.place.size == PlaceSize.STRUCTURE:
            for number, bit in bits:
                if alike.bits & bit:
                    found.setdefault((alike.place, number), Cells())[alike.public, alike.age] += people
    return found


def of_last_month(made: Prepared, last: Mapping[tuple[Path, int], Crossing]) -> None:
    """A longer period shows what structures held in its last month, and the date of that photograph."""
    for place, number in list(made.crossings):
        if place.size == PlaceSize.STRUCTURE and number in STOCKS:
            if (place, number) in last:
                made.crossings[place, number] = last[place, number]
            else:
                del made.crossings[place, number]
