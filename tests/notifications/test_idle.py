"""A box that nobody enters closes after three notices, never before they could be read; coming once keeps it."""

from __future__ import annotations

import asyncio
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


async def test_after_a_long_stop_the_tightest_alone_is_said_and_the_closing_waits(
    person: User, settings: Settings, store: BlobStore
) -> None:
    seen = today()
    await absent(person, seen)
    late = months_later(seen, 24) + 50 * DAY
    await work(late, settings, store)
    assert await said(person) == [(f"{seen}/90", "skipped"), (f"{seen}/30", "skipped"), (f"{seen}/7", "")]
    for days in range(1, 30):
        await work(late + days * DAY, settings, store)
        assert (await User.get(id=person.id)).closing_at is None, days
    await work(late + 30 * DAY, settings, store)
    assert (await User.get(id=person.id)).closing_at is not None


def test_a_leap_day_has_its_two_years() -> None:
    assert months_later(date(2028, 2, 29), 24) == date(2030, 2, 28)
    row = {"id": UUID(int=1), "seen_on": date(2028, 2, 29), "steps": 2, "warned": None}
    settings = Settings()
    assert account_idle._due(row, date(2030, 2, 20), settings) == []
    [last] = account_idle._due(row | {"warned": now() - timedelta(days=3650)}, date(2030, 2, 21), settings)
    assert (last.step, last.about["closes_on"]) == ("2028-02-29/7", "2030-02-28")


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
    """What is closed was told three times of this very absence, the first a month before, the last a week."""
    person = await User.get(id=who)
    rows = await Notice.filter(recipient_id=who, kind="account.idle", step__startswith=f"{person.seen_on}/")
    assert len(rows) == len({row.step for row in rows})
    if person.closing_at is None:
        return
    told = [row for row in rows if row.why != "skipped"]
    assert len(rows) == 3
    closed = (await Entry.filter(owner_id=who, kind="account.closing_idle").order_by("-id").first()) or None
    assert closed is not None
    assert day_of(min(row.at for row in told)) + account_idle.WARNED <= day_of(closed.at)
    assert day_of(max(row.at for row in told)) + 7 * DAY <= day_of(closed.at)
    assert months_later(person.seen_on or today(), 24) <= day_of(closed.at)
