"""Eighteen months of people who do not exist, so that the figures of the demonstration have something to tell.

Only facts are invented: they are counted, rounded and published by the chore itself, like those of any month. Nobody
here has an account, a name or a paper.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from boite.accounts.ages import fine
from boite.accounts.models import AccountRole, User
from boite.clock import months_later, today
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.directory.models import Commune, Structure
from boite.settings import Settings
from boite.statistics import facts, periods
from boite.statistics.demo_uses import invent_uses
from boite.statistics.due import publish_due
from boite.statistics.facts import Fact
from boite.statistics.grid import NO_AGE, PUBLICS
from boite.statistics.keys import KEY_BITS
from boite.statistics.measures import ACCOUNTS, BY_CODE, FOLLOWED, LIVING, MEASURES, with_wholes
from boite.statistics.models import StatPeriod
from boite.statistics.people import Geography
from boite.statistics.periods import CountedPeriod
from boite.statistics.places import Path, PlaceSize
from storage.store import BlobStore

MONTHS = 18
PEOPLE = 1200
"""How many there are at the end."""
EACH = 16
"""How many people there are for one professional, who is counted apart."""
ALONE = 0.2
"""The part of people whom no structure helps along: they are counted where they live."""
TWICE = 0.25
"""The part of people whom another structure helps along too."""
UNBORN = 0.05
"""The part of people who do not say when they were born."""
BEGINNING = 8
"""How many usual months of arrivals the first month holds: the service had begun before."""
BUSY = {1: 1.2, 7: 0.6, 8: 0.4, 9: 1.5, 10: 1.3}
"""Months of the year in which more people come than usual, or fewer."""

AGES = {
    "scolaire": (13, 18),
    "etudiant": (18, 25),
    "apprenti": (16, 27),
    "stagiaire-fp": (19, 52),
    "demandeur-emploi": (18, 62),
    "salarie": (22, 62),
    "agent-public": (25, 63),
    "independant": (26, 64),
    "service-civique": (17, 25),
    "sans-solution": (16, 28),
    "autre": (15, 70),
    "nsp": (16, 66),
}
"""The youngest and the oldest of each public."""
TIMES = (("depots-10", 12), ("depots-3", 4), ("depots", 1))
"""How many papers somebody added, by the first of these measures that counts them."""
Weights = Mapping[str, float]
ANYBODY: Weights = {"salarie": 4, "demandeur-emploi": 3, "independant": 2, "agent-public": 1, "autre": 1, "nsp": 1}
WHO_COMES: Mapping[str, tuple[float, Weights]] = {
    "mission-locale": (5, {"sans-solution": 4, "demandeur-emploi": 3, "apprenti": 1, "service-civique": 1, "nsp": 1}),
    "france-travail": (5, {"demandeur-emploi": 7, "stagiaire-fp": 2, "salarie": 1, "nsp": 1}),
    "cio": (3, {"scolaire": 7, "etudiant": 2, "sans-solution": 1}),
    "info-jeunes": (5, {"scolaire": 4, "etudiant": 4, "apprenti": 2, "service-civique": 1, "sans-solution": 1}),
    "cap-emploi": (2, {"demandeur-emploi": 5, "salarie": 2, "agent-public": 1, "nsp": 2}),
    "suio": (3, {"etudiant": 9, "salarie": 1}),
}
"""By main network: how many people its structures help along, compared with others (1), and of which publics."""

PAPERS = [measure.code for measure in MEASURES if measure.part_of == "depots" and measure.code.startswith("papier-")]
BITS = {measure.code: with_wholes(measure.bit) for measure in MEASURES}
"""By measure, the bits of whoever did it: whoever added ten papers added three."""


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist."""

    key: int
    place: Path
    public: int
    birth_year: int | None
    since: int
    """The rank of the month in which their box was opened."""
    zeal: float
    """How likely they are to come in a usual month, from 0 to 1."""
    professional: bool
    kept: str
    """The measure of what their box holds (`measures.VOLUMES`); empty where it holds nothing."""
    others: tuple[Path, ...]


async def load_demo_figures(
    cast: Collection[str], settings: Settings, store: BlobStore, *, people: int = PEOPLE
) -> None:
    """Invent the past of the demonstration and publish it. Twice is once.

    Nothing is done where anybody has an account who is not of the cast (their handles): that is no demonstration. Nor
    is anything invented where something was counted already.
    """
    if await User.exclude(role=AccountRole.GROUP).exclude(handle__in=few(list(cast))).exists():
        return
    if not await StatPeriod.exists() and await facts.oldest_month() is None:
        await _invent(people)
    while await publish_due(settings, store):
        pass


async def _invent(how_many: int) -> None:
    first = months_later(today().replace(day=1), -MONTHS)
    months = [periods.month(months_later(first, rank)) for rank in range(MONTHS)]
    chance = Random(18)  # noqa: S311 - the same people each time; the keys are drawn as those of anybody
    people = await _people(chance, how_many, months)
    async with transaction():  # all of it or nothing: what is half there would be taken for the whole
        for rank, month in enumerate(months):
            await facts.write(month, list(_month(chance, people, rank, month)))
        await invent_uses(Random(19), months)  # noqa: S311 - those of the demonstration


async def _people(chance: Random, how_many: int, months: Sequence[CountedPeriod]) -> list[Invented]:
    """Everybody, whenever they come: more and more, and more when schools open than in August."""
    where, structures = await Geography.read(), await Structure.all().order_by("slug")
    communes = await Commune.all().order_by("code")
    kinds = [WHO_COMES.get(row.networks[0] if row.networks else "", (1, ANYBODY)) for row in structures]
    sizes = [kind[0] * chance.uniform(0.6, 1.6) for kind in kinds]
    everybody = how_many + how_many // EACH
    homes = chance.choices(communes, [row.population or 1 for row in communes], k=how_many)
    arrivals = [(BEGINNING if rank == 0 else 1 + rank / MONTHS) * _busy(month) for rank, month in enumerate(months)]
    since = chance.choices(range(MONTHS), arrivals, k=everybody)
    helpers = chance.choices(range(len(structures)), sizes, k=everybody)
    found, year, kept = list[Invented](), months[-1].begins.year, Random(20)  # noqa: S311
    for number, (began, helper) in enumerate(zip(since, helpers, strict=True)):
        professional = number >= how_many
        alone = not professional and chance.random() < ALONE
        publics = ANYBODY if alone else {"agent-public": 1.0} if professional else kinds[helper][1]
        [public] = chance.choices(list(publics), list(publics.values()))
        place = where.place(None, homes[number].code) if alone else where.place(structures[helper].id, "")
        youngest, oldest = AGES[public]
        found.append(
            Invented(
                key=secrets.randbits(KEY_BITS),
                place=place,
                public=PUBLICS.index(public),
                birth_year=None if chance.random() < UNBORN else year - chance.randint(youngest, oldest),
                since=began,
                zeal=chance.uniform(0.2, 0.8),
                professional=professional,
                kept=kept.choice(["", "volume", "volume", "volume-10", "volume-10", "volume-100", "volume-500"]),
                others=(where.place(kept.choice(structures).id, ""),) if kept.random() < TWICE and not alone else (),
            )
        )
    return found


def _busy(month: CountedPeriod) -> float:
    return BUSY.get(month.begins.month, 1)


def _month(chance: Random, people: Sequence[Invented], rank: int, month: CountedPeriod) -> Iterator[Fact]:
    for each in people:
        if each.since <= rank:
            new = each.since == rank
            came = new or chance.random() < each.zeal * _busy(month)
            bits = _colleague(chance, came) if each.professional else _person(chance, came, new)
            born = each.birth_year
            age = NO_AGE if born is None else fine(born, month.begins.year)
            if each.professional:
                yield Fact(each.key, each.place, each.public, age, bits)
                continue
            bits |= BITS[each.kept] if each.kept else 0
            bits |= BITS[FOLLOWED] if each.place.size == PlaceSize.STRUCTURE else 0
            deposits = next((least for code, least in TIMES if bits & BY_CODE[code].bit), 0)
            messages = 2 if bits & BY_CODE["prevenues"].bit else 0
            others = tuple(other for other in each.others if other != each.place)
            yield Fact(each.key, each.place, each.public, age, bits, deposits, messages, others)


def _person(chance: Random, came: bool, new: bool) -> int:
    """What one of them did in a month."""
    bits, told = BITS[ACCOUNTS], chance.random() < 0.6
    if new:
        bits |= BITS["nouvelles-seules" if chance.random() < 0.6 else "nouvelles"]
    if told:
        bits |= BITS["prevenues"]
    if chance.random() < 0.1:
        bits |= BITS["inscrites"] | (BITS["presentes"] if chance.random() < 0.7 else 0)
    if not came:
        return bits
    bits |= BITS["venues"]
    if told and chance.random() < 0.6:
        bits |= BITS["messages-lus"] | BITS["prevenues-dehors"]
    if chance.random() < 0.8:
        bits |= BITS[LIVING]
        if chance.random() < 0.6:
            bits |= BITS[_steps(chance, "depots", "depots-3", "depots-10")]
            for rank in range(1 + (bits & BY_CODE["depots-3"].bit > 0)):
                bits |= BITS[PAPERS[int(len(PAPERS) * chance.random() ** (2 + rank))]]
    return bits


def _colleague(chance: Random, came: bool) -> int:
    bits = BITS["professionnels"]
    if came:
        bits |= BITS["professionnels-venus"]
        if chance.random() < 0.5:
            bits |= BITS[_steps(chance, "relais", "relais-3", "relais-10")]
    return bits


def _steps(chance: Random, once: str, thrice: str, often: str) -> str:
    """Most people did it once or twice, some more often."""
    drawn = chance.random()
    return often if drawn < 0.08 else thrice if drawn < 0.35 else once
