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
    people, times_there = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
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
                    times_there[code, place] += min(MOST_EACH, times)
                    people[code, place] += 1
    if not people and period.length == 1:
        people, times_there = await _collapsed_acts(period)
    return await _upwards(people, times_there)


async def _collapsed_acts(month: CountedPeriod) -> tuple[Counter[tuple[str, int]], Counter[tuple[str, int]]]:
    people, times_there = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for row in await fetch("SELECT place_id, people, deposits, messages FROM stat_group WHERE month = ?", month.code):
        for code, times in (("total-depots", row["deposits"]), ("total-messages", row["messages"])):
            if times:
                times_there[code, row["place_id"]] += times
                people[code, row["place_id"]] += row["people"]
    return people, times_there


async def _upwards(
    people: Mapping[tuple[str, int], int], times_there: Mapping[tuple[str, int], int]
) -> dict[tuple[str, Path], tuple[int, int]]:
    """Of these places, and of all that contain them."""
    found = dict[tuple[str, Path], tuple[int, int]]()
    places = await paths()  # after the rows: another worker may have entered places meanwhile
    for (code, place), acting in people.items():
        for each in places[place].upwards():
            before = found.get((code, each), (0, 0))
            found[code, each] = before[0] + acting, before[1] + times_there[code, place]
    return found
