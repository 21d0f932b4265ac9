"""What a total is: one number of each place and period, told neither by public nor by age, rounded by its sort."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from boite.statistics.measures import FROM_TERRITORY
from boite.statistics.places import PlaceSize
from boite.statistics.rounding import BASE


class Sort(StrEnum):
    """What a total is a number of, hence how it is shown (rules R1 and R5)."""

    PEOPLE = "personnes"
    """Rounded to 5, as every number of people."""
    ACTS = "gestes"
    """Rounded to 10, from the territory up; not shown below `ENOUGH_ACTS`."""
    OBJECTS = "objets"
    """Nobody's: exact."""


class Heading(StrEnum):
    """The part of the page where it is read."""

    GESTURES = "Ce qui a été fait"
    SEARCHES = "Annuaire et questions"
    MISSED = "Recherches sans réponse"
    READINGS = "Actualités et ressources"
    EVENTS = "Événements"
    LETTER = "Lettre d'information"
    HAND_OVERS = "Passages de relais"
    STRUCTURES = "Structures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """One number of a place in a period."""

    number: int
    """Its place in what is stored."""
    code: str
    label: str
    """What is counted, in French, as the head of a line."""
    definition: str
    """Its whole definition, in French."""
    sort: Sort
    heading: Heading
    part_of: str = ""
    """The total that counts these too, and others."""
    of: str = ""
    """The code of the list that it is one line of: a profile, a reason, an answer, a subject; else its own."""
    levels: frozenset[PlaceSize] = FROM_TERRITORY
    shape: str = ""
    """What tells its people from others of its topic and place: parts that share nobody are drawn apart."""


STEPS = {Sort.PEOPLE: BASE, Sort.ACTS: 10, Sort.OBJECTS: 1}
"""What the numbers of each sort are multiples of (rules R1 and R5)."""
ENOUGH_ACTS = 25
"""Fewer people, or fewer acts, and their total is not shown (rule R5)."""
MOST_EACH = 20
"""Acts of one person that enter a total (rule R5): nobody weighs more."""
