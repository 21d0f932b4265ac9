"""A box that nobody enters closes after three notices, never before they could be read; coming once keeps it."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite import clock
from boite.accounts.models import AccountRole, ClosingWhy, User
from boite.boxes import closing, idle_closing
from boite.clock import PARIS, day_of, months_later, now, today
from boite.database.connection import opened
from boite.journal.models import Entry
from boite.notifications import account_idle, inbox, planning
from boite.notifications.models import Notice, Sweep
from boite.settings import Settings
from storage.memory import MemoryStore
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.notifications.telling import on, titles

DAY = timedelta(days=1)


async def said(person: User) -> list[tuple[str, str]]:
    """The steps that were written for this person, and why each says nothing, where it does."""
    rows = await Notice.filter(recipient_id=person.id, kind="account.idle").order_by("id")
    return [(row.step, row.why) for row in rows]


async def absent(person: User, seen_on: date) -> None:
    await User.filter(id=person.id).update(seen_on=seen_on)


async def work(day: date, settings: Settings, store: BlobStore) -> None:
    await on(day, settings, store)
    await idle_closing.close_idle(settings, store)


async def test_told_three_times_then_closed_with_its_thirty_days(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await absent(person, today())
    closes = months_later(today(), 24)
    for before in (91, 90, 89, 31, 30, 29, 8, 7, 6, 1):
        await work(closes - before * DAY, settings, store)
        assert (await User.get(id=person.id)).closing_at is None
    assert [step.split("/")[1] for step, _ in await said(person)] == ["90", "30", "7"]
    await work(closes, settings, store)
    closed = await User.get(id=person.id)
    assert closed.closing_at is not None
    assert (day_of(closed.closing_at), closed.closing_why) == (closes + settings.closing_days * DAY, ClosingWhy.IDLE)
    assert any("sera effacée" in title for title in await titles(person))
    for before in (7, 1):
        await work(day_of(closed.closing_at) - before * DAY, settings, store)
    assert await Notice.filter(recipient_id=person.id, kind="account.closing").count() == 2


async def test_coming_once_keeps_it_even_while_it_closes(
    person: User, settings: Settings, store: BlobStore, sign_in: SignIn
) -> None:
    await absent(person, today())
    closes = months_later(today(), 24)
    for before in (90, 30, 7, 0):
        await work(closes - before * DAY, settings, store)
    assert (await User.get(id=person.id)).closing_at is not None
    browser = await sign_in(await User.get(id=person.id))
    kept = await User.get(id=person.id)
    assert (kept.closing_at, kept.closing_why, kept.seen_on) == (None, ClosingWhy.ASKED, today())
    assert "Votre boîte sera supprimée" not in (await browser.get("/")).text
    assert await Entry.filter(owner_id=person.id, kind="account.closing_cancelled").count() == 1
    new = [line.kind.code for line in (await inbox.page(person.id)).lines if line.new]
    assert "account.closing" not in new
    await work(closes + 40 * DAY, settings, store)
    assert (await User.get(id=person.id)).closing_at is None


async def test_what_its_person_asked_to_close_is_not_kept_by_a_visit(
    person: User, settings: Settings, sign_in: SignIn
) -> None:
    await User.filter(id=person.id).update(closing_at=now() + 30 * DAY)
    clock.advance(DAY)
    await sign_in(person)
    asked = await User.get(id=person.id)
    assert asked.closing_at is not None
    await closing.keep(asked)
    assert (await User.get(id=person.id)).closing_at is None


@pytest.mark.parametrize("role", [AccountRole.GROUP, AccountRole.PROFESSIONAL, AccountRole.COORDINATOR])
async def test_never_a_group_nor_somebody_who_works(
    person: User, settings: Settings, store: BlobStore, role: AccountRole
) -> None:
    await User.filter(id=person.id).update(role=role)
    await absent(person, today())
    for before in (90, 30, 7, 0, -100):
        await work(months_later(today(), 24) - before * DAY, settings, store)
    assert await said(person) == []
    assert (await User.get(id=person.id)).closing_at is None


async def test_somebody_who_begins_to_work_meanwhile_is_not_closed(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await absent(person, today())
    closes = months_later(today(), 24)
    for before in (90, 30, 7):
        await work(closes - before * DAY, settings, store)
    await User.filter(id=person.id).update(role=AccountRole.PROFESSIONAL)
    await work(closes, settings, store)
    assert (await User.get(id=person.id)).closing_at is None


STOP = 92 * DAY


@pytest.mark.parametrize("given", [0, 1, 2, 3])
async def test_a_long_stop_leaves_three_notices_with_their_days_before_it_closes(
    person: User, settings: Settings, store: BlobStore, given: int
) -> None:
    seen = today()
    await absent(person, seen)
    closes = months_later(seen, 24)
    for before in (90, 30, 7)[:given]:
        await work(closes - before * DAY, settings, store)
    back = (today() if given else closes - 90 * DAY) + STOP
    left = (90, 30, 7, 0)[given]
    for days in range(left):
        if left - days in (90, 89, 31, 30, 29, 8, 7, 6, 1):  # the other days look like their neighbours
            await work(back + days * DAY, settings, store)
            assert (await User.get(id=person.id)).closing_at is None, days
    await work(back + left * DAY, settings, store)
    assert (await User.get(id=person.id)).closing_at is not None
    await told_three_times_in_time(person.id)


async def test_boxes_that_close_later_from_now_on_do_not_close_on_the_day_that_was_said(
    person: User, settings: Settings, store: BlobStore
) -> None:
    seen = today()
    await absent(person, seen)
    before = months_later(seen, 24)
    closes = before + 90 * DAY
    for days in (90, 30, 7):
        await work(before - days * DAY, settings, store)
    longer = replace(settings, idle_months=26)
    for day in (before, before + DAY, closes - 30 * DAY):
        await work(day, longer, store)
        assert (await User.get(id=person.id)).closing_at is None, day
    assert [step.split("/")[1:] for step, _ in (await said(person))[3:]] == [["90", f"{closes}"], ["30", f"{closes}"]]
    for day in (closes - 7 * DAY, closes - DAY):
        await work(day, longer, store)
        assert (await User.get(id=person.id)).closing_at is None, day
    await work(closes, longer, store)
    assert (await User.get(id=person.id)).closing_at is not None
    await told_three_times_in_time(person.id)


async def test_boxes_that_close_sooner_keep_the_day_that_was_said(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await absent(person, today())
    closes = months_later(today(), 24)
    for days in (90, 30, 7):
        await work(closes - days * DAY, settings, store)
    sooner = replace(settings, idle_months=18)
    await work(closes - DAY, sooner, store)
    assert (await User.get(id=person.id)).closing_at is None
    await work(closes, sooner, store)
    assert (await User.get(id=person.id)).closing_at is not None


async def test_who_worked_meanwhile_is_told_anew(person: User, settings: Settings, store: BlobStore) -> None:
    await absent(person, today())
    closes = months_later(today(), 24)
    for days in (90, 30):
        await work(closes - days * DAY, settings, store)
    await User.filter(id=person.id).update(role=AccountRole.PROFESSIONAL)
    await work(closes - 29 * DAY, settings, store)
    await User.filter(id=person.id).update(role=AccountRole.PERSON)
    for days in range(28, -60, -1):
        if days % 7 == 0:
            await work(closes - days * DAY, settings, store)
            assert (await User.get(id=person.id)).closing_at is None, days
    assert [step.split("/")[1] for step, why in await said(person) if not why] == ["90", "30"]


def test_a_leap_day_has_its_two_years() -> None:
    assert months_later(date(2028, 2, 29), 24) == date(2030, 2, 28)
    about = {"closes_on": "2030-02-28"}
    row = {"id": UUID(int=1), "seen_on": date(2028, 2, 29), "step": "2028-02-29/30/2030-02-28", "about": about}
    settings = Settings()
    assert account_idle._due(row, date(2030, 2, 20), settings) == []
    [last] = account_idle._due(row, date(2030, 2, 21), settings)
    assert (last.step, last.about["closes_on"]) == ("2028-02-29/7/2030-02-28", "2030-02-28")


LIVES = st.lists(
    st.one_of(
        st.tuples(st.just("work"), st.integers(1, 40)),
        st.tuples(st.just("off"), st.integers(1, 120)),
        st.tuples(st.just("visit"), st.just(0)),
        st.tuples(st.just("clock_back"), st.integers(1, 3)),
    ),
    max_size=12,
)


@given(lives=LIVES, month=st.integers(20, 26))
@example(lives=[("off", 120), ("work", 40), ("off", 90), ("work", 5)], month=21)
@profile(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_closes_without_its_notices_in_time(
    settings: Settings, lives: list[tuple[str, int]], month: int
) -> None:
    asyncio.run(_live(settings, lives, month))
    clock.reset()


async def _live(settings: Settings, lives: list[tuple[str, int]], month: int) -> None:
    clock.reset()
    clock.advance(datetime.combine(today() + DAY, time(5), PARIS) - now())
    store = MemoryStore()
    async with opened(settings):
        await Sweep.all().delete()
        await User.all().update(seen_on=today())
        seen = months_later(today(), -month)
        person = await User.create(handle=uuid4().hex, secret_hash="-", seen_on=seen)
        for what, days in lives:
            if what == "visit":
                await User.filter(id=person.id, closing_at=None).update(seen_on=today())
            elif what == "off":
                clock.advance(days * DAY)
            elif what == "clock_back":
                clock.advance(-days * DAY)
            for _ in range(days if what == "work" else 1):
                clock.advance(DAY if what == "work" else timedelta(0))
                await planning.sweep_due(settings, store)
                await idle_closing.close_idle(settings, store)
            await _true(person.id)


async def _true(who: UUID) -> None:
    """What is closed was told three times of this very absence, each with its days before the next and the closing."""
    rows = await Notice.filter(recipient_id=who, kind="account.idle")
    assert len(rows) == len({row.step for row in rows})
    if (await User.get(id=who)).closing_at is not None:
        await told_three_times_in_time(who)


async def told_three_times_in_time(who: UUID) -> None:
    """As the page of privacy promises: about three months, one month and one week before it closes."""
    person = await User.get(id=who)
    closed = await Entry.filter(owner_id=who, kind="account.closing_idle").order_by("-id").first()
    assert person.seen_on is not None
    assert closed is not None
    said = Notice.filter(recipient_id=who, kind="account.idle", step__startswith=f"{person.seen_on}/")
    last = (await said.exclude(why="skipped").order_by("id"))[-3:]
    assert [row.step.split("/")[1] for row in last] == ["90", "30", "7"]
    days = [*(day_of(row.at) for row in last), day_of(closed.at)]
    gaps = [(after - before).days for before, after in itertools.pairwise(days)]
    assert all(gap >= least for gap, least in zip(gaps, (60, 23, 7), strict=True)), gaps
