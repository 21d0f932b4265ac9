"""Every figure is a multiple of 5, close to the truth, and never above what contains it."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.statistics.crowds import Crowds, Led, shown_totals
from boite.statistics.exact_numbers import Alike, Numbers, count
from boite.statistics.grid import PLACE_OF, SHAPES, TOTAL
from boite.statistics.measures import BY_CODE, MEASURES, SLOTS
from boite.statistics.places import Path, PlaceSize
from boite.statistics.rounding import round_numbers, same_people
from boite.statistics.totals import TOTAL_OF
from tests.statistics.worlds import SECRET, led, world

quick = profile(max_examples=8, deadline=None)
seeds = st.integers(0, 10**6)
sizes = st.integers(0, 400)
LARGER = {
    level: [[n for n, whole in enumerate(shapes) if whole.contains(shape)] for shape in shapes]
    for level, shapes in SHAPES.items()
}
"""The obvious list of what contains what."""


def some_world(seed: int, people: int) -> Counter[Alike]:
    draw = Random(seed)
    return world(draw, people, draw.randrange(1, 7), draw.randrange(1, 4), draw.randrange(1, 3))


def by_sets(groups: Counter[Alike]) -> Numbers:
    """The obvious computation: for each cell, the set of those it holds."""
    everybody = [alike for alike, people in groups.items() for _ in range(people)]
    found = Numbers()
    for place in {above for person in everybody for above in person.place.upwards()}:
        inside = {n for n, person in enumerate(everybody) if place in person.place.upwards()}
        for rank, shape in enumerate(SHAPES[place.size]):
            alike = {n for n in inside if shape.holds(everybody[n].public, everybody[n].age)}
            for measure in MEASURES:
                if place.size in measure.levels:
                    held = {n for n in alike if everybody[n].bits & measure.bit}
                    found.of(place)[rank * SLOTS + measure.number] = len(held)
    return found


@profile(max_examples=3, deadline=None)
@given(seeds)
def test_cells_are_counted_as_sets_would_be(seed: int) -> None:
    groups = some_world(seed, 60)
    assert count(groups).by_place == by_sets(groups).by_place


@quick
@given(seeds, sizes)
def test_multiple_of_five_and_at_most_four_away(seed: int, people: int) -> None:
    exact = count(some_world(seed, people))
    shown = round_numbers(exact, SECRET)
    for place, numbers in exact.by_place.items():
        for true, seen in zip(numbers, shown.by_place[place], strict=True):
            assert seen % 5 == 0
            assert abs(seen - true) <= 4


@quick
@given(seeds, sizes)
def test_a_part_never_shows_more_than_its_whole(seed: int, people: int) -> None:
    shown = round_numbers(count(some_world(seed, people)), SECRET)
    for place, numbers in shown.by_place.items():
        shapes = SHAPES[place.size]
        for rank, shape in enumerate(shapes):
            for measure in MEASURES:
                seen = numbers[rank * SLOTS + measure.number]
                if place.parent and place.size in measure.levels:
                    above = PLACE_OF[place.parent.size][shape]
                    assert seen <= shown.at(place.parent, above, measure.number)
                if measure.part_of:
                    assert seen <= numbers[rank * SLOTS + BY_CODE[measure.part_of].number]
                for larger in LARGER[place.size][rank] if seen else ():
                    assert seen <= numbers[larger * SLOTS + measure.number]


def test_one_cell_has_one_figure_under_all_its_names() -> None:
    alone = Path(("R24", "18", "T1", "s"))
    elsewhere = Path(("R24", "45", "T2", "t"))
    bits = BY_CODE["boites"].bit
    found = set()
    for people in range(1, 30):
        shown = round_numbers(count({Alike(alone, 1, 3, bits): people, Alike(elsewhere, 2, 4, bits): 9}), SECRET)
        names = [place for place in alone.upwards() if place.size != PlaceSize.REGION]
        found |= {len({shown.at(place, PLACE_OF[place.size][TOTAL], 1) for place in names})}
    assert found == {1}
    larger = same_people(count({Alike(alone, 1, 3, bits): 4, Alike(elsewhere, 2, 4, bits): 9}))
    assert larger[alone] == Path(("R24", "18"))


def test_twenty_five_to_forty_nine_is_one_cell_of_two_groupings() -> None:
    for shapes in SHAPES.values():
        assert len(set(shapes)) == len(shapes)


@quick
@given(seeds, sizes, st.integers(1, 4))
def test_newcomers_change_only_what_holds_them(seed: int, people: int, more: int) -> None:
    """And what a larger cell held down: a part follows its whole."""
    before = some_world(seed, people)
    newcomers = Counter(Random(seed + 1).choices(list(before), k=more)) if before else Counter()
    exact, after = count(before), count(before + newcomers)
    free, shown = round_numbers(exact, SECRET), round_numbers(after, SECRET)
    held = count(newcomers)
    for place, numbers in free.by_place.items():
        for slot, seen in enumerate(numbers):
            touched = place in held.by_place and held.by_place[place][slot]
            true = exact.by_place[place][slot]
            if not touched and shown.by_place[place][slot] != seen:
                assert seen < shown.by_place[place][slot]
                assert seen < true + 4, "it was held down by a larger cell"


@quick
@given(seeds, sizes)
def test_the_order_of_people_changes_nothing(seed: int, people: int) -> None:
    groups = some_world(seed, people)
    other_way = Counter(dict(reversed(list(groups.items()))))
    assert round_numbers(count(groups), SECRET).by_place == round_numbers(count(other_way), SECRET).by_place


def test_a_rise_never_shows_as_a_fall() -> None:
    place, bits = Path(("R24", "18", "T1", "s")), BY_CODE["boites"].bit
    seen = []
    for people in range(1, 40):
        groups = {Alike(place, 1, 3, bits): people, Alike(Path(("R24",)), 1, 3, bits): 50}
        seen.append(round_numbers(count(groups), SECRET).at(place, 0, 1))
    assert seen == sorted(seen)


@pytest.mark.parametrize("level", list(PlaceSize))
def test_there_is_no_more_in_the_grid_than_was_meant(level: PlaceSize) -> None:
    assert len(SHAPES[level]) == {0: 251, 1: 71, 2: 59, 3: 16}[level]


def test_a_flow_between_structures_shows_no_more_than_that_of_their_territories() -> None:
    a1, a2, b, c, d = (Path(("R24", "45", name[0].upper(), name)) for name in ("a1", "a2", "b", "c", "d"))
    whole = Led(Path(("R24",)), Path(a1.codes[:3]), Path(b.codes[:3]))
    for secret in (bytes([number]) * 32 for number in range(60)):
        crowds = Crowds()
        for origin, destination, times in ((a1, b, 7), (a2, b, 1), (a1, c, 20), (d, b, 20)):
            for _ in range(times):
                member = crowds.member()
                crowds.add("relais-partis", origin.upwards(), member=member)
                crowds.add("relais-arrives", destination.upwards(), member=member)
                crowds.lead(origin, destination, member)
        shown = shown_totals(crowds, secret)
        parts = [cell for cell in shown if isinstance(cell, Led) and cell.destination == b]
        assert len(parts) == 3
        assert max(shown[cell] for cell in parts if cell.origin != d) <= shown[whole], secret[0]
        assert all(abs(shown[cell] - crowds.exact(cell)) <= 4 for cell in shown)


def test_those_who_are_led_are_one_figure_under_all_their_names() -> None:
    """A flow, its reason, its territory may hold the same people, while what contains each of them differs."""
    for seed in range(40):
        crowds, draw = Crowds(), Random(seed)
        led([crowds], draw, draw.randrange(4, 14))
        shown, figures = shown_totals(crowds, SECRET), dict[tuple[int, int], int]()
        for cell, there in crowds.cells.items():
            assert abs(shown[cell] - there.people) <= 4
            assert figures.setdefault((there.people, there.mark), shown[cell]) == shown[cell], (seed, cell)
            if not isinstance(cell, Led):
                assert shown[cell] <= shown.get((TOTAL_OF[cell[0]].part_of or cell[0], cell[1]), 0), (seed, cell)
