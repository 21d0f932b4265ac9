"""People and links are both said: who helps somebody along besides their « structure référente »."""

from __future__ import annotations

from collections import Counter
from datetime import date
from random import Random

import pytest

from boite.settings import Settings
from boite.statistics import facts, published
from boite.statistics.grid import PUBLICS
from boite.statistics.measures import BY_CODE, LINKS
from boite.support.models import Support
from storage.store import BlobStore
from tests.directory.sheets import make_structure, make_territory
from tests.hours import put_clock_at
from tests.statistics.test_publication import AUTUMN, OCTOBER, SEPTEMBER, at, open_boxes, people_of, publish

pytestmark = pytest.mark.anyio


async def test_links_are_those_that_people_said_in_the_month(settings: Settings, store: BlobStore) -> None:
    put_clock_at(at(2026, 11, 2))
    await make_territory("SPRO-18", "Bourges")
    first, second, third = [await make_structure(name, territory="SPRO-18") for name in ("A", "B", "C")]
    people = await open_boxes(first, 40, since=at(2026, 9, 3))
    await open_boxes(None, 9, since=at(2026, 9, 3))
    draw, said = Random(3), set[tuple[object, object]]()
    for person in people:
        for structure in (first, second, third):
            since, until = draw.choice([None, date(2026, 9, 9), date(2026, 10, 20)]), None
            if since == date(2026, 9, 9):
                until = draw.choice([None, date(2026, 9, 20)])
            await Support.create(
                user_id=person.id, structure=structure, since=since, until=until, at=at(2026, 9, 5), lead=False
            )
            if since != date(2026, 10, 20) and structure != first:
                said.add((person.id, structure.id))
    await facts.note_month(SEPTEMBER)
    await facts.note_month(SEPTEMBER)
    found = await facts.groups_of(SEPTEMBER)
    links = Counter[str]()
    for alike, times in found.items():
        if alike.bits & LINKS:
            assert alike.bits == LINKS
            links[alike.place.code] += times
    assert links == Counter(str(structure) for _, structure in said)
    assert sum(times for alike, times in found.items() if alike.bits & BY_CODE["boites"].bit) == 49
    assert sum(times for alike, times in found.items() if alike.bits & BY_CODE["accompagnees"].bit) == 40
    assert (await facts.holders(SEPTEMBER, LINKS)).total() == len(said)
    await publish(settings, store)
    assert abs((await people_of("SPRO-18", "liens-autres", SEPTEMBER) or 0) - len(said)) <= 4
    followed = await people_of("SPRO-18", "accompagnees", SEPTEMBER)
    assert followed == await people_of(str(first.id), "boites", SEPTEMBER), "the very same people: one cell"
    assert await people_of(str(first.id), "accompagnees", SEPTEMBER) is None
    late = (await facts.groups_of(OCTOBER)).items()
    assert {alike.place.code for alike, _ in late if alike.bits & LINKS} <= {str(second.id), str(third.id)}
    put_clock_at(at(2027, 1, 17))
    await publish(settings, store)
    quarter = sum(times for alike, times in (await facts.groups_of(AUTUMN)).items() if alike.bits & LINKS)
    last = sum(times for alike, times in (await facts.groups_of(AUTUMN.months[-1])).items() if alike.bits & LINKS)
    assert quarter == last, "those of the last month of each person"
    before = await facts.groups_of(SEPTEMBER)
    await facts.collapse(SEPTEMBER)
    assert await facts.groups_of(SEPTEMBER) == before


async def test_the_only_newcomer_of_a_month_keeps_their_situation(settings: Settings, store: BlobStore) -> None:
    """The best guess of whoever compares the two months is the most frequent situation, as without any table."""
    put_clock_at(at(2026, 10, 2))
    draw, structures = Random(5), [await make_structure(f"S{number}") for number in range(8)]
    for structure in structures:
        for situation in ("etudiant", "salarie", "demandeur-emploi"):
            await open_boxes(structure, draw.randint(8, 20), since=at(2026, 9, 3), situation=situation)
    await publish(settings, store)
    truth = {}
    for structure in structures:
        truth[structure.id] = draw.choice(["etudiant", "salarie", "demandeur-emploi"])
        await open_boxes(structure, 1, since=at(2026, 10, 3), situation=truth[structure.id])
    put_clock_at(at(2026, 11, 2))
    await publish(settings, store)
    told = naive = 0
    for structure in structures:
        places = await published.places_of(str(structure.id))
        months = [await published.dashboard(places, month) for month in (SEPTEMBER, OCTOBER)]
        for code in ("boites", "nouvelles", "accompagnees", "liens-autres"):
            each = [shown.crossings for month in months if month and (shown := month.of(code)) and shown.crossings]
            told += len(each) == 2 and each[0].by_public() != each[1].by_public()
        then, now = Counter[int](), Counter[int]()
        for exact, month in ((then, SEPTEMBER), (now, OCTOBER)):
            for alike, times in (await facts.groups_of(month)).items():
                exact[alike.public] += times * (alike.place == places[-1])
        naive += [*(now - then)] == [PUBLICS.index(truth[structure.id])]
    assert naive == len(structures), "exact tables give each of them away"
    assert told == 0
