"""What moves while figures are made: structures, territories, ages; and what is told of places where nobody is."""

from __future__ import annotations

from datetime import date

import pytest

from boite.accounts.ages import fine
from boite.accounts.models import AccountRole
from boite.database.connection import fetch
from boite.directory.maintenance import closure
from boite.directory.models import Commune, Structure
from boite.directory.sheet.ending_rows import EndKind
from boite.orientation.models import HandOver
from boite.settings import Settings
from boite.statistics import facts, gathering, periods, published
from boite.statistics.crowds import Crowds
from boite.statistics.due import publish_due
from boite.statistics.people import Geography
from boite.statistics.publication import told_of
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure, make_territory
from tests.groups.groups import ORLEANS
from tests.hours import put_clock_at
from tests.statistics.test_publication import OCTOBER, SEPTEMBER, at, open_boxes

pytestmark = pytest.mark.anyio
BOURGES = "SPRO-18"


async def publish(settings: Settings, store: BlobStore) -> None:
    while await publish_due(settings, store):
        pass


async def shown_at(code: str, period: periods.CountedPeriod, measure: str = "boites") -> int | None:
    """What is shown of a place; None where it is not told of."""
    found = await published.dashboard(await published.places_of(code), period)
    shown = found.of(measure) if found else None
    return shown.cell.people if shown else None


async def test_a_structure_is_merged_and_a_territory_redrawn(
    settings: Settings, store: BlobStore, new_person: OpenAccount, sign_in: SignIn
) -> None:
    put_clock_at(at(2026, 10, 2))
    for code in (ORLEANS, BOURGES):
        await make_territory(code, f"Territoire {code}")
    await Commune.create(
        code="18033",
        name="Bourges",
        name_key="bourges",
        department="18",
        latitude=47.08,
        longitude=2.39,
        territory_id=BOURGES,
    )
    old, heir, closed, moved = [
        await make_structure(name, territory=ORLEANS) for name in ("Ancienne", "Nouvelle", "Fermée", "Qui change")
    ]
    for structure, people in ((old, 40), (heir, 20), (moved, 60)):
        await open_boxes(structure, people, since=at(2026, 9, 3))
    await open_boxes(None, 30, since=at(2026, 9, 3), commune_code="18033")
    await publish(settings, store)
    before, keeper = await told_of(SEPTEMBER), await new_person(role=AccountRole.COORDINATOR)
    put_clock_at(at(2026, 10, 9))
    await closure.end(old, EndKind.MERGED, by=keeper, successor=heir.slug)
    await closure.end(closed, EndKind.CLOSED, by=keeper)
    await Structure.filter(id=moved.id).update(territory_id=BOURGES)
    await Commune.all().update(territory_id=ORLEANS)
    await make_structure("Toute neuve", territory=ORLEANS)
    await open_boxes(moved, 5, since=at(2026, 9, 20))  # they come late: September is told again when its quarter closes
    put_clock_at(at(2026, 11, 2))
    await publish(settings, store)
    assert await told_of(SEPTEMBER) == before, "what was published says where people were"
    for month, counted in ((SEPTEMBER, {ORLEANS: 125, BOURGES: 30}), (OCTOBER, {ORLEANS: 90, BOURGES: 65})):
        for code, people in (counted | {"R24": 155, str(old.id): 40, str(heir.id): 20}).items():
            assert abs((await shown_at(code, month) or 0) - people) <= 4, (month.code, code)
        found = await published.dashboard(await published.places_of("R24"), month)
        structures = found and found.total("structures")
        assert structures
        assert structures.value == (4 if month == SEPTEMBER else 3), "they are nobody's: exact"
    observer = await sign_in(await new_person(role=AccountRole.OBSERVER))
    for structure in (old, closed):
        for month in (SEPTEMBER, OCTOBER):
            page = await observer.get(f"/chiffres/{structure.id}?periode={month.code}")
            assert page.status_code == 200
            assert structure.name in page.text


async def test_being_told_of_says_nothing_of_a_structure(settings: Settings, store: BlobStore) -> None:
    """One has nobody, one has somebody: both are there, and alike to the byte."""
    put_clock_at(at(2026, 10, 2))
    await make_territory(ORLEANS, "Orléanais")
    nobody, somebody, _ = [await make_structure(name, territory=ORLEANS) for name in ("A", "B", "C")]
    await open_boxes(somebody, 1, since=at(2026, 9, 3))
    await publish(settings, store)
    told: dict[str, set[object]] = {}
    for table in ("stat_headline", "stat_total"):
        rows = await fetch(f"SELECT code, period, figures FROM {table} JOIN stat_place p ON p.id = place_id")
        told[table] = {(row["code"], row["period"]) for row in rows}
        small = [bytes(row["figures"]) for row in rows if row["code"] in {str(nobody.id), str(somebody.id)}]
        assert len(small) == 2
    assert told["stat_headline"] == told["stat_total"]
    assert len(told["stat_headline"]) == 6, "three structures, their territory, its department, the region"
    assert await shown_at(str(nobody.id), SEPTEMBER) == 0


async def test_who_has_a_birthday_is_counted_at_the_age_of_the_last_month(store: BlobStore) -> None:
    """By the age reached in the year: a school year has two of them."""
    put_clock_at(at(2027, 2, 2))
    december, january = periods.month(date(2026, 12, 1)), periods.month(date(2027, 1, 1))
    await open_boxes(None, 3, since=at(2026, 12, 3), birth_year=2001)
    for month in (december, january):
        await facts.note_month(month)
    assert fine(2001, 2026) != fine(2001, 2027)
    for period, year in ((december, 2026), (january, 2027), (periods.school_year(december.begins), 2027)):
        groups = await facts.groups_of(period)
        assert {alike.age: people for alike, people in groups.items()} == {fine(2001, year): 3}


async def test_a_structure_that_is_made_while_it_is_counted_is_counted(store: BlobStore) -> None:
    where, crowds = await Geography.read(), Crowds()
    await make_territory(ORLEANS, "Orléanais")
    first, second = [await make_structure(name, territory=ORLEANS) for name in ("A", "B")]
    await HandOver.create(origin=first, destination=second, day=date(2026, 9, 9), reason="urgence", accepted=True)
    await gathering.hand_overs(crowds, where, SEPTEMBER)
    assert {cell[0] for cell in crowds.cells if isinstance(cell, tuple)} >= {"relais-partis", "relais-arrives"}
