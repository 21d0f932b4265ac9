"""How often people acted in a period, added up by place: what the totals of acts are made of (rule R5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from boite.database.connection import fetch
from boite.statistics.facts import first_fact, slices_of
from boite.statistics.keys import KEY_BITS
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path
from boite.statistics.stored_places import paths
from boite.statistics.total_kinds import MOST_EACH


async def acts_of(period: CountedPeriod) -> dict[tuple[str, Path], tuple[int, int]]:
    """By total (`totals.py`) and place, how many people acted in a period, and how often: each for `MOST_EACH` at most.

    Where they were in the last month in which they did.
    """
    places, found = await paths(), Counter[tuple[str, Path]]()
    people = Counter[tuple[str, Path]]()
    slices = await slices_of(period)
    for number in range(slices):
        acts: dict[int, tuple[int, int, int]] = {}
        for month in period.months:
            first = first_fact(month)
            for row in await fetch(
                "SELECT id, place_id, deposits, messages FROM stat_fact"
                " WHERE id >= ? AND id < ? AND (deposits > 0 OR messages > 0)",
                first + (number << KEY_BITS) // slices,
                first + (number + 1 << KEY_BITS) // slices,
            ):
                _, deposits, messages = acts.get(row["id"] - first, (0, 0, 0))
                acts[row["id"] - first] = row["place_id"], deposits + row["deposits"], messages + row["messages"]
        for place, deposits, messages in acts.values():
            for code, times in (("total-depots", deposits), ("total-messages", messages)):
                if times:
                    for each in places[place].upwards():
                        found[code, each] += min(MOST_EACH, times)
                        people[code, each] += 1
    if not found and period.length == 1:
        return await _collapsed_acts(period, places)
    return {key: (people[key], times) for key, times in found.items()}


async def _collapsed_acts(month: CountedPeriod, places: Mapping[int, Path]) -> dict[tuple[str, Path], tuple[int, int]]:
    found = Counter[tuple[str, Path]]()
    people = Counter[tuple[str, Path]]()
    for row in await fetch("SELECT place_id, people, deposits, messages FROM stat_group WHERE month = ?", month.code):
        for code, times in (("total-depots", row["deposits"]), ("total-messages", row["messages"])):
            for each in places[row["place_id"]].upwards() if times else ():
                found[code, each] += times
                people[code, each] += row["people"]
    return {key: (people[key], times) for key, times in found.items()}
