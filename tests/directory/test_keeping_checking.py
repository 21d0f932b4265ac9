"""« Tout est juste » and what waits to be looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.clock import months_later, today
from boite.directory.keepers import keepers
from boite.directory.maintenance import checks, points, service_editing, suggestions
from boite.directory.maintenance.checks import Watch
from boite.directory.models import REGION, Revision, Structure, What
from boite.journal.models import Entry
from tests.conftest import OpenAccount, SignIn
from tests.counts import note_missed
from tests.directory.sheets import make_structure, make_territory
from tests.files.test_query_counts import counted

HERE = Watch(territories=["SPRO-45-ORLEANS"])


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 3, 15), 6, date(2026, 9, 15)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_end_where_they_end(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


async def test_a_sheet_is_right_for_so_many_months(sheet: Structure, agent: User) -> None:
    revision = await checks.confirm(sheet, by=agent, months=6)
    kept = await Structure.get(id=sheet.id)
    assert (kept.checked_on, kept.checked_by_id) == (today(), agent.id)
    assert kept.next_check_on == months_later(today(), 6)
    assert (kept.changed_at, kept.edited_at) == (sheet.changed_at, sheet.edited_at)
    assert revision
    assert revision.what == What.CHECKED
    assert str(agent.id) not in str(revision.changes)
    assert await Entry.exists(owner_id=agent.id, kind="directory.checked")
    assert await checks.confirm(sheet, by=agent, months=6) is None


async def test_what_waits_comes_by_urgency(sheet: Structure, coordinator: User) -> None:
    for days in (40, 20, -5, -50):
        await make_structure(f"Dans {days} jours", territory="SPRO-45-ORLEANS", next_check_on=today() + timedelta(days))
    names = [row["name"] for row in await checks.due(HERE)]
    assert names == ["Dans -50 jours", "Dans -5 jours", "Dans 20 jours"]
    assert [row["name"] for row in await checks.due(HERE, never=True)] == [sheet.name]
    assert (await checks.count_due(HERE), await checks.count_due(HERE, never=True)) == (3, 1)


async def test_one_sees_what_one_keeps(sheet: Structure) -> None:
    await make_territory("SPRO-18", "Cher")
    elsewhere = await make_structure("Ailleurs", territory="SPRO-18")
    nowhere = await make_structure("Sans territoire")
    for watch, names in (
        (HERE, [sheet.name]),
        (Watch(territories=["SPRO-18"]), ["Ailleurs"]),
        (Watch(structures=[nowhere.id]), ["Sans territoire"]),
        (Watch(territories=["SPRO-18"], structures=[sheet.id]), ["Ailleurs", sheet.name]),
        (Watch(territories=[REGION]), ["Ailleurs", sheet.name, "Sans territoire"]),
        (Watch(), []),
    ):
        assert [row["name"] for row in await checks.due(watch, never=True)] == names
        assert await checks.count_due(watch, never=True) == len(names)
    assert elsewhere.territory_id == "SPRO-18"


async def test_pages_never_skip_nor_repeat(sheet: Structure) -> None:
    for number in range(65):
        await make_structure(f"Structure {number:02}", territory="SPRO-45-ORLEANS", place=False)
    pages = [await checks.due(HERE, never=True, page=page) for page in (1, 2, 3)]
    names = [row["name"] for page in pages for row in page[: checks.PAGE]]
    assert len(names) == len(set(names)) == 66
    assert [len(page) for page in pages] == [31, 31, 6]


async def test_one_tap_in_the_list_and_back_to_it(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    listed = visitor.address("directory:due")
    assert sheet.name.replace("'", "&#39;") in (await visitor.get(listed, params={"jamais": "oui"})).text
    answer = await visitor.submit(visitor.address("directory:check", slug=sheet.slug), liste="jamais")
    assert answer.headers["location"] == f"{listed}?jamais=oui"
    page = await visitor.get(listed, params={"jamais": "oui"})
    assert "Rien à vérifier" in page.text
    clock.advance(timedelta(days=160))
    visitor = await sign_in(agent)
    assert "Tout est juste" in (await visitor.get(listed)).text


async def test_a_tap_may_be_taken_back(sheet: Structure, agent: User, sign_in: SignIn) -> None:
    visitor = await sign_in(agent)
    answer = await visitor.submit(visitor.address("directory:check", slug=sheet.slug))
    assert answer.headers["location"] == visitor.address("directory:sheet", slug=sheet.slug)
    revision = await Revision.get()
    await visitor.submit(visitor.address("directory:undo", slug=sheet.slug, revision=revision.id))
    assert (await Structure.get(id=sheet.id)).checked_on is None


@pytest.mark.parametrize("role", [AccountRole.PERSON, AccountRole.OBSERVER, AccountRole.ADMINISTRATOR])
async def test_these_pages_are_for_those_who_keep_sheets(
    new_person: OpenAccount, sign_in: SignIn, role: AccountRole
) -> None:
    visitor = await sign_in(await new_person("Inès", role=role))
    for name in ("mine", "due", "missed", "create", "suggestions"):
        assert (await visitor.get(visitor.address(f"directory:{name}"))).status_code == 403, name


async def test_who_keeps_nothing_yet_is_told_how_to_begin(new_person: OpenAccount, sign_in: SignIn) -> None:
    paul = await new_person("Paul", role=AccountRole.PROFESSIONAL)
    visitor = await sign_in(paul)
    page = (await visitor.get(visitor.address("directory:mine"))).text
    assert paul.handle in page
    assert "Rien à vérifier" in page
    assert "tile-primary" not in page  # nothing presses
    assert (await visitor.get(visitor.address("directory:due"))).status_code == 200


async def test_a_coordinator_sees_what_was_searched_in_vain(coordinator: User, sign_in: SignIn) -> None:
    await note_missed("<b>plombier</b>", territory_id="SPRO-45-ORLEANS")
    await note_missed("notaire", territory_id="SPRO-18")
    visitor = await sign_in(coordinator)
    page = (await visitor.get(visitor.address("directory:missed"))).text
    assert "&lt;b&gt;plombier&lt;/b&gt;" in page
    assert "notaire" not in page


@pytest.mark.parametrize("name", ["mine", "due", "suggestions", "missed"])
async def test_no_page_asks_more_of_the_database_when_there_are_more_sheets(
    sheet: Structure, agent: User, coordinator: User, sign_in: SignIn, name: str
) -> None:
    await keepers.add(sheet, coordinator.handle, by=None)
    visitor, counts = await sign_in(coordinator), []
    for many in (3, 25):
        for number in range(many):
            made = await make_structure(f"Structure {number}", territory="SPRO-45-ORLEANS", next_check_on=today())
            await keepers.add(made, coordinator.handle, by=None)
            await suggestions.suggest(made, {"phone": "3949"}, "", by=None)
        with counted() as seen:
            assert (await visitor.get(visitor.address(f"directory:{name}"))).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 16, counts


@pytest.mark.parametrize("name", ["edit", "history", "words", "end", "keepers"])
async def test_no_page_asks_more_of_the_database_when_a_sheet_is_longer(
    sheet: Structure, coordinator: User, sign_in: SignIn, name: str
) -> None:
    visitor, counts = await sign_in(coordinator), []
    for many in (1, 9):
        for number in range(many):
            await points.add(sheet, {"name": f"Lieu {number}"}, by=coordinator)
            await service_editing.add(sheet, {"name": f"Service {number}"}, by=coordinator)
        with counted() as seen:
            assert (await visitor.get(visitor.address(f"directory:{name}", slug=sheet.slug))).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 16, counts
