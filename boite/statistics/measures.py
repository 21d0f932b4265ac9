"""What is counted of people: each measure, its sentence on the page, and where it may be read.

A measure is one bit of a fact: « did it at least once in the month ». The numbers are those of the database, for ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from boite.files.document_types import DOCUMENT_TYPES
from boite.statistics.places import PlaceSize

EVERY_LEVEL = frozenset(PlaceSize)
FROM_TERRITORY = EVERY_LEVEL - {PlaceSize.STRUCTURE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Headcount:
    """One number of persons."""

    number: int
    """Its bit in a fact, and its place in what is stored."""
    code: str
    label: str
    """What is counted, in French, as the head of a line."""
    definition: str
    """Its whole definition, in French."""
    part_of: str = ""
    """The measure that counts these people too, and others: never less than this one."""
    levels: frozenset[PlaceSize] = EVERY_LEVEL
    crossed: bool = True
    """Whether it is also counted by public and by age. Colleagues have none."""
    apart: bool = False
    """Counted of others than those of the place: two places are the same cell where these are the same (`rounding`)."""
    stock: bool = False
    """Nearly the same people from one month to the next: what is held, rather than done, and what comes to most."""

    @property
    def bit(self) -> int:
        """Its bit in a fact."""
        return 1 << self.number


LIVING = "vivantes"
ACCOUNTS = "boites"
FOLLOWED = "accompagnees"
OTHER_LINKS = "liens-autres"
MEGABYTE = 1_000_000
VOLUMES = (("volume", 1), ("volume-10", 10 * MEGABYTE), ("volume-100", 100 * MEGABYTE), ("volume-500", 500 * MEGABYTE))
"""Bands of what a box holds: its measure, and from how many bytes. Each is a part of the one before."""
_PAPERS = 30
"""The number of the first type of paper."""

_PEOPLE = (
    Headcount(
        number=0,
        code=LIVING,
        label="Boîtes vivantes",
        definition="Personnes qui ont fait elles-mêmes au moins un geste dans leur boîte, dans les 30 derniers jours du"
        " mois. Se connecter ne suffit pas.",
        part_of="venues",
    ),
    Headcount(
        number=1,
        code=ACCOUNTS,
        label="Boîtes ouvertes",
        definition="Personnes qui avaient une boîte pendant la période.",
        stock=True,
    ),
    Headcount(
        number=2,
        code="nouvelles",
        label="Nouvelles boîtes",
        definition="Personnes dont la boîte a été ouverte pendant la période.",
        part_of=ACCOUNTS,
    ),
    Headcount(
        number=12,
        code="nouvelles-seules",
        label="Nouvelles boîtes ouvertes seul",
        definition="Personnes qui ont ouvert leur boîte pendant la période sur un appareil à elles, et non sur"
        " l'ordinateur partagé d'un lieu d'accueil.",
        part_of="nouvelles",
    ),
    Headcount(
        number=4,
        code=FOLLOWED,
        label="Liens avec la structure référente",
        definition="Personnes qui ont nommé une structure référente. Pour une structure, ce sont ses « Boîtes"
        " ouvertes ».",
        part_of=ACCOUNTS,
        levels=FROM_TERRITORY,
        apart=True,
        stock=True,
    ),
    Headcount(
        number=13,
        code=OTHER_LINKS,
        label="Liens avec une autre structure",
        definition="Liens entre une personne et une structure qui l'accompagne aussi, sans être sa structure référente."
        " Une personne compte une fois pour chaque structure.",
        apart=True,
        stock=True,
    ),
    Headcount(
        number=3,
        code="venues",
        label="Personnes venues",
        definition="Personnes qui se sont connectées, ou qui ont fait un geste dans leur boîte.",
        part_of=ACCOUNTS,
    ),
    Headcount(
        number=5,
        code="depots",
        label="Ont ajouté un papier",
        definition="Personnes qui ont ajouté au moins un papier, ou une nouvelle version d'un papier.",
        part_of="venues",
    ),
    Headcount(
        number=6,
        code="depots-3",
        label="Ont ajouté 3 papiers",
        definition="Personnes qui ont ajouté au moins 3 papiers le même mois.",
        part_of="depots",
    ),
    Headcount(
        number=7,
        code="depots-10",
        label="Ont ajouté 10 papiers",
        definition="Personnes qui ont ajouté au moins 10 papiers le même mois.",
        part_of="depots-3",
    ),
    *(
        Headcount(
            number=14 + rank,
            code=code,
            label="Gardent au moins un papier" if rank == 0 else f"Gardent au moins {least // MEGABYTE} Mo",
            definition="Personnes dont la boîte contient au moins un papier."
            if rank == 0
            else f"Personnes dont les papiers, avec leurs versions, pèsent au moins {least // MEGABYTE} Mo.",
            part_of=VOLUMES[rank - 1][0] if rank else ACCOUNTS,
            crossed=rank == 0,
            stock=True,
        )
        for rank, (code, least) in enumerate(VOLUMES)
    ),
    Headcount(
        number=8,
        code="inscrites",
        label="Inscrites à un événement",
        definition="Personnes qui ont pris une place à au moins un événement, et l'ont gardée.",
        part_of=ACCOUNTS,
    ),
    Headcount(
        number=9,
        code="presentes",
        label="Présentes à un événement",
        definition="Personnes dont la présence à au moins un événement a été notée.",
        part_of=ACCOUNTS,
    ),
    Headcount(
        number=10,
        code="prevenues",
        label="Ont reçu un message",
        definition="Personnes à qui le service a laissé au moins un message.",
        part_of=ACCOUNTS,
        stock=True,  # most boxes get one each month: the only newcomer would stand out
    ),
    Headcount(
        number=11,
        code="messages-lus",
        label="Ont lu un message",
        definition="Personnes qui ont ouvert au moins un message laissé pendant le mois.",
        part_of="prevenues",
    ),
    Headcount(
        number=18,
        code="prevenues-dehors",
        label="Ont reçu un message ailleurs",
        definition="Personnes à qui un message est aussi parvenu par courriel, par alerte ou par SMS.",
        part_of=ACCOUNTS,
    ),
)
_COLLEAGUES = (
    Headcount(
        number=20,
        code="professionnels",
        label="Professionnels",
        definition="Professionnels qui avaient un compte pendant la période.",
        levels=FROM_TERRITORY,
        crossed=False,
        stock=True,
    ),
    Headcount(
        number=21,
        code="professionnels-venus",
        label="Professionnels venus",
        definition="Professionnels qui se sont connectés, ou qui ont fait un geste.",
        part_of="professionnels",
        levels=FROM_TERRITORY,
        crossed=False,
    ),
    Headcount(
        number=22,
        code="relais",
        label="Ont passé un relais",
        definition="Professionnels qui ont noté au moins un passage de relais vers une autre structure.",
        part_of="professionnels-venus",
        levels=FROM_TERRITORY,
        crossed=False,
    ),
    Headcount(
        number=23,
        code="relais-3",
        label="Ont passé 3 relais",
        definition="Professionnels qui ont noté au moins 3 passages de relais le même mois.",
        part_of="relais",
        levels=FROM_TERRITORY,
        crossed=False,
    ),
    Headcount(
        number=24,
        code="relais-10",
        label="Ont passé 10 relais",
        definition="Professionnels qui ont noté au moins 10 passages de relais le même mois.",
        part_of="relais-3",
        levels=FROM_TERRITORY,
        crossed=False,
    ),
)
_HEALTH = {"rqth-mdph"}
"""A type of paper that tells of somebody's health: never counted (R6)."""
_BY_PAPER = tuple(
    Headcount(
        number=_PAPERS + rank,
        code=f"papier-{paper.code}",
        label=f"Ont ajouté : {paper.label}",
        definition=f"Personnes qui ont ajouté au moins un papier de type « {paper.label} ».",
        part_of="depots",
    )
    for rank, paper in enumerate(DOCUMENT_TYPES)
    if paper.code not in _HEALTH
)

MEASURES: tuple[Headcount, ...] = (*_PEOPLE, *_COLLEAGUES, *_BY_PAPER)
"""In the order of the page: what matters most comes first."""
PEOPLE = sum(measure.bit for measure in (*_PEOPLE, *_BY_PAPER) if measure.code != OTHER_LINKS)
"""The bits of persons; those of `COLLEAGUES` are never in the same fact."""
COLLEAGUES = sum(measure.bit for measure in _COLLEAGUES)
BY_CODE = {measure.code: measure for measure in MEASURES}
LINKS = BY_CODE[OTHER_LINKS].bit
"""What counts links, and nobody: never in a fact."""
COLLEAGUES_STOCK = BY_CODE["professionnels"].bit
"""The bit that each colleague has, and no person."""
BY_NUMBER = {measure.number: measure for measure in MEASURES}
SLOTS = 1 + max(BY_NUMBER)
"""How many places a stored headline has."""


def with_wholes(bits: int) -> int:
    """These measures, and those that count the same people: whoever did something had a box."""
    for measure in MEASURES:
        if bits & measure.bit:
            whole = measure
            while whole.part_of:
                whole = BY_CODE[whole.part_of]
                bits |= whole.bit
    return bits
