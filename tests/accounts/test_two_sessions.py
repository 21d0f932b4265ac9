"""Somebody comes at the very moment when their box closes for want of visits: the visit keeps it, whoever is first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite import clock
from boite.accounts import sessions
from boite.accounts.models import ClosingWhy, Session, User
from boite.boxes import idle_closing
from boite.clock import months_later, now, today
from boite.database.connection import transaction
from boite.journal.models import Entry
from boite.notifications.models import Notice
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.meanwhile import stopped_by_it, uncommitted

DAY = timedelta(days=1)


@pytest.fixture
async def absent(person: User) -> User:
    """Nobody came for two years; the three notices were given, and the box closes today."""
    seen = months_later(today(), -24)
    await User.filter(id=person.id).update(seen_on=seen)
    for days in (90, 30, 7):
        about = {"closes_on": today().isoformat(), "erased_on": (today() + 30 * DAY).isoformat()}
        step = f"{seen}/{days}/{today()}"
        await Notice.create(recipient_id=person.id, kind="account.idle", subject=person.id, step=step, about=about)
    return await User.get(id=person.id)


async def comes(user: User, settings: Settings) -> None:
    await sessions.begin(user, settings, device="Firefox sur Linux", shared=False)


async def test_a_visit_that_comes_first_stops_the_closing(absent: User, settings: Settings, store: BlobStore) -> None:
    async with uncommitted(lambda: comes(absent, settings)):
        chore = await stopped_by_it(idle_closing.close_idle(settings, store))
        assert not chore.done()
    assert await chore == 0
    kept = await User.get(id=absent.id)
    assert (kept.closing_at, kept.seen_on) == (None, today())
    assert not await Entry.filter(owner_id=absent.id, kind__startswith="account.closing").exists()


async def test_a_visit_that_comes_second_keeps_it(absent: User, settings: Settings, store: BlobStore) -> None:
    async with uncommitted(lambda: idle_closing.close_idle(settings, store)):
        visit = await stopped_by_it(comes(absent, settings))
        assert not visit.done()
    await visit
    kept = await User.get(id=absent.id)
    assert (kept.closing_at, kept.closing_why, kept.seen_on) == (None, ClosingWhy.ASKED, today())
    told = await Entry.filter(owner_id=absent.id, kind__startswith="account.closing").order_by("id")
    assert [row.kind for row in told] == ["account.closing_idle", "account.closing_cancelled"]


async def test_two_devices_that_come_together_keep_it_once(absent: User, settings: Settings, store: BlobStore) -> None:
    await idle_closing.close_idle(settings, store)
    once, twice = await User.get(id=absent.id), await User.get(id=absent.id)
    async with uncommitted(lambda: comes(once, settings)):
        second = await stopped_by_it(comes(twice, settings))
    await second
    assert (await User.get(id=absent.id)).closing_at is None
    assert await Entry.filter(owner_id=absent.id, kind="account.closing_cancelled").count() == 1


async def test_a_visit_keeps_it_though_the_clock_was_set_back(
    absent: User, settings: Settings, store: BlobStore
) -> None:
    await idle_closing.close_idle(settings, store)
    clock.advance(-800 * DAY)
    await comes(await User.get(id=absent.id), settings)
    kept = await User.get(id=absent.id)
    assert kept.closing_at is None
    assert kept.seen_on is not None
    assert kept.seen_on > today(), "what the later clock said stays: nobody is absent for longer than they were"


async def test_a_clock_set_back_leaves_nobody_signed_in_for_longer(
    person: User, settings: Settings, sign_in: SignIn
) -> None:
    browser = await sign_in(person, shared=True)
    async with transaction():
        later = {"seen_at": now() + DAY, "expires_at": now() + DAY + timedelta(minutes=settings.shared_minutes)}
        await Session.filter(user_id=person.id).update(**later)
    assert (await browser.get("/compte/profil")).status_code == 200
    clock.advance(timedelta(minutes=settings.shared_minutes + 1))
    assert (await browser.get("/compte/profil")).status_code == 303
