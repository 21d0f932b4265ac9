"""The totals of what was held and who came: events, letters, hand-overs, structures."""

from __future__ import annotations

from boite.orientation.referral import REASONS
from boite.statistics.measures import EVERY_LEVEL
from boite.statistics.places import PlaceSize
from boite.statistics.total_kinds import Heading, Sort, Total

ANSWERS = {
    "beaucoup": "utile, beaucoup",
    "un-peu": "utile, un peu",
    "non": "pas utile",
    "": "sans réponse",
}
"""What those who came say of an event (`boite.agenda.seat_rows.Satisfaction`)."""
_ANSWERS, _REASONS = 40, 60
"""The numbers of the first line of each list."""

EVENTS = (
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
LETTER = (
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
HAND_OVERS = (
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
STRUCTURES = (
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
