"""What may be made of two shown figures, and in which words (rule R4). Never of exact numbers: there is none here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from boite.statistics.rounding import BASE
from boite.statistics.total_kinds import Sort, Total

FEW = f"moins de {BASE}"
"""What a cell shown 0 says: from nobody to four people, not told apart."""
FEW_ACTS = "trop peu"
"""What a total of acts says below `ENOUGH_ACTS`."""
WORDS_FROM, TENTHS_FROM, UNITS_FROM = 50, 100, 1000
"""People of the whole from which « 1 personne sur 5 » is said; then percents in steps of 5; then each percent."""
ARROW_FROM = 10
"""A smaller difference of two shown figures may be none: each is up to 4 away from the truth."""


class Trend(StrEnum):
    """How a figure compares with another."""

    RISES = "hausse"
    FALLS = "baisse"
    STEADY = "stable"
    """No difference that can be told."""


def words(figure: int) -> str:
    """A shown number of people, in French: « moins de 5 », « 1 250 »."""
    return spaced(figure) if figure else FEW


def spaced(number: int) -> str:
    """« 1 250 »."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


@dataclass(frozen=True, slots=True)
class Cell:
    """A shown number of people. 0 says « moins de 5 »."""

    people: int

    @property
    def few(self) -> bool:
        """Whether it says « moins de 5 »: to be explained (`FEW_WHY`)."""
        return not self.people

    @property
    def words(self) -> str:
        """In French."""
        return words(self.people)


def total_words(total: Total, value: int) -> str:
    """A total as it is shown, in French."""
    return few_of(total.sort) if is_few(total.sort, value) else spaced(value)


def is_few(sort: Sort, value: int) -> bool:
    """Whether it is no number: people or acts that are too few."""
    return sort != Sort.OBJECTS and not value


def few_of(sort: Sort, people: str = FEW) -> str:
    """What is said instead of a number that is few."""
    return FEW_ACTS if sort == Sort.ACTS else people


def trend(figure: int | None, before: int | None, sort: Sort = Sort.PEOPLE) -> Trend | None:
    """None where one of them is not known. What is exact rises by 1; acts are up to 9 away from the truth."""
    if figure is None or before is None:
        return None
    if abs(figure - before) < {Sort.OBJECTS: 1, Sort.ACTS: 2 * ARROW_FROM}.get(sort, ARROW_FROM):
        return Trend.STEADY
    return Trend.RISES if figure > before else Trend.FALLS


def difference(figure: int | None, before: int | None) -> int:
    """How many more people (fewer below 0); 0 where no difference can be told, or one of them is not known."""
    if figure is None or before is None or trend(figure, before) == Trend.STEADY:
        return 0
    return figure - before


def compared(figure: int | None, before: int | None, with_what: str) -> str:
    """« 20 de plus qu'il y a un an », « autant qu'en octobre »; empty where nothing can be told."""
    if not figure or before is None:
        return ""
    change = difference(figure, before)
    if not change:
        return f"à peu près autant {with_what}"
    return f"{words(abs(change))} de {'plus' if change > 0 else 'moins'} {with_what}"


def percent(part: int | None, whole: int | None) -> int | None:
    """To 5 points where the whole has 100 people, to 1 where it has 1,000. None below, and for a part of a few."""
    if not part or whole is None or whole < TENTHS_FROM:
        return None
    step = 1 if whole >= UNITS_FROM else 5
    return min(100, step * round(100 * part / whole / step))


def one_in(part: int | None, whole: int | None) -> tuple[int, int] | None:
    """« 1 personne sur 5 »: the nearest of 1 in 2 to 1 in 10, 2 in 3, 3 in 4, 9 in 10. None below 50 people."""
    if not part or whole is None or whole < WORDS_FROM:
        return None
    simple = [*((1, among) for among in range(2, 11)), (2, 3), (3, 4), (9, 10)]
    best = min(simple, key=lambda pair: abs(pair[0] / pair[1] - part / whole))
    return best if abs(best[0] / best[1] - part / whole) <= 0.05 else None
