"""A period never shows fewer people than its months and quarters, and keeps all the rest of the rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import reduce
from itertools import product
from operator import or_
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.database.connection import fetch
from boite.orientation.models import HandOver
from boite.settings import Settings
from boite.statistics import periods, published
from boite.statistics.crowds import Cell, Crowds, shown_totals
from boite.statistics.due import publish_due
from boite.statistics.exact_numbers import Alike, Numbers, count
from boite.statistics.floors import Floors
from boite.statistics.grid import PLACE_OF, SHAPES
from boite.statistics.measures import BY_CODE, MEASURES, SLOTS, with_wholes
from boite.statistics.places import Path, PlaceSize
from boite.statistics.prepared import prepare
from boite.statistics.rounding import crossings_are_shown, round_numbers, same_members, same_people
from storage.store import BlobStore
from tests.directory.sheets import make_structure, make_territory
from tests.hours import put_clock_at
from tests.statistics.test_publication import open_boxes
from tests.statistics.worlds import SECRET, led, places, somebody

seeds = st.integers(0, 10**6)
AUTUMN = periods.quarter(date(2026, 10, 1))


def lives(seed: int, people: int) -> list[list[Alike | None]]:
    """What each of these people was in each month of a year; nothing in months without them. Some move on the way; one
    structure opens in July, beside another that was alone in its territory until then.
    """
    draw = Random(seed)
    where = [place for place in places(draw, 3, 2, 1) if place.size == PlaceSize.STRUCTURE]
    found = []
    for _ in range(people):
        before, after, moves = (somebody(draw, where, publics=2), somebody(draw, where, publics=2), draw.randrange(30))
        after = before if moves >= 12 else after
        begins = 6 if before.place == where[0] else 0
        found.append(
            [(before if n < moves else after) if n >= begins and draw.random() < 0.5 else None for n in range(12)]
        )
    return found


def during(everybody: list[list[Alike | None]], months: range) -> Numbers:
    """Each person once: all that they did, where and what they were last."""
    groups = Counter[Alike]()
    for life in everybody:
        if there := [alike for alike in life[months.start : months.stop] if alike]:
            groups[replace(there[-1], bits=reduce(or_, (alike.bits for alike in there)))] += 1
    return count(groups)


Part = tuple[Numbers, Numbers]
"""The exact numbers of a part of a period, and what is shown of it."""


def rounded_above(exact: Numbers, parts: list[Part]) -> Numbers:
    """What is shown of a period that has these parts."""
    floors = Floors(exact, Crowds())
    for part, shown in parts:
        floors.add(part, Crowds(), prepare(periods.month(date(2026, 1, 1)), shown, {}))
    return round_numbers(exact, SECRET, floors.numbers())


def one_figure_each(exact: Numbers, shown: Numbers) -> bool:
    """Whether a place that holds the very same people as the one above it shows the same."""
    names = same_people(exact)
    links = same_members(exact, BY_CODE["accompagnees"], names)
    boxes, named = BY_CODE["boites"].number, BY_CODE["accompagnees"].number
    for place, parent in ((place, place.parent) for place in exact.by_place if place.parent):
        for rank, shape in enumerate(SHAPES[place.size]):
            there = PLACE_OF[parent.size][shape]
            if names[place] == names[parent]:
                for measure in MEASURES:
                    same = place.size in measure.levels and exact.at(place, rank, measure.number)
                    if same and shown.at(place, rank, measure.number) != shown.at(parent, there, measure.number):
                        return False
            linked = place.size == PlaceSize.STRUCTURE and links[parent] == names[place]
            if linked and shown.at(place, rank, boxes) != shown.at(parent, there, named):
                return False
    return True


@profile(max_examples=2, deadline=None)
@given(seeds, st.integers(10, 40))
def test_a_period_never_shows_fewer_than_its_parts(seed: int, people: int) -> None:
    """A month at most its quarter, a quarter at most its year, but where people left: and all the rest stays true."""
    everybody = lives(seed, people)
    published = list[Part]()
    for first in range(0, 12, 3):
        counted = [during(everybody, range(month, month + 1)) for month in range(first, first + 3)]
        months = [(each, round_numbers(each, SECRET)) for each in counted]
        quarter = during(everybody, range(first, first + 3))
        published += [*months, (quarter, rounded_above(quarter, months))]
    year = during(everybody, range(12))
    told = [(year, rounded_above(year, published)), *published]
    for exact, shown in told:
        assert one_figure_each(exact, shown)
        for place, numbers in exact.by_place.items():
            for slot, true in enumerate(numbers):
                seen = shown.by_place[place][slot]
                assert abs(seen - true) <= 4
                assert seen % 5 == 0
                if place.parent and true:
                    above = PLACE_OF[place.parent.size][SHAPES[place.size][slot // SLOTS]]
                    assert seen <= shown.at(place.parent, above, slot % SLOTS)
    for whole, parts in [(told[0], published), *((published[n + 3], published[n : n + 3]) for n in range(0, 16, 4))]:
        for part, shown in parts:
            for place, rank, number in told_of(shown):
                if part.at(place, rank, number) <= whole[0].at(place, rank, number):
                    assert shown.at(place, rank, number) <= whole[1].at(place, rank, number)


def told_of(shown: Numbers) -> Iterator[tuple[Path, int, int]]:
    """The cells that are published: of a small place, nothing but its totals (R2)."""
    for place in shown.by_place:
        for measure in MEASURES:
            ranks = len(SHAPES[place.size]) if crossings_are_shown(shown, place, measure) else 1
            yield from ((place, rank, measure.number) for rank in range(ranks) if place.size in measure.levels)


def test_a_structure_that_was_alone_shows_no_less_for_its_year() -> None:
    """Its territory and itself were one cell, hence one offset; they are two for the year, or the other way round."""
    beside, elsewhere = Path(("R24", "18", "T1", "t")), Path(("R24", "18", "T2", "u"))
    bits, raised = with_wholes(BY_CODE["accompagnees"].bit), 0
    for people, name in product(range(10, 15), "abcdef"):
        here = Path(("R24", "18", "T1", name))
        alone = count({Alike(here, 1, 3, bits): people, Alike(elsewhere, 2, 4, bits): 9})
        two = count({Alike(here, 1, 3, bits): people, Alike(elsewhere, 2, 4, bits): 9, Alike(beside, 1, 3, bits): 1})
        for part, exact in ((alone, two), (two, count({Alike(here, 1, 3, bits): people + 1}))):
            shown = round_numbers(part, SECRET)
            year = rounded_above(exact, [(part, shown)])
            assert one_figure_each(exact, year)
            for place, rank, number in told_of(shown):
                if part.at(place, rank, number) <= exact.at(place, rank, number):
                    assert shown.at(place, rank, number) <= year.at(place, rank, number)
            raised += year.by_place != round_numbers(exact, SECRET).by_place
    assert raised > 6, "nothing had to be raised: this shows nothing"


def test_totals_of_a_period_are_no_less_than_those_of_its_parts() -> None:
    """Where all who were led came from one structure, it and its territory are one cell; not for the quarter."""
    raised = 0
    for seed in range(60):
        draw, quarter, published = Random(seed), Crowds(), list[dict[Cell, int]]()
        months = [Crowds(), Crowds(), Crowds()]
        for crowds in months:
            led([crowds, quarter], draw, draw.randrange(1, 9))
            published.append(shown_totals(crowds, SECRET))
        floors = Floors(Numbers(), quarter)
        for period, crowds, shown in zip(AUTUMN.months, months, published, strict=True):
            floors.add(Numbers(), crowds, prepare(period, Numbers(), shown))
        shown = shown_totals(quarter, SECRET, floors.totals)
        raised += shown != shown_totals(quarter, SECRET)
        one = dict[tuple[int, int], int]()
        for cell, there in quarter.cells.items():
            assert shown[cell] % 5 == 0
            assert abs(shown[cell] - there.people) <= 4
            assert one.setdefault((there.people, there.mark), shown[cell]) == shown[cell], "one cell, one figure"
            assert max(month.get(cell, 0) for month in published) <= shown[cell]
    assert raised > 3, "nothing had to be raised: this shows nothing"


def test_rows_that_went_away_since_raise_nothing_beyond_what_is_counted() -> None:
    """Twenty were shown; of those that are still there, three are counted: 20 would be far from it."""
    place, counted = Path(("R24",)), Crowds()
    counted.add("relais-partis", [place], 3)
    floors = Floors(Numbers(), counted)
    floors.add(Numbers(), counted, prepare(AUTUMN.months[0], Numbers(), {("relais-partis", place): 20}))
    assert shown_totals(counted, SECRET, floors.totals)["relais-partis", place] <= 5


@pytest.mark.anyio
async def test_published_periods_hold_their_parts(settings: Settings, store: BlobStore) -> None:
    """Eight structures are alone in their territories, and lead people on; in December another opens beside each."""
    put_clock_at(datetime(2026, 12, 2, 10, tzinfo=UTC))
    for number in range(8):
        territory = f"SPRO-1{number}"
        await make_territory(territory, f"Territoire {number}")
        first, second = [await make_structure(f"{name} {number}", territory=territory) for name in ("A", "B")]
        await open_boxes(first, 10 + number, since=datetime(2026, 10, 3, 10, tzinfo=UTC))
        await open_boxes(second, 6, since=datetime(2026, 12, 3, 10, tzinfo=UTC))
        for origin, day, people in ((first, date(2026, 11, 9), 6 + number % 3), (second, date(2026, 12, 9), 1)):
            told = {"origin": origin, "destination": first, "day": day, "reason": "urgence", "accepted": True}
            await HandOver.bulk_create([HandOver(**told) for _ in range(people)])
    while await publish_due(settings, store):
        pass
    put_clock_at(datetime(2027, 1, 20, 10, tzinfo=UTC))
    while await publish_due(settings, store):
        pass
    shown = {row["code"] for row in await fetch("SELECT code FROM stat_period")}
    assert shown >= {"2026", "2026-T4", "2026-10", "2026-11", "2026-12"}
    year = periods.year(AUTUMN.begins)
    for place in await published.places_of():
        for larger, smaller in ((year, AUTUMN), *((AUTUMN, month) for month in AUTUMN.months)):
            whole, part = [await published.dashboard([place], period) for period in (larger, smaller)]
            if part is not None:
                assert whole is not None
                there = {each.measure.code: each.cell.people for each in whole.measures}
                assert not [each for each in part.measures if each.cell.people > there[each.measure.code]], place
                others = {each.total.code: each.value for each in whole.totals}
                assert not [each for each in part.totals if (each.value or 0) > (others[each.total.code] or 0)], place
