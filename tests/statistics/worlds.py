"""Made-up regions: their places, their people and what they did, small enough to be counted by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

from boite.accounts.ages import FINE
from boite.orientation.referral import REASONS
from boite.statistics.crowds import Crowds
from boite.statistics.exact_numbers import Alike
from boite.statistics.grid import NO_AGE, PUBLICS
from boite.statistics.measures import BY_CODE, FOLLOWED, MEASURES, with_wholes
from boite.statistics.places import Path, PlaceSize

LATER = [each for each in MEASURES if each.number in {12, *range(14, 19)}]
FIRST = [each for each in MEASURES if each not in LATER and not each.apart]
SECRET = bytes(range(32))


def places(draw: Random, structures: int, territories: int = 3, departments: int = 2) -> list[Path]:
    """Structures in territories in departments; besides, somebody may belong to a territory, or to the region alone."""
    department = [f"{number:02}" for number in range(departments)]
    local = [("R24", draw.choice(department), f"T{number}") for number in range(territories)]
    inside = [Path((*draw.choice(local), f"s{number}")) for number in range(structures)]
    return [*inside, *(Path(codes) for codes in local[: draw.randrange(3)]), *[Path(("R24",))] * draw.randrange(2)]


def somebody(draw: Random, where: list[Path], *, publics: int = len(PUBLICS), every_age: bool = False) -> Alike:
    """One person of this region. Structures and publics are of very different sizes, as real ones."""
    place = where[min(int(draw.expovariate(0.35)), len(where) - 1)]
    public = min(int(draw.expovariate(0.4)), publics - 1)
    age = draw.randrange(len(FINE)) if every_age or draw.random() < 0.95 else NO_AGE
    bits = sum(each.bit for each in draw.sample(FIRST, draw.randrange(3)))
    later = Random(f"{place} {public} {age} {bits}")
    bits |= sum(each.bit for each in later.sample(LATER, later.randrange(3)))
    named = BY_CODE[FOLLOWED].bit if place.size == PlaceSize.STRUCTURE else 0
    return Alike(place, public, age, with_wholes(bits | named | BY_CODE["boites"].bit))


def world(draw: Random, people: int, structures: int, territories: int = 3, departments: int = 2) -> Counter[Alike]:
    """How many people of each sort."""
    where = places(draw, structures, territories, departments)
    draw.shuffle(where)
    return Counter(somebody(draw, where) for _ in range(people))


def full_world(draw: Random, people: int, structures: int, publics: int = len(PUBLICS)) -> Counter[Alike]:
    """One where everybody has a structure and an age: all adds up, which is where an attacker finds most."""
    where = [path for path in places(draw, structures) if path.size == PlaceSize.STRUCTURE]
    return Counter(somebody(draw, where, publics=publics, every_age=True) for _ in range(people))


def led(crowds: Sequence[Crowds], draw: Random, how_many: int) -> None:
    """Hand-overs between few structures, the same in each of these."""
    where = [Path(("R24", "18", f"T{number // 2}", f"s{number}")) for number in range(4)]
    for _ in range(how_many):
        origin, destination, reason = (
            draw.choice(where[: draw.choice((1, 4))]),
            draw.choice(where),
            draw.choice(list(REASONS)),
        )
        for each in crowds:
            member = each.member()
            for code in ("relais-partis", f"relais-{reason}"):
                each.add(code, origin.upwards(), member=member)
            each.add("relais-arrives", destination.upwards(), member=member)
            each.lead(origin, destination, member)
