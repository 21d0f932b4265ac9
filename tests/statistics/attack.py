"""Attacks on made-up regions: what is published under a rule, and what the attacker finds of its small cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from boite.statistics import periods
from boite.statistics.crowds import Crowds
from boite.statistics.exact_numbers import Alike, Numbers, count
from boite.statistics.floors import Floors
from boite.statistics.grid import SHAPES
from boite.statistics.measures import BY_CODE
from boite.statistics.places import Path
from boite.statistics.prepared import prepare
from boite.statistics.rounding import ENOUGH, offset, round_numbers, same_people
from tests.statistics.attacker import Attacker, Cell, Known, empty_cells, of_rounding, small_cells
from tests.statistics.worlds import SECRET

Groups = Counter[Alike]
BOXES, LIVING = BY_CODE["boites"], BY_CODE["vivantes"]


@dataclass
class Verdict:
    """Over many cells, how many values were left for each."""

    left: Counter[int] = field(default_factory=Counter)

    @property
    def cells(self) -> int:
        """How many were attacked."""
        return self.left.total()

    def share(self, fewer_than: int) -> float:
        """The part of cells that had fewer values left than this."""
        return sum(times for values, times in self.left.items() if values < fewer_than) / max(1, self.cells)

    def __str__(self) -> str:
        shares = ", ".join(f"moins de {limit} valeurs {100 * self.share(limit):.2f} %" for limit in (2, 3, 5))
        return f"{self.cells} cases, {shares}, le moins {min(self.left, default=0)}"


def said(shown: Numbers, number: int) -> list[Known]:
    """What our tables say of one measure: of a small place, nothing of its crossings."""
    return [
        Known((place, rank), *of_rounding(shown.at(place, rank, number)))
        for place in shown.by_place
        for rank in range(len(SHAPES[place.size]) if shown.at(place, 0, number) >= ENOUGH else 1)
    ]


def rounded(exact: Numbers) -> list[Known]:
    """Our rule."""
    return said(round_numbers(exact, SECRET), BOXES.number)


def masked(exact: Numbers) -> list[Known]:
    """The naive way, to try the attacker: exact figures, and nothing where they are 1 to 4."""
    found = []
    for place in exact.by_place:
        for rank in range(len(SHAPES[place.size])):
            people = exact.at(place, rank, BOXES.number)
            found.append(Known((place, rank), *((1, 4) if 1 <= people <= 4 else (people, people))))
    return found


def leaked(exact: Numbers) -> list[Known]:
    """Our rule, where the secret is known: each figure says in which five numbers the exact one is."""
    shown, names = round_numbers(exact, SECRET), same_people(exact)
    found = []
    for place in shown.by_place:
        for rank, shape in enumerate(SHAPES[place.size]):
            people, drawn = exact.at(place, rank, BOXES.number), offset(SECRET, names[place], shape)
            least = max(0, 5 * ((people + drawn) // 5) - drawn)
            found.append(Known((place, rank), least, least + 4))
    return found


def of_a_month(
    groups: Groups, rule: Callable[[Numbers], list[Known]], at_most: int, *, knows_empty: bool = False
) -> Verdict:
    """All the tables of one month."""
    exact = count(groups)
    empty = [Known(cell, 0, 0) for cell in empty_cells(exact, BOXES.number)] if knows_empty else []
    attacker = Attacker([[*rule(exact), *empty]], _places(groups))
    return _questions(attacker, [(small_cells(exact, BOXES.number), 0)], at_most)


def of_two_measures(groups: Groups, at_most: int) -> Verdict:
    """Boxes, and those of them that live: whoever is in one is in the other."""
    exact = count(groups)
    shown = round_numbers(exact, SECRET)
    tables = [said(shown, measure.number) for measure in (BOXES, LIVING)]
    cells = [(small_cells(exact, measure.number), table) for table, measure in enumerate((BOXES, LIVING))]
    return _questions(Attacker(tables, _places(groups), within=[(1, 0)]), cells, at_most)


def of_a_quarter(groups: Groups, at_most: int, seed: int) -> Verdict:
    """Three months and their quarter: whoever is in a month is in the quarter, whoever is in it was in a month.

    One structure is alone in its territory until the others open, in the last month: one cell, then two.
    """
    months = [Counter[Alike](), Counter[Alike](), Counter[Alike]()]
    draw, first = Random(seed), next(iter(groups)).place
    for alike, people in groups.items():
        opens_late = alike.place.parent == first.parent and alike.place != first
        for _ in range(people):
            stays = draw.sample(months, draw.choices((1, 2, 3), (1, 1, 4))[0])
            for month in months[2:] if opens_late else stays:
                month[alike] += 1
    whole = count(groups)
    floors, exacts = Floors(whole, Crowds()), [count(month) for month in months]
    each_shown = [round_numbers(exact, SECRET) for exact in exacts]
    for exact, shown in zip(exacts, each_shown, strict=True):
        floors.add(exact, Crowds(), prepare(periods.month(date(2026, 9, 1)), shown, {}))
    tables = [said(round_numbers(whole, SECRET, floors.numbers()), BOXES.number)]
    cells = [(small_cells(whole, BOXES.number), 0)]
    for table, exact in enumerate(exacts, 1):
        tables.append(said(each_shown[table - 1], BOXES.number))
        cells.append((small_cells(exact, BOXES.number), table))
    inside, publics = [(month, 0) for month in (1, 2, 3)], {alike.public for alike in groups}
    return _questions(
        Attacker(tables, _places(groups), within=inside, covers=[(0, (1, 2, 3))], publics=publics), cells, at_most
    )


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """Over several worlds."""
    found = Verdict()
    for each in verdicts:
        found.left.update(each.left)
    return found


def _places(groups: Groups) -> set[Path]:
    return {alike.place for alike in groups}


def _questions(attacker: Attacker, cells: Sequence[tuple[list[Cell], int]], at_most: int) -> Verdict:
    every = [(cell, table) for some, table in cells for cell in some]
    found = Verdict()
    for cell, table in Random(len(every)).sample(every, min(at_most, len(every))):
        found.left[attacker.values_left(cell, table)] += 1
    return found
