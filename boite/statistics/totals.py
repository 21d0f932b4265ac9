"""What is counted besides people of boxes: acts, objects, seats of events, subscribers, hand-overs.

A total has one number for each place and period, told neither by public nor by age. How it is rounded is its sort: see
`Sort`. The numbers are those of the database, for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from boite.directory.models import AskerProfile
from boite.directory.sheet.needs import NEEDS
from boite.orientation.referral import REASONS
from boite.statistics.measures import EVERY_LEVEL, FROM_TERRITORY
from boite.statistics.places import PlaceSize


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


PROFILES = {
    AskerProfile.PERSON: "personnes connectées",
    AskerProfile.PROFESSIONAL: "professionnels",
    AskerProfile.VISITOR: "visiteurs sans compte",
}
ANSWERS = {
    "beaucoup": "utile, beaucoup",
    "un-peu": "utile, un peu",
    "non": "pas utile",
    "": "sans réponse",
}
"""What those who came say of an event (`boite.agenda.seat_rows.Satisfaction`)."""
OTHER_SUBJECT = "autre"
SUBJECTS = {**{need.code: need.label for need in NEEDS}, OTHER_SUBJECT: "Autre sujet"}
"""The subjects of searches without answer: the needs of the directory."""
ENOUGH_ACTS = 25
"""Fewer people, or fewer acts, and their total is not shown (rule R5)."""
MOST_EACH = 20
"""Acts of one person that enter a total (rule R5): nobody weighs more."""
_PROFILES, _ANSWERS, _REASONS, _SUBJECTS = 10, 40, 60, 80
"""The numbers of the first line of each list."""

_GESTURES = (
    Total(
        number=0,
        code="total-depots",
        label="Papiers ajoutés",
        definition="Papiers ajoutés, et nouvelles versions. Chaque personne compte pour 20 au plus.",
        sort=Sort.ACTS,
        heading=Heading.GESTURES,
    ),
    Total(
        number=1,
        code="total-messages",
        label="Messages laissés",
        definition="Messages que le service a laissés aux personnes. Chaque personne compte pour 20 au plus.",
        sort=Sort.ACTS,
        heading=Heading.GESTURES,
    ),
)
_USES = (
    Total(
        number=2,
        code="recherches",
        label="Recherches dans l'annuaire",
        definition="Recherches faites dans l'annuaire, avec ou sans compte. Les robots n'y sont pas.",
        sort=Sort.ACTS,
        heading=Heading.SEARCHES,
    ),
    Total(
        number=3,
        code="questions",
        label="Réponses lues dans « Qui peut m'aider ? »",
        definition="Réponses ouvertes dans « Qui peut m'aider ? », avec ou sans compte. Les robots n'y sont pas.",
        sort=Sort.ACTS,
        heading=Heading.SEARCHES,
    ),
    *(
        Total(
            number=_PROFILES + 4 * rank + offset,
            code=f"{whole}-{profile.value}",
            label=f"{head} : {words}",
            definition=f"{definition} par des {words}.",
            sort=Sort.ACTS,
            heading=Heading.SEARCHES,
            part_of=whole,
            of=whole,
            shape=profile.value,
        )
        for offset, (whole, head, definition) in enumerate(
            (
                ("recherches", "Recherches", "Recherches faites dans l'annuaire"),
                ("questions", "Questions", "Réponses de « Qui peut m'aider ? » ouvertes"),
            )
        )
        for rank, (profile, words) in enumerate(PROFILES.items())
    ),
    Total(
        number=4,
        code="sans-reponse",
        label="Recherches sans réponse",
        definition="Recherches de l'annuaire et de « Qui peut m'aider ? » qui n'ont rien trouvé.",
        sort=Sort.OBJECTS,
        heading=Heading.MISSED,
    ),
    *(
        Total(
            number=_SUBJECTS + rank,
            code=f"sans-reponse-{code}",
            label=label,
            definition="Recherches sans réponse dont aucun mot ne dit le sujet."
            if code == OTHER_SUBJECT
            else f"Recherches sans réponse dont un mot parle de « {label} ».",
            sort=Sort.OBJECTS,
            heading=Heading.MISSED,
            part_of="sans-reponse",
            of="sans-reponse",
        )
        for rank, (code, label) in enumerate(SUBJECTS.items())
    ),
)
_READINGS = (
    Total(
        number=5,
        code="actualites",
        label="Actualités parues",
        definition="Actualités publiées pendant la période, pour ce territoire ou un lieu qu'il contient.",
        sort=Sort.OBJECTS,
        heading=Heading.READINGS,
    ),
    Total(
        number=6,
        code="lectures-actualites",
        label="Lectures d'actualités",
        definition="Lectures, avec ou sans compte, des actualités de ce territoire. Les robots n'y sont pas.",
        sort=Sort.ACTS,
        heading=Heading.READINGS,
    ),
    Total(
        number=7,
        code="ressources",
        label="Ressources parues",
        definition="Ressources publiées pendant la période, pour ce territoire ou un lieu qu'il contient.",
        sort=Sort.OBJECTS,
        heading=Heading.READINGS,
    ),
    Total(
        number=8,
        code="lectures-ressources",
        label="Ressources consultées",
        definition="Consultations, avec ou sans compte, des ressources de ce territoire. Les robots n'y sont pas.",
        sort=Sort.ACTS,
        heading=Heading.READINGS,
    ),
)
_EVENTS = (
    Total(
        number=30,
        code="evenements",
        label="Événements tenus",
        definition="Événements publiés et non annulés, finis pendant la période.",
        sort=Sort.OBJECTS,
        heading=Heading.EVENTS,
        levels=EVERY_LEVEL,
    ),
    Total(
        number=31,
        code="places",
        label="Places proposées",
        definition="Places des événements tenus qui en ont un nombre limité.",
        sort=Sort.OBJECTS,
        heading=Heading.EVENTS,
        levels=EVERY_LEVEL,
    ),
    Total(
        number=32,
        code="places-prises",
        label="Places prises",
        definition="Inscriptions gardées aux événements tenus, avec ou sans compte.",
        sort=Sort.PEOPLE,
        heading=Heading.EVENTS,
        levels=EVERY_LEVEL,
    ),
    Total(
        number=33,
        code="venues-evenements",
        label="Venues aux événements",
        definition="Inscriptions dont la présence a été notée.",
        sort=Sort.PEOPLE,
        heading=Heading.EVENTS,
        part_of="places-prises",
        levels=EVERY_LEVEL,
    ),
    *(
        Total(
            number=_ANSWERS + rank,
            code=f"avis-{answer or 'sans'}",
            label=f"Avis : {words}",
            definition="Personnes venues qui n'ont pas donné leur avis."
            if not answer
            else f"Personnes venues qui ont répondu « {words} » à la question : est-ce que cela a été utile ?",
            sort=Sort.PEOPLE,
            heading=Heading.EVENTS,
            part_of="venues-evenements",
            of="venues-evenements",
            shape=answer or "sans",
        )
        for rank, (answer, words) in enumerate(ANSWERS.items())
    ),
)
_LETTER = (
    Total(
        number=34,
        code="lettres",
        label="Numéros parus",
        definition="Numéros de la lettre d'information envoyés pendant la période.",
        sort=Sort.OBJECTS,
        heading=Heading.LETTER,
    ),
    Total(
        number=35,
        code="lettres-rythme",
        label="Jours entre deux numéros",
        definition="Jours entre le dernier numéro de la période et celui d'avant, de la même lettre : son rythme.",
        sort=Sort.OBJECTS,
        heading=Heading.LETTER,
        levels=frozenset({PlaceSize.REGION, PlaceSize.TERRITORY}),
    ),
    Total(
        number=36,
        code="abonnes",
        label="Abonnés",
        definition="Adresses qui ont confirmé qu'elles veulent la lettre, à la fin de la période. Un professionnel la"
        " reçoit sans s'abonner : il n'y est pas.",
        sort=Sort.PEOPLE,
        heading=Heading.LETTER,
    ),
)
_HAND_OVERS = (
    Total(
        number=37,
        code="relais-partis",
        label="Passages de relais au départ d'ici",
        definition="Personnes menées par un professionnel d'une structure d'ici vers une autre. Le service ne sait pas"
        " qui : une personne menée deux fois compte deux fois.",
        sort=Sort.PEOPLE,
        heading=Heading.HAND_OVERS,
        levels=EVERY_LEVEL,
    ),
    Total(
        number=38,
        code="relais-arrives",
        label="Passages de relais vers ici",
        definition="Personnes menées vers une structure d'ici par un professionnel d'une autre structure.",
        sort=Sort.PEOPLE,
        heading=Heading.HAND_OVERS,
        levels=EVERY_LEVEL,
        shape="arrives",
    ),
    *(
        Total(
            number=_REASONS + rank,
            code=f"relais-{code}",
            label=f"Raison : {words}",
            definition=f"Passages de relais au départ d'ici, pour la raison « {words} ».",
            sort=Sort.PEOPLE,
            heading=Heading.HAND_OVERS,
            part_of="relais-partis",
            of="relais-partis",
            shape=code,
        )
        for rank, (code, words) in enumerate(REASONS.items())
    ),
)
_STRUCTURES = (
    Total(
        number=50,
        code="structures",
        label="Structures de l'annuaire",
        definition="Structures de l'annuaire qui n'avaient pas fermé à la fin de la période.",
        sort=Sort.OBJECTS,
        heading=Heading.STRUCTURES,
    ),
    Total(
        number=51,
        code="structures-inscrites",
        label="Structures qui ont un compte",
        definition="Structures où au moins un professionnel a un compte.",
        sort=Sort.OBJECTS,
        heading=Heading.STRUCTURES,
        part_of="structures",
    ),
    Total(
        number=52,
        code="structures-actives",
        label="Structures actives",
        definition="Structures où au moins un professionnel est venu pendant la période. Pour une structure : 1 si elle"
        " est active, 0 sinon.",
        sort=Sort.OBJECTS,
        heading=Heading.STRUCTURES,
        part_of="structures-inscrites",
        levels=EVERY_LEVEL,
    ),
)

TOTALS: tuple[Total, ...] = (*_GESTURES, *_USES, *_READINGS, *_EVENTS, *_LETTER, *_HAND_OVERS, *_STRUCTURES)
"""In the order of the page."""
TOTAL_OF = {total.code: total for total in TOTALS}
TOTAL_BY_NUMBER = {total.number: total for total in TOTALS}
TOTAL_SLOTS = 1 + max(total.number for total in TOTALS)
"""How many places a stored row of totals has."""
