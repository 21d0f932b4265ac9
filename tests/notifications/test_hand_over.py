"""What leaves is what holds as it leaves, for whom it still concerns, where they want it, at an open hour, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.boxes import erasing
from boite.clock import now, today
from boite.database.connection import transaction
from boite.files.models import Node
from boite.notifications import contact_points, hand_over, inbox
from boite.notifications.hand_over import Envelope, Unsaid
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.kinds_for_people import ACCOUNT_IDLE, BOX_FILLING, PAPER_VALIDITY
from boite.notifications.message_kind import Urgency
from boite.notifications.models import (
    Carried,
    Channel,
    ContactEnd,
    ContactPoint,
    MessageDelivery,
    MessageFate,
    Notice,
    Preference,
    Rhythm,
)
from boite.notifications.reminder import Planned
from boite.notifications.reminder import write as planned
from boite.notifications.rhythm import Digest
from boite.settings import Settings
from storage.store import BlobStore
from tests.notifications.reaching import at, contact, digest_now, due, leaving, open_day, said
from tests.notifications.telling import ends_soon, pressing

TUESDAY = open_day()
ENDS = "Un papier arrive à sa fin"


@pytest.fixture
async def mailbox(person: User, settings: Settings) -> ContactPoint:
    """The confirmed address of somebody, on a Tuesday at ten."""
    at(TUESDAY, 10)
    return await contact(settings, person, Channel.MAIL)


@pytest.fixture
async def told(person: User, settings: Settings, store: BlobStore, mailbox: ContactPoint) -> Notice:
    """Something that presses, due now on that address."""
    notice = await ends_soon(person, store, urgency=Urgency.OPEN)
    [_] = await due(settings, store)
    return notice


async def idle(person: User) -> None:
    """Nobody came here for two years, and this person is told."""
    await User.filter(id=person.id).update(seen_on=today() - timedelta(days=700))
    about = {
        "closes_on": (today() + timedelta(days=30)).isoformat(),
        "erased_on": (today() + timedelta(days=60)).isoformat(),
    }
    step = f"{(today() - timedelta(days=700)).isoformat()}/30"
    async with transaction():
        await planned(ACCOUNT_IDLE, [Planned(recipient=person.id, subject=person.id, step=step, about=about)])


async def fate() -> tuple[MessageFate, str]:
    row = await MessageDelivery.all().first()
    assert row is not None
    return row.fate, row.words


async def test_what_holds_leaves_with_its_words_of_now(told: Notice, settings: Settings) -> None:
    [one] = await leaving(settings, Channel.MAIL)
    assert isinstance(one, Envelope)
    assert [line.title for line in one.lines] == [ENDS]
    assert "Carte" in str(one.lines[0].body)
    assert one.inside


async def test_what_was_read_meanwhile_does_not_leave(person: User, told: Notice, settings: Settings) -> None:
    await inbox.read(person.id, [MessageMark(MessageSource.NOTICE, told.id)])
    assert await leaving(settings, Channel.MAIL) == [Unsaid.NOTHING]
    assert await fate() == (MessageFate.WITHDRAWN, "nothing")


async def test_a_paper_thrown_away_meanwhile_is_not_said(person: User, told: Notice, settings: Settings) -> None:
    await (await Node.get(id=told.subject)).discard(by=person, days=30)
    assert await leaving(settings, Channel.MAIL) == [Unsaid.NOTHING]


async def test_a_kind_wanted_there_no_more_is_not_said(person: User, told: Notice, settings: Settings) -> None:
    await Preference.create(user_id=person.id, kind=PAPER_VALIDITY.code, channel=Channel.MAIL, wanted=False)
    assert await leaving(settings, Channel.MAIL) == [Unsaid.NOTHING]


async def test_an_address_closed_meanwhile_gets_nothing(
    told: Notice, mailbox: ContactPoint, settings: Settings
) -> None:
    await contact_points.close(mailbox, ContactEnd.NOT_MINE)
    assert await leaving(settings, Channel.MAIL) == [Unsaid.CLOSED]


async def test_somebody_who_is_leaving_is_told_nothing(person: User, told: Notice, settings: Settings) -> None:
    await User.filter(id=person.id).update(closing_at=now() + timedelta(days=30))
    assert await leaving(settings, Channel.MAIL) == [Unsaid.NOTHING]


async def test_an_erased_account_leaves_nothing_to_send(
    person: User, settings: Settings, store: BlobStore, told: Notice
) -> None:
    await User.filter(id=person.id).update(closing_at=now())
    await erasing.erase_due(settings, store)
    assert not await MessageDelivery.exists()
    assert not await ContactPoint.exists()
    assert await leaving(settings, Channel.MAIL) == []


async def test_an_account_erased_with_its_mail_in_hands(
    person: User, settings: Settings, store: BlobStore, told: Notice
) -> None:
    [in_hands] = await hand_over.take(Channel.MAIL)
    await User.filter(id=person.id).update(closing_at=now())
    await erasing.erase_due(settings, store)
    assert await hand_over.opened(settings, in_hands) == Unsaid.CLOSED


async def test_nothing_leaves_in_the_quiet_hours(told: Notice, settings: Settings) -> None:
    at(TUESDAY, 21)
    assert await leaving(settings, Channel.MAIL) == [Unsaid.LATER]
    assert await leaving(settings, Channel.MAIL) == []
    at(TUESDAY + timedelta(days=1), 8)
    assert said(await leaving(settings, Channel.MAIL)) == [[ENDS]]


async def test_what_is_urgent_leaves_at_night(
    person: User, settings: Settings, store: BlobStore, mailbox: ContactPoint
) -> None:
    at(TUESDAY, 23)
    await ends_soon(person, store, urgency=Urgency.NOW)
    await due(settings, store)
    assert said(await leaving(settings, Channel.MAIL)) == [[ENDS]]


async def test_silence_puts_it_in_the_first_digest_after_it(
    person: User, settings: Settings, store: BlobStore, told: Notice
) -> None:
    until = now() + timedelta(days=20)
    await Rhythm.create(user_id=person.id, digest=Digest.FORTNIGHT.value, paused_until=until)
    assert await leaving(settings, Channel.MAIL) == [Unsaid.ELSEWHERE]
    [digest] = await due(settings, store)
    assert digest.due_at >= until
    assert await Carried.filter(delivery_id=digest.id).count() == 1


async def test_what_must_be_told_breaks_a_silence_alone(
    person: User, settings: Settings, store: BlobStore, mailbox: ContactPoint
) -> None:
    """What leaves with it, and what waits for the digest, keep the silence that was asked for."""
    await ends_soon(person, store, "Bail.pdf")
    for number in range(3):
        await ends_soon(person, store, f"Papier {number}.pdf", urgency=Urgency.DATED)
    await idle(person)
    await due(settings, store)
    until = now() + timedelta(days=20)
    await Rhythm.create(user_id=person.id, digest=Digest.FORTNIGHT.value, paused_until=until)
    assert said(await leaving(settings, Channel.MAIL)) == [["Votre boîte va être fermée"]]
    in_hands = await MessageDelivery.get(fate="due", urgency=Urgency.DATED)
    await hand_over.end(in_hands, MessageFate.HANDED)
    clock.advance(until - now() - timedelta(minutes=1))
    assert said(await leaving(settings, Channel.MAIL)) == [], "the digest of before keeps silent too"
    [digest] = await due(settings, store)
    assert digest.due_at >= until
    assert await Carried.filter(delivery_id=digest.id).count() == 4


async def test_two_undated_mails_a_month_then_the_digest(
    person: User, settings: Settings, store: BlobStore, mailbox: ContactPoint
) -> None:
    for number in range(3):
        await ends_soon(person, store, f"Papier {number}.pdf", urgency=Urgency.OPEN)
        await due(settings, store)
        for each in await hand_over.take(Channel.MAIL):
            if isinstance(await hand_over.opened(settings, each), Envelope):
                await hand_over.end(each, MessageFate.HANDED)
        clock.advance(timedelta(hours=1))
    assert await MessageDelivery.filter(fate=MessageFate.HANDED).count() == 2
    [digest] = await due(settings, store)
    assert digest.urgency == Urgency.DIGEST


async def test_what_has_its_hour_is_never_held_back(
    person: User, settings: Settings, store: BlobStore, mailbox: ContactPoint
) -> None:
    for number in range(4):
        await ends_soon(person, store, f"Papier {number}.pdf", urgency=Urgency.DATED)
        await due(settings, store)
        [each] = await hand_over.take(Channel.MAIL)
        assert isinstance(await hand_over.opened(settings, each), Envelope)
        await hand_over.end(each, MessageFate.HANDED)


async def test_a_mail_takes_along_what_waits(
    person: User, settings: Settings, store: BlobStore, mailbox: ContactPoint
) -> None:
    await ends_soon(person, store, "Bail.pdf")
    await ends_soon(person, store, "Carte.pdf", urgency=Urgency.DATED)
    await due(settings, store)
    assert said(await leaving(settings, Channel.MAIL)) == [[ENDS, ENDS]]
    [digest] = await MessageDelivery.filter(urgency="digest")
    assert await Carried.filter(delivery_id=digest.id).count() == 0


async def test_a_digest_soon_after_another_mail_waits_for_the_next(
    person: User, settings: Settings, store: BlobStore, told: Notice, mailbox: ContactPoint
) -> None:
    [first] = await hand_over.take(Channel.MAIL)
    await hand_over.end(first, MessageFate.HANDED)
    clock.advance(timedelta(minutes=1))
    notice = await ends_soon(person, store, "Bail.pdf")
    await Notice.filter(id=notice.id).update(tell_due=None)
    await digest_now(mailbox, MessageMark(MessageSource.NOTICE, notice.id))
    assert await leaving(settings, Channel.MAIL) == [Unsaid.ELSEWHERE]
    [later] = await due(settings, store)
    assert later.due_at > now() + timedelta(days=1)


async def test_an_address_that_two_people_confirmed_is_told_nothing_of_either(
    stranger: User, settings: Settings, told: Notice
) -> None:
    await contact(settings, stranger, Channel.MAIL)
    [one] = await leaving(settings, Channel.MAIL)
    assert isinstance(one, Envelope)
    assert not one.inside


async def test_a_browser_is_not_told_twice_in_a_week(person: User, settings: Settings, store: BlobStore) -> None:
    at(TUESDAY, 10)
    await contact(settings, person, Channel.PUSH)
    await ends_soon(person, store, urgency=Urgency.OPEN)
    [first] = await due(settings, store)
    [in_hands] = await hand_over.take(Channel.PUSH)
    await hand_over.end(in_hands, MessageFate.HANDED)
    await pressing(person, BOX_FILLING, "80/2026-01-01")
    await due(settings, store)
    assert await leaving(settings, Channel.PUSH) == [Unsaid.ELSEWHERE]
    assert first.contact_id == in_hands.contact_id
    assert await due(settings, store) == [], "no mailbox: the service alone says it"


async def test_a_worker_that_lost_its_delivery_changes_nothing(told: Notice) -> None:
    [first] = await hand_over.take(Channel.MAIL)
    clock.advance(hand_over.HELD + timedelta(seconds=1))
    [second] = await hand_over.take(Channel.MAIL)
    assert not await hand_over.end(first, MessageFate.REFUSED)
    assert await hand_over.end(second, MessageFate.HANDED)


async def test_urgent_ones_have_their_own_line(
    person: User, settings: Settings, store: BlobStore, told: Notice
) -> None:
    await ends_soon(person, store, "Titre.pdf", urgency=Urgency.NOW)
    await due(settings, store)
    [one] = await hand_over.take(Channel.MAIL, 9, urgent=True)
    assert one.urgency == Urgency.NOW


@pytest.mark.parametrize("urgency", [Urgency.OPEN, Urgency.DATED])
async def test_a_digest_is_not_the_third_mail_of_a_month(
    person: User, settings: Settings, store: BlobStore, mailbox: ContactPoint, urgency: Urgency
) -> None:
    at(date(2027, 3, 1), 10)
    await _handed(person, store, settings, urgency, urgency)
    at(date(2027, 3, 3), 10)
    notice = await ends_soon(person, store, "Bail.pdf")
    await Notice.filter(id=notice.id).update(expires_at=None)
    [digest] = await due(settings, store)
    at(date(2027, 3, 16), 11)
    assert digest.due_at <= now()
    assert await leaving(settings, Channel.MAIL) == [Unsaid.ELSEWHERE]
    [later] = await due(settings, store)
    at(date(2027, 4, 6), 11)
    assert later.due_at <= now()
    assert said(await leaving(settings, Channel.MAIL)) == [[ENDS]]


async def test_three_digests_a_fortnight_apart_all_leave(
    person: User, settings: Settings, store: BlobStore, mailbox: ContactPoint
) -> None:
    for day in (date(2027, 2, 2), date(2027, 2, 16), date(2027, 3, 2)):
        at(day, 8)
        await _handed(person, store, settings, Urgency.DIGEST, hour=11)
    assert await MessageDelivery.filter(fate=MessageFate.HANDED).count() == 3


async def _handed(person: User, store: BlobStore, settings: Settings, *urgencies: Urgency, hour: int = 0) -> None:
    """These were told and left, one after the other."""
    for number, urgency in enumerate(urgencies):
        await ends_soon(person, store, f"Papier {number} {today()}.pdf", urgency=urgency)
        await due(settings, store)
        if hour:
            at(today(), hour)
        for each in await hand_over.take(Channel.MAIL):
            if isinstance(await hand_over.opened(settings, each), Envelope):
                await hand_over.end(each, MessageFate.HANDED)
