"""Charts of rounded figures: how long each bar is, how dark each cell. Templates make the drawing.

What is « moins de 5 » is drawn as a hatched stub or an outlined cell: neither 0, nor a length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from boite.statistics.derived import words
from boite.statistics.published import Cell, CrossingLine
from boite.statistics.rounding import BASE
from boite.text.french import plural

LONGEST = 100.0
"""Units of the longest bar."""
SLIMMEST, STUB = 3.0, 6.0
"""Units of the shortest bar, and of what is few; less where five people would be shorter."""
LEVELS = 4
"""How many tints cells have, besides that of « moins de 5 »."""


def said(cell: Cell) -> str:
    """What a mark says to whoever reaches it by the keyboard."""
    if cell.few:
        return "moins de 5 personnes, le nombre exact n'est pas montré"
    return plural(cell.people, "personne")


@dataclass(frozen=True, slots=True)
class HeadcountBar:
    """One bar: what it is of, its figure, its length."""

    label: str
    cell: Cell
    length: float

    @property
    def said(self) -> str:
        """In words."""
        return f"{self.label} : {said(self.cell)}"


def bars(lines: Iterable[CrossingLine], most: int = 0) -> list[HeadcountBar]:
    """A bar for each of these lines, on one scale: that of `most` people where they are fewer."""
    found = list(lines)
    top = max([most, *(line.cell.people for line in found)])
    return [HeadcountBar(line.label, line.cell, _length(line.cell.people, top)) for line in found]


def largest_first(lines: Iterable[CrossingLine]) -> list[CrossingLine]:
    """The same lines, those of most people first; equals as they were."""
    return sorted(lines, key=lambda line: -line.cell.people)


def _length(people: int, top: int) -> float:
    shortest = max(SLIMMEST, min(STUB, LONGEST * BASE / top)) if top else STUB
    return round(max(shortest, LONGEST * people / top if top else 0), 1)


@dataclass(frozen=True, slots=True)
class AgeStep:
    """One age of a pyramid: a year before at the left, the period at the right."""

    now: HeadcountBar
    before: HeadcountBar | None


def pyramid(now: Sequence[CrossingLine], before: Sequence[CrossingLine]) -> list[AgeStep]:
    """The ages of a period and of the same one a year before (nothing: not published), the oldest at the top."""
    top = max((line.cell.people for line in [*now, *before]), default=0)
    left: Sequence[HeadcountBar | None] = bars(before, top) or [None] * len(now)
    return [AgeStep(*pair) for pair in zip(bars(now, top), left, strict=True)][::-1]


@dataclass(frozen=True)
class Tints:
    """Which of the four tints a number of people has, by equal steps of whole fives."""

    most: int
    """The largest number that is shown."""

    @cached_property
    def step(self) -> int:
        """People between two tints."""
        return 5 * max(1, -(-self.most // (5 * LEVELS)))

    def level(self, cell: Cell) -> int:
        """From 1, the lightest, to 4; 0 for « moins de 5 »."""
        return min(LEVELS, -(-cell.people // self.step))

    def key(self) -> list[tuple[int, str]]:
        """Each tint that may be met, and what it says."""
        found = [(0, words(0))]
        for level in range(1, LEVELS + 1):
            low, high = (level - 1) * self.step + 5, level * self.step
            if low <= self.most:
                found.append((level, words(low) if low == high else f"{words(low)} à {words(high)}"))
        return found


@dataclass(frozen=True, slots=True)
class HeatLine:
    """A public, and its cells with their tints."""

    label: str
    cells: list[tuple[Cell, int]]


@dataclass(frozen=True, slots=True)
class Heat:
    """Publics by ages, as tinted cells."""

    heads: list[str]
    lines: list[HeatLine]
    apart: list[str]
    """The publics all of whose cells are few: said in one sentence, not in a line."""
    tints: Tints


def heat(crossed: Sequence[tuple[str, list[CrossingLine]]]) -> Heat | None:
    """The table of a crossing of two dimensions; None where there is none."""
    if not crossed:
        return None
    tints = Tints(max(line.cell.people for _, some in crossed for line in some))
    lines, apart = list[HeatLine](), list[str]()
    for label, some in crossed:
        if all(line.cell.few for line in some):
            apart.append(label)
        else:
            lines.append(HeatLine(label, [(line.cell, tints.level(line.cell)) for line in some]))
    return Heat([line.label for line in crossed[0][1]], lines, apart, tints)
