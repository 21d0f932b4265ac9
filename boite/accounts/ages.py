"""Ages as they are counted (vocabulaires_spro.json): fifteen fine ones, and the groupings that partners know.

An age is the one reached in the year: a year of birth is all that is known of anybody.
"""

from __future__ import annotations

from dataclasses import dataclass

FINE = (
    *("moins de 15", "15", "16-17", "18-21", "22-24", "25", "26-29", "30", "31-34"),
    *("35-44", "45-49", "50-54", "55-59", "60-64", "65 et plus"),
)
"""The fine ages, from the youngest: each grouping is made of whole ones."""
_BEGINS = (0, 15, 16, 18, 22, 25, 26, 30, 31, 35, 45, 50, 55, 60, 65)


@dataclass(frozen=True, slots=True)
class Band:
    """Some ages that follow each other, as one."""

    label: str
    mask: int
    """One bit for each of `FINE`, the lowest for the youngest: two bands of the same people have the same."""


def fine(birth_year: int, year: int) -> int:
    """The place in `FINE` of somebody born in `birth_year`, by the age that they reach in `year`."""
    age = year - birth_year
    return max((place for place, begins in enumerate(_BEGINS) if begins <= age), default=0)


def _band(label: str, youngest: str, oldest: str) -> Band:
    first, last = FINE.index(youngest), FINE.index(oldest)
    return Band(label, sum(1 << place for place in range(first, last + 1)))


GROUPINGS = {
    "france-travail": (
        _band("moins de 25", "moins de 15", "22-24"),
        _band("25-49", "25", "45-49"),
        _band("50 et plus", "50-54", "65 et plus"),
    ),
    "missions-locales": (
        _band("16-17", "16-17", "16-17"),
        _band("18-21", "18-21", "18-21"),
        _band("22-25", "22-24", "25"),
    ),
    "insee-activite": (
        _band("15-24", "15", "22-24"),
        _band("25-49", "25", "45-49"),
        _band("50-64", "50-54", "60-64"),
        _band("65 et plus", "65 et plus", "65 et plus"),
    ),
    "insee-jeunes": (_band("15-29", "15", "26-29"),),
}
"""The four that statistics use. Two of that file are left: minors (a rule of law), young people with a disability."""
THREE = GROUPINGS["france-travail"]
"""The three ages that are crossed with publics."""
