"""Nobody is found in the published tables, by an attacker who finds most people in naive ones.

Quick worlds where everything adds up: the easiest to attack. `python -m tests.statistics` walks through many more.
"""

from __future__ import annotations

from random import Random

from tests.statistics.attack import leaked, masked, of_a_month, of_a_quarter, of_two_measures, rounded, together
from tests.statistics.worlds import full_world

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
