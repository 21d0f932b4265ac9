"""Nobody is found in the published tables, by an attacker who finds most people in naive ones.

Quick worlds where everything adds up: the easiest to attack. `python -m tests.statistics` walks through many more.
"""

from __future__ import annotations

from random import Random

from boite.statistics.exact_numbers import count
from tests.statistics.attack import BOXES, leaked, masked, of_a_month, of_a_quarter, of_two_measures, rounded, together
from tests.statistics.attacker import small_cells
from tests.statistics.knowing import guessed_by_averaging, of_own_knowledge, spanned
from tests.statistics.worlds import SECRET, full_world

WORLDS = [full_world(Random(seed), 300 + 150 * seed, 4) for seed in range(4)]


def test_the_attacker_finds_most_people_in_naive_tables() -> None:
    """A test that cannot fail proves nothing."""
    found = together(of_a_month(world, masked, 15) for world in WORLDS)
    assert found.cells == 60
    assert found.share(2) >= 0.5, found


def test_the_attacker_would_find_people_if_the_secret_were_known() -> None:
    found = together(of_a_month(world, leaked, 15) for world in WORLDS)
    assert found.share(3) > 0, found
    assert found.share(5) >= 0.2, found


def test_nobody_is_found_in_the_tables_of_a_month() -> None:
    found = together(of_a_month(world, rounded, 15) for world in WORLDS)
    assert found.cells == 60
    assert found.share(3) == 0, found
    assert found.share(5) <= 0.01, found


def test_nor_by_whoever_knows_all_the_empty_cells() -> None:
    found = together(of_a_month(world, rounded, 15, knows_empty=True) for world in WORLDS)
    assert found.share(3) == 0, found
    assert found.share(5) <= 0.2, found


def test_nor_in_two_measures_read_together() -> None:
    found = together(of_two_measures(world, 10) for world in WORLDS[:3])
    assert found.share(3) == 0, found
    assert found.share(5) <= 0.1, found


def test_nor_in_three_months_and_their_quarter() -> None:
    found = together(of_a_quarter(full_world(Random(seed), 90 + 30 * seed, 3, 3), 8, seed) for seed in range(3))
    assert found.cells == 24
    assert found.share(3) == 0, found
    assert found.share(5) <= 0.1, found


def test_a_professional_who_knows_their_structure_finds_nobody_elsewhere() -> None:
    naive = together(of_own_knowledge(world, masked, 6) for world in WORLDS)
    assert naive.share(2) >= 0.5, naive
    found = together(of_own_knowledge(world, rounded, 10) for world in WORLDS)
    assert found.cells == 40
    assert found.share(2) == 0, found
    assert found.share(3) <= 0.01, found


def test_twelve_stable_months_say_no_more_than_one() -> None:
    for world in WORLDS[:2]:
        one = guessed_by_averaging(world, [SECRET])
        assert guessed_by_averaging(world, [SECRET] * 12) <= one + 0.05
        drawn_anew = [bytes([month]) * 32 for month in range(12)]
        assert guessed_by_averaging(world, drawn_anew) >= one + 0.1, "rounded anew each month, averages tell"


def test_what_is_exact_adds_up_to_no_number_of_people() -> None:
    exact = count(WORLDS[0])
    places, small = {alike.place for alike in WORLDS[0]}, small_cells(exact, BOXES.number)
    assert spanned(masked(exact), small, places) > len(small) / 10, "naive tables give many away by rank alone"
    assert spanned(rounded(exact), small, places) == 0
