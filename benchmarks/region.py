"""A fictional region of many structures: communes on a grid, names made of parts, hours, services. Always the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from uuid import UUID

from boite.database.connection import transaction
from boite.directory.models import Commune, PostalCode, ReceptionPoint, Service, Structure
from boite.directory.places.networks import KNOWN
from boite.directory.search_engine.search_index import index_communes, index_many
from boite.directory.sheet.needs import NEEDS
from boite.directory.sheet.publics import ASKED
from boite.text.normalise import fold

STEP = 1000
"""Structures written, then indexed, in one transaction."""
SOUTH, WEST, NORTH, EAST = 46.3, 0.1, 48.9, 3.1
"""Degrees: about the region's."""
STARTS = ("Mont", "Val", "Beau", "Clair", "Font", "Ville", "Roche", "Châte", "Prés", "Bois", "Saint-A", "Gué", "Long")
ENDS = ("bert", "loire", "vigny", "sur-Lys", "court", "reau", "mont", "gny", "lès-Bois", "ières", "nay", "dun")
THINGS = ("Atelier", "Relais", "Espace", "Maison", "Point", "Passerelle", "Comptoir", "Fabrique", "Carrefour", "Escale")
TOPICS = (
    "des métiers",
    "de l'emploi",
    "pour tous",
    "du numérique",
    "solidaire",
    "des savoirs",
    "mobilité",
    "insertion",
)
SERVICES = (
    "Entretien d'orientation",
    "Atelier CV et lettre",
    "Aide au permis de conduire",
    "Bilan de compétences",
    "Conseil VAE",
    "Recherche d'emploi",
    "Recherche de logement",
    "Découverte des métiers",
    "Création d'entreprise",
    "Cours de français",
)
MORNINGS, AFTERNOONS = ("08:30-12:00", "09:00-12:00", "09:00-12:30"), ("13:30-17:00", "14:00-17:30", "13:30-18:00")


@dataclass(slots=True)
class Region:
    """What was made, to know what to search for."""

    communes: list[Commune] = field(default_factory=list)
    rare: list[str] = field(default_factory=list)
    """Words that few names have."""
    seconds: float = 0.0
    """Spent in indexing."""


def communes(count: int = 1750) -> list[Commune]:
    """Communes on a grid, a few large and many small."""
    chance = random.Random(37)
    names = [f"{start}{end}" for start, end in product(STARTS, ENDS)]
    names += [f"{first}-les-{second}" for first, second in product(names[:40], ENDS + STARTS[:10])]
    width = round(count**0.5)
    found = []
    for number, name in enumerate(chance.sample(names, min(count, len(names)))):
        row, column = divmod(number, width)
        found.append(
            Commune(
                code=f"{(18, 28, 36, 37, 41, 45)[number % 6]}{number // 6 + 1:03}",
                name=name,
                name_key=" ".join(fold(name).replace("-", " ").replace("'", " ").split()),
                department=str((18, 28, 36, 37, 41, 45)[number % 6]),
                population=int(150_000 / (number + 1) ** 0.8),
                latitude=SOUTH + (NORTH - SOUTH) * row / width,
                longitude=WEST + (EAST - WEST) * column / width,
                territory_id=None,
            )
        )
    return found


async def settle(count: int, elapsed: Callable[[], float]) -> Region:
    """Enter the communes and `count` structures, and index them. `elapsed` gives seconds."""
    region = Region(communes())
    chance = random.Random(45)
    async with transaction():
        await Commune.bulk_create(region.communes, batch_size=500)
        codes = [
            PostalCode(code=f"{row.code[:2]}{int(row.code[2:]):03}", commune_id=row.code) for row in region.communes
        ]
        await PostalCode.bulk_create(codes, batch_size=500)
        await index_communes([row.code for row in region.communes])
    for start in range(0, count, STEP):
        rows = list(_sheets(range(start, min(count, start + STEP)), region, chance))
        async with transaction():
            await Structure.bulk_create([row[0] for row in rows], batch_size=500)
            await ReceptionPoint.bulk_create([row[1] for row in rows], batch_size=500)
            await Service.bulk_create([service for row in rows for service in row[2]], batch_size=500)
            before = elapsed()
            await index_many([row[0].id for row in rows])
            region.seconds += elapsed() - before
    return region


Row = tuple[Structure, ReceptionPoint, list[Service]]


def _sheets(numbers: range, region: Region, chance: random.Random) -> Iterator[Row]:
    weights = [row.population for row in region.communes]
    places = chance.choices(region.communes, weights, k=len(numbers))
    for number, place in zip(numbers, places, strict=True):
        yield _sheet(number, place, region, chance)


def _sheet(number: int, place: Commune, region: Region, chance: random.Random) -> Row:
    network = chance.choice(KNOWN) if chance.random() < 0.6 else None
    structure = Structure(
        id=UUID(int=chance.getrandbits(128)),
        slug=f"structure-{number}",
        name=_name(network.short_name if network else "", place.name, region, chance)[:150],
        networks=[network.code] if network else [],
        description=" ".join(chance.choices(SERVICES, k=3)),
    )
    point = ReceptionPoint(
        structure_id=structure.id,
        address=f"{number % 90 + 1} rue de l'Essai",
        postal_code=place.code,
        city=place.name,
        commune_id=place.code,
        latitude=place.latitude + chance.uniform(-0.03, 0.03),
        longitude=place.longitude + chance.uniform(-0.04, 0.04),
        opening_hours=_hours(chance),
    )
    return structure, point, [_service(structure, chance) for _ in range(chance.randint(1, 3))]


def _name(network: str, place: str, region: Region, chance: random.Random) -> str:
    if network:
        return f"{network} de {place}"
    word = "".join(chance.choices(("ba", "lo", "mi", "ru", "té", "va", "do", "ni", "sé", "ga", "fo", "li"), k=4))
    region.rare.append(word)
    return f"{chance.choice(THINGS)} {chance.choice(TOPICS)} {word}"


def _hours(chance: random.Random) -> str:
    morning, afternoon = chance.choice(MORNINGS), chance.choice(AFTERNOONS)
    days = chance.choice(("Mo-Fr", "Mo-Th", "Tu-Sa", "Mo,We,Fr", "Tu,Th"))
    return f"{days} {chance.choice((f'{morning},{afternoon}', morning, afternoon))}; PH off"


def _service(structure: Structure, chance: random.Random) -> Service:
    return Service(
        structure_id=structure.id,
        name=chance.choice(SERVICES),
        needs=sorted(f"{need.code}--detail" for need in chance.sample(NEEDS, 2)),
        publics=sorted(chance.sample(list(ASKED), 2)),
    )
