"""Sharp cases where the base matters: seats given twice, a subject gone in hands, clocks that differ, ten thousand."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.agenda import publication, registration
from boite.agenda.models import Event, Registration
from boite.clock import PARIS, now
from boite.files.journal_kinds import FoundDamaged
from boite.journal.models import Entry
from boite.journal.record import BATCH, entry
from boite.notifications import hand_over, inbox, planning
from boite.notifications.hand_over import Unsaid
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactPoint, MessageFate
from boite.settings import Settings
from storage.store import BlobStore
from tests.agenda.events import make_coordinator, make_event
from tests.conftest import OpenAccount
from tests.notifications.reaching import at, contact, due, leaving, open_day, said
from tests.notifications.telling import ends_soon

TUESDAY = open_day()


@pytest.fixture
async def mailbox(person: User, settings: Settings) -> ContactPoint:
    """The confirmed address of somebody, on a Tuesday at ten."""
    at(TUESDAY, 10)
    return await contact(settings, person, Channel.MAIL)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    """Who organises."""
    return await make_coordinator(new_person)


async def handed(settings: Settings, store: BlobStore) -> list[list[str]]:
    """What was told has its channels, and leaves; the server takes it."""
    await due(settings, store)
    taken = await hand_over.take(Channel.MAIL, 50)
    found = [await hand_over.opened(settings, each) for each in taken]
    for each in taken:
        await hand_over.end(each, MessageFate.HANDED)
    return said(found)


async def waits_behind(event: Event, holder: User, person: User) -> Registration:
    """Somebody has the only seat, and this person waits. Returns the seat."""
    seat = await registration.register(event, holder)
    await registration.register(event, person)
    return seat


async def test_a_seat_given_given_back_and_given_again_is_told_twice(
    person: User, stranger: User, nadia: User, mailbox: ContactPoint, settings: Settings, store: BlobStore
) -> None:
    event = await make_event(nadia, capacity=1, begins_in=timedelta(days=20))
    for _ in range(2):
        seat = await waits_behind(event, stranger, person)
        await registration.leave(seat, by=stranger)
        assert await inbox.unread(person.id) == 1
        assert len(await handed(settings, store)) == 1
        page = await inbox.page(person.id)
        await inbox.read(person.id, [line.mark for line in page.lines])
        mine = await Registration.get(user_id=person.id, cancelled_at=None)
        await registration.leave(mine, by=person)


async def test_a_seat_at_nine_tomorrow_is_told_at_night(
    person: User, stranger: User, nadia: User, mailbox: ContactPoint, settings: Settings, store: BlobStore
) -> None:
    """At an hour when nobody is disturbed otherwise: in the morning, it would be over."""
    tomorrow = datetime.combine(TUESDAY + timedelta(days=1), time(9), PARIS)
    event = await make_event(nadia, capacity=1, begins_in=tomorrow - now())
    far = await make_event(nadia, capacity=1, begins_in=timedelta(days=20), title="Plus tard")
    seats = [await waits_behind(each, stranger, person) for each in (event, far)]
    at(TUESDAY, 22)
    for seat in seats:
        await registration.leave(seat, by=stranger)
    assert [len(lines) for lines in await handed(settings, store)] == [1]
    at(TUESDAY + timedelta(days=1), 8, 1)
    assert [len(lines) for lines in await handed(settings, store)] == [1], "the other one waits for the morning"


async def test_an_event_cancelled_with_its_reminder_in_hands(
    person: User, nadia: User, mailbox: ContactPoint, settings: Settings, store: BlobStore
) -> None:
    event = await make_event(nadia, begins_in=timedelta(days=5))
    await registration.register(event, person)
    reminded = (await Registration.get(user_id=person.id)).reminder_due
    assert reminded is not None
    clock.advance(reminded - now() + timedelta(minutes=1))
    await planning.tell_events(settings, store)
    await due(settings, store)
    [in_hands] = await hand_over.take(Channel.MAIL)
    await publication.cancel(event, "La salle est fermée.", by=nadia)
    assert await hand_over.opened(settings, in_hands) == Unsaid.NOTHING
    assert [len(lines) for lines in await handed(settings, store)] == [1], "that it is cancelled, and nothing else"


@pytest.mark.parametrize("apart", [timedelta(minutes=10), timedelta(hours=-1)])
async def test_workers_whose_clocks_differ_say_it_once(
    person: User, mailbox: ContactPoint, settings: Settings, store: BlobStore, apart: timedelta
) -> None:
    """One worker's clock is ahead, or was set back: each goes round in turn."""
    await ends_soon(person, store, urgency=Urgency.DATED)
    await ends_soon(person, store, "Bail.pdf")
    found = []
    for _ in range(4):
        for moved in (apart, -apart):
            clock.advance(moved)
            found += await handed(settings, store)
        clock.advance(timedelta(minutes=5))
    assert [len(lines) for lines in found] == [2], "the paper of the digest went along, and nothing left twice"


async def test_a_mail_in_the_hands_of_a_worker_that_is_ahead(
    person: User, mailbox: ContactPoint, settings: Settings, store: BlobStore
) -> None:
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    clock.advance(timedelta(minutes=10))
    [in_hands] = await hand_over.take(Channel.MAIL)
    clock.advance(timedelta(minutes=-10))
    assert await leaving(settings, Channel.MAIL) == []
    assert await hand_over.end(in_hands, MessageFate.HANDED)


async def test_ten_thousand_messages_are_read_page_after_page(person: User) -> None:
    told = [entry(FoundDamaged(name="CV", node=""), owner=person.id, by=None) for _ in range(10_000)]
    await Entry.bulk_create(told, batch_size=BATCH)
    assert await inbox.unread(person.id) == inbox.MOST + 1, "said « 99+ »"
    pages = {number: await inbox.page(person.id, number) for number in (1, 2, 499, 500, 501)}
    assert [len(page.lines) for page in pages.values()] == [20, 20, 20, 20, 0]
    assert [page.more for page in pages.values()] == [True, True, True, False, False]
    marks = [line.mark for page in pages.values() for line in page.lines]
    assert len(marks) == len(set(marks)) == 80
