"""What figures must never say by mistake: a wrong clock, people who changed, a past never counted."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from boite.accounts import profile
from boite.accounts.models import AccountRole, User
from boite.database.connection import fetch
from boite.notifications.models import Notice
from boite.settings import Settings
from boite.statistics import doings, due, facts, published
from boite.statistics.due import ClockBehind
from boite.statistics.measures import BY_CODE, COLLEAGUES, PEOPLE
from boite.statistics.models import StatFact, StatPeriod, StatPerson
from storage.store import BlobStore
from tests.directory.sheets import make_structure
from tests.hours import put_clock_at
from tests.statistics.test_publication import AUTUMN, OCTOBER, SEPTEMBER, at, deposits, open_boxes, publish, stored

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
async def october(store: BlobStore) -> None:
    """The figures of September are due."""
    put_clock_at(at(2026, 10, 2))


@pytest.mark.parametrize("wrong", [at(2020, 1, 1), at(2026, 10, 2, 8)])
async def test_a_clock_that_is_behind_erases_nothing(settings: Settings, store: BlobStore, wrong: datetime) -> None:
    await open_boxes(None, 30, since=at(2026, 9, 3))
    await publish(settings, store)
    before, noted = await stored(), await StatFact.all().count()
    put_clock_at(wrong)
    with pytest.raises(ClockBehind, match="02/10/2026"):
        await due.publish_due(settings, store)
    assert (await stored(), await StatFact.all().count()) == (before, noted)
    put_clock_at(at(2026, 11, 2))
    assert await publish(settings, store) == 2, "October, and the quarter that closed"


async def test_two_servers_may_disagree_by_some_minutes(settings: Settings, store: BlobStore) -> None:
    await open_boxes(None, 30, since=at(2026, 9, 3))
    await publish(settings, store)
    before = await stored()
    put_clock_at(at(2026, 10, 2) - timedelta(minutes=50))
    assert await publish(settings, store) == 0
    assert await stored() == before


async def test_what_is_written_together_has_one_instant(settings: Settings, store: BlobStore) -> None:
    await open_boxes(None, 30, since=at(2026, 9, 3))
    put_clock_at(at(2027, 1, 17))
    await publish(settings, store)
    rows = await StatPeriod.filter(code__in=["2026-T4", "2026-10", "2026-11", "2026-12"])
    assert len(rows) == 4
    assert len({row.closed_at for row in rows}) == 1


async def test_who_accepts_again_is_counted_from_the_next_month(settings: Settings, store: BlobStore) -> None:
    people = await open_boxes(None, 30, since=at(2026, 9, 3))
    await publish(settings, store)
    await profile.refuse_statistics(people[0])
    await publish(settings, store)
    assert await StatPerson.all().count() == 29
    put_clock_at(at(2026, 11, 20))
    await profile.accept_statistics(people[0])
    put_clock_at(at(2027, 1, 17))
    await publish(settings, store)
    counted = {month: (await facts.groups_of(month)).total() for month in AUTUMN.months}
    assert [*counted.values()] == [29, 29, 30], "not in October, nor in November, which had begun"
    assert (await facts.groups_of(SEPTEMBER)).total() == 30, "nor twice in September"
    assert (await facts.groups_of(AUTUMN)).total() == 30


async def test_refused_and_accepted_at_once_nothing_is_lost(settings: Settings, store: BlobStore) -> None:
    people = await open_boxes(None, 30, since=at(2026, 9, 3))
    await publish(settings, store)
    await profile.refuse_statistics(people[0])
    await profile.accept_statistics(people[0])
    put_clock_at(at(2026, 11, 2))
    await publish(settings, store)
    assert await StatPerson.all().count() == 30
    assert (await facts.groups_of(SEPTEMBER)).total() == 30
    assert (await facts.groups_of(OCTOBER)).total() == 29, "a month that had begun"


async def test_a_closed_month_says_who_people_were(settings: Settings, store: BlobStore) -> None:
    people = await open_boxes(None, 30, since=at(2026, 9, 3))
    await open_boxes(None, 20, since=at(2026, 9, 3), role=AccountRole.PROFESSIONAL)
    put_clock_at(at(2026, 12, 2))
    await publish(settings, store)
    await deposits(people, at(2026, 10, 12))
    await User.filter(role=AccountRole.PROFESSIONAL).update(role=AccountRole.PERSON)
    await User.filter(id__in=[each.id for each in people[:15]]).update(role=AccountRole.PROFESSIONAL)
    put_clock_at(at(2027, 1, 17))
    await publish(settings, store)
    found = await facts.groups_of(OCTOBER)
    assert found.total() == 50
    for code, people_then in (("boites", 30), ("professionnels", 20), ("depots", 15)):
        counted = sum(number for alike, number in found.items() if alike.bits & BY_CODE[code].bit)
        assert counted == people_then, code
    assert not any(alike.bits & COLLEAGUES and alike.bits & PEOPLE for alike in found)


async def test_a_month_is_collapsed_to_its_groups_once(settings: Settings, store: BlobStore) -> None:
    await open_boxes(None, 30, since=at(2026, 9, 3))
    for _ in range(2):
        await facts.note_month(SEPTEMBER)
        await facts.collapse(SEPTEMBER)
        await facts.collapse(SEPTEMBER)  # another worker, a little late
    assert (await facts.groups_of(SEPTEMBER)).total() == 30


async def test_the_order_of_rows_says_nothing_of_accounts(settings: Settings, store: BlobStore) -> None:
    await open_boxes(None, 60, since=at(2026, 9, 3))
    await facts.note_month(SEPTEMBER)
    rows = [row["id"] for row in await fetch("SELECT id, bits FROM stat_fact")]
    assert rows == sorted(rows)


async def codes() -> list[str]:
    return sorted(each.period.code for each in await published.published())


async def test_the_first_figures_go_no_further_than_the_journal(settings: Settings, store: BlobStore) -> None:
    await open_boxes(None, 30, since=at(2024, 3, 3))
    put_clock_at(at(2026, 5, 20))
    await publish(settings, store)
    months = [f"2025-{month:02}" for month in range(6, 13)] + [f"2026-{month:02}" for month in range(1, 5)]
    whole = ["2025-T3", "2025-T4", "2026-T1"]
    assert await codes() == sorted([*months, *whole]), "neither 2025-T2, nor a year, which began before"
    put_clock_at(at(2027, 1, 17))
    await publish(settings, store)
    assert {"2025-2026", "2026"} - {*await codes()} == set()
    assert not {"2025", "2024-2025", "2025-T2"} & {*await codes()}


async def test_what_began_with_the_first_account_is_whole(settings: Settings, store: BlobStore) -> None:
    people = await open_boxes(None, 30, since=at(2025, 11, 3))
    put_clock_at(at(2026, 10, 20))
    await publish(settings, store)
    years = {"2025", "2025-2026", "2025-T4"}
    assert years <= {*await codes()}
    assert min(await codes()) == "2025"
    await User.filter(id=people[0].id).delete()
    assert await publish(settings, store) == 0


async def test_months_without_a_chore_make_no_false_year(settings: Settings, store: BlobStore) -> None:
    await open_boxes(None, 30, since=at(2026, 9, 3))
    await publish(settings, store)
    put_clock_at(at(2028, 3, 20))
    await publish(settings, store)
    found = await codes()
    assert "2026-09" in found
    assert "2027-04" in found
    assert not {"2026-10", "2027-03", "2026-T4", "2026", "2026-2027", "2027"} & {*found}


@pytest.mark.parametrize("kept", [1, 2])
async def test_a_short_journal_still_gives_the_last_month(settings: Settings, store: BlobStore, kept: int) -> None:
    await open_boxes(None, 30, since=at(2026, 1, 3))
    await publish(replace(settings, journal_months=kept), store)
    assert await codes() == ["2026-09"]


async def test_who_gets_a_message_is_photographed_as_what_is_held(settings: Settings, store: BlobStore) -> None:
    structure = await make_structure("Mission locale")
    people = await open_boxes(structure, 50, since=at(2026, 9, 3))
    people += await open_boxes(structure, 1, since=at(2026, 10, 3), situation="salarie")
    for day in (at(2026, 9, 20), at(2026, 10, 20)):
        told = [each for each in people if each.created_at < day]
        rows = [
            Notice(recipient_id=each.id, kind="box.welcome", subject=each.id, step=str(day), at=day) for each in told
        ]
        await Notice.bulk_create(rows)
    put_clock_at(at(2026, 11, 2))
    await publish(settings, store)
    found = await published.dashboard(await published.places_of(str(structure.id)), OCTOBER)
    shown = found.of("prevenues") if found else None
    assert shown is not None
    assert shown.crossings is not None
    assert shown.crossings.as_of == SEPTEMBER, "the only newcomer keeps their situation for themselves"


async def test_many_rows_let_others_work(store: BlobStore) -> None:
    turns = [0]

    async def other() -> None:
        while True:
            turns[0] += 1
            await asyncio.sleep(0)

    working = asyncio.create_task(other())
    many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) SELECT i FROM n"
    read = [(row["i"], turns[0]) async for row in doings.rows_of(many)]
    working.cancel()
    assert [number for number, _ in read] == [*range(1, 2501)]
    assert len({turn for _, turn in read}) == 3, "a thousand at once"
