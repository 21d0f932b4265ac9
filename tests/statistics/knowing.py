"""Attackers who know something beside the tables: their own structure, twelve stable months, what is exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from random import Random

from boite.statistics.exact_numbers import Numbers, count
from boite.statistics.grid import SHAPES
from boite.statistics.places import Path, PlaceSize
from boite.statistics.rounding import round_numbers
from tests.statistics.attack import BOXES, Groups, Verdict
from tests.statistics.attacker import Attacker, Cell, Known, small_cells

PRIME = 2**31 - 1


def of_own_knowledge(groups: Groups, rule: Callable[[Numbers], list[Known]], at_most: int) -> Verdict:
    """A professional knows each person of the largest structure, and looks for one to four people of the others.

    Their own people are taken away from every cell that holds them: what is left says something of the others alone.
    """
    exact = count(groups)
    structures = [place for place in exact.by_place if place.size == PlaceSize.STRUCTURE]
    own = max(structures, key=lambda place: (exact.people[place], str(place)))
    mine = count(Counter({alike: people for alike, people in groups.items() if alike.place == own}))
    others = Counter({alike: people for alike, people in groups.items() if alike.place != own})
    known = []
    for each in rule(exact):
        known_there = mine.at(*each.cell, BOXES.number)
        if each.cell[0] != own:
            known.append(Known(each.cell, max(0, each.least - known_there), each.most - known_there))
    attacker, found = Attacker([known], {alike.place for alike in others}), Verdict()
    cells = small_cells(count(others), BOXES.number)
    for cell in Random(len(cells)).sample(cells, min(at_most, len(cells))):
        found.left[attacker.values_left(cell)] += 1
    return found


def guessed_by_averaging(groups: Groups, secrets: Iterable[bytes]) -> float:
    """The part of small cells whose exact number is the mean of what is shown month after month, nobody moving."""
    exact = count(groups)
    months = [round_numbers(exact, secret) for secret in secrets]
    cells = small_cells(exact, BOXES.number)
    right = 0
    for place, rank in cells:
        mean = sum(shown.at(place, rank, BOXES.number) for shown in months) / len(months)
        right += round(mean) == exact.at(place, rank, BOXES.number)
    return right / len(cells)


def spanned(known: Iterable[Known], wanted: Iterable[Cell], places: Iterable[Path]) -> int:
    """How many of these cells are made of exact figures by adding and subtracting: elimination modulo a prime."""
    where = sorted(set(places), key=str)
    pivots: dict[int, dict[int, int]] = {}

    def units(cell: Cell) -> dict[int, int]:
        shape = SHAPES[cell[0].size][cell[1]]
        inside = [n for n, place in enumerate(where) if cell[0] in place.upwards()]
        return {
            (n * 16 + public) * 16 + age: 1
            for n in inside
            for public in range(12)
            for age in range(16)
            if shape.holds(public, age)
        }

    def reduced(row: dict[int, int]) -> dict[int, int]:
        left: dict[int, int] = {}
        while row:
            first = min(row)
            if first not in pivots:
                left[first] = row.pop(first)
                continue
            factor = row[first]
            for unit, times in pivots[first].items():
                value = (row.get(unit, 0) - factor * times) % PRIME
                if value:
                    row[unit] = value
                else:
                    row.pop(unit, None)
        return left

    for each in known:
        if each.least == each.most and (row := reduced(units(each.cell))):
            inverse = pow(row[min(row)], -1, PRIME)
            pivots[min(row)] = {unit: times * inverse % PRIME for unit, times in row.items()}
    return sum(not reduced(units(cell)) for cell in wanted)
