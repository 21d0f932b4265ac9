"""What surely reached nobody is told by another way, once; what must always be told is never held back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from boite import clock
from boite.accounts import journal_kinds as account_kinds
from boite.accounts.models import Session, User
from boite.agenda import journal_kinds as agenda_kinds
from boite.clock import now
from boite.database.connection import transaction
from boite.journal.record import record, tell
from boite.mail.models import Fate
from boite.notifications import contact_points, dispatch, hand_over, message_letters
from boite.notifications.hand_over import Envelope, Unsaid
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.kinds_for_people import ACCOUNT_CLOSING, BOX_FILLING
from boite.notifications.mail_posting import MessageDrawer
from boite.notifications.message_kind import Urgency
from boite.notifications.models import (
    Carried,
    Channel,
    ContactEnd,
    ContactPoint,
    MessageDelivery,
    MessageFate,
    Notice,
    Rhythm,
)
from boite.notifications.rhythm import Digest, usual
from boite.settings import Settings
from storage.store import BlobStore
from tests.notifications.reaching import at, contact, digest_now, due, leaving, open_day, said
from tests.notifications.telling import ends_soon, pressing

TUESDAY = open_day()


@pytest.fixture(autouse=True)
def tuesday() -> None:
    """A Tuesday at ten, when anybody may be told."""
    at(TUESDAY, 10)


async def taken(channel: Channel) -> MessageDelivery:
    [one] = await hand_over.take(channel, 9)
    return one


async def waiting() -> list[tuple[Channel, str]]:
    """The channel and the urgency of what waits to leave."""
    rows = await MessageDelivery.filter(fate=MessageFate.DUE).select_related("contact").order_by("id")
    return [(row.contact.channel, row.urgency) for row in rows]


async def test_what_a_device_refuses_goes_by_mail(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.MAIL)
    await contact(settings, person, Channel.PUSH)
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    await hand_over.end(await taken(Channel.PUSH), MessageFate.REFUSED, code=410)
    assert await waiting() == [(Channel.MAIL, Urgency.DATED)]
    assert len(said(await leaving(settings, Channel.MAIL))) == 1


async def test_what_a_device_took_goes_nowhere_else(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.MAIL)
    for number in range(2):
        await contact(settings, person, Channel.PUSH, f"https://push.exemple.fr/{number}")
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    first, second = await hand_over.take(Channel.PUSH, 9)
    await hand_over.end(first, MessageFate.REFUSED, code=410)
    assert await waiting() == [(Channel.PUSH, Urgency.DATED)], "the other device may still say it"
    await hand_over.end(second, MessageFate.HANDED)
    assert await waiting() == []


async def test_the_last_device_that_refuses_passes_it_on(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.MAIL)
    for number in range(2):
        await contact(settings, person, Channel.PUSH, f"https://push.exemple.fr/{number}")
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    for each in await hand_over.take(Channel.PUSH, 9):
        await hand_over.end(each, MessageFate.REFUSED, code=410)
    assert await waiting() == [(Channel.MAIL, Urgency.DATED)]


async def test_a_device_whose_session_is_over_is_not_chosen(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.MAIL)
    await contact(settings, person, Channel.PUSH)
    await Session.filter(user_id=person.id).update(expires_at=now())
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    assert await waiting() == [(Channel.MAIL, Urgency.DATED)]


async def test_a_session_that_ends_before_the_push_leaves_passes_it_on(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await contact(settings, person, Channel.MAIL)
    await contact(settings, person, Channel.PUSH)
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    await Session.filter(user_id=person.id).update(expires_at=now())
    assert await leaving(settings, Channel.PUSH) == [Unsaid.CLOSED]
    assert await waiting() == [(Channel.MAIL, Urgency.DATED)]


async def test_what_holds_no_more_is_not_passed_on(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.MAIL)
    await contact(settings, person, Channel.PUSH)
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    await Notice.all().update(gone_at=now())
    await hand_over.end(await taken(Channel.PUSH), MessageFate.REFUSED, code=410)
    assert await waiting() == []


async def test_no_device_is_chosen_where_no_push_can_leave(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.MAIL)
    await contact(settings, person, Channel.PUSH)
    await ends_soon(person, store, urgency=Urgency.DATED)
    await dispatch.dispatch(replace(settings, contact=""), store)
    assert await waiting() == [(Channel.MAIL, Urgency.DATED)]


async def test_what_a_mail_took_along_waits_again_where_it_is_given_up(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await contact(settings, person, Channel.MAIL)
    await ends_soon(person, store, "Bail.pdf")
    await ends_soon(person, store, "Carte.pdf", urgency=Urgency.DATED)
    await due(settings, store)
    dated = await taken(Channel.MAIL)
    assert said([await hand_over.opened(settings, dated)]) != []
    await hand_over.end(dated, MessageFate.GIVEN_UP)
    digests = await MessageDelivery.filter(fate=MessageFate.DUE, urgency=Urgency.DIGEST)
    assert await Carried.filter(delivery_id__in=[each.id for each in digests]).count() == 2


async def test_what_gave_a_mail_its_end_goes_with_it_and_nothing_else(
    person: User, settings: Settings, store: BlobStore
) -> None:
    mailbox = await contact(settings, person, Channel.MAIL)
    notice = await ends_soon(person, store, "Bail.pdf")
    await ends_soon(person, store, "Carte.pdf", urgency=Urgency.DATED)
    await due(settings, store)
    dated = await taken(Channel.MAIL)
    await hand_over.opened(settings, dated)
    await MessageDelivery.filter(id=dated.id).update(expires_at=now())
    assert await hand_over.opened(settings, await MessageDelivery.get(id=dated.id)) == Unsaid.EXPIRED
    [left] = await Carried.filter(contact_id=mailbox.id)
    assert left.mark == f"n{notice.id}"


async def test_a_closing_that_one_asked_for_is_mailed_to_them(
    person: User, settings: Settings, store: BlobStore
) -> None:
    """Somebody else may have asked in their name."""
    await contact(settings, person, Channel.MAIL)
    await User.filter(id=person.id).update(closing_at=now() + timedelta(days=30))
    await Rhythm.create(user_id=person.id, digest=Digest.NEVER.value, paused_until=now() + timedelta(days=99))
    for _ in range(3):
        await pressing(person, BOX_FILLING, f"{_}")
    async with transaction():
        await record(account_kinds.ClosingAsked(day="30 décembre 2026"), owner=person.id, by=person.id)
    await due(settings, store)
    assert len(said(await leaving(settings, Channel.MAIL))) == 1


async def test_a_last_notice_that_the_quiet_hours_would_make_late_is_told_at_once(
    person: User, settings: Settings, store: BlobStore
) -> None:
    sunday = datetime.combine(open_day(5), datetime.min.time(), clock.PARIS) + timedelta(days=1, hours=5)
    told = dispatch.ToldMessage(
        mark=MessageMark(MessageSource.NOTICE, 1),
        recipient=person.id,
        kind=ACCOUNT_CLOSING,
        urgency=Urgency.DATED,
        expires_at=sunday + timedelta(hours=19),
    )
    mailbox = ContactPoint(id=1, channel=Channel.MAIL)
    reach = dispatch.Reachable(id=person.id, closing=True, contacts=[mailbox], rhythm=usual(at_work=False), choices={})
    [one] = dispatch.chosen_for(reach, [told], sunday)
    assert (one.urgency, one.due_at) == (Urgency.NOW, sunday)


async def test_a_cancelled_event_waits_behind_nothing(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.PUSH)
    await ends_soon(person, store, urgency=Urgency.OPEN)
    await due(settings, store)
    await hand_over.end(await taken(Channel.PUSH), MessageFate.HANDED)
    off = agenda_kinds.EventCalledOff(title="Atelier", slug="atelier", reason="Malade")
    await tell(off, to=[person.id], by=None)
    await due(settings, store)
    assert len(said(await leaving(settings, Channel.PUSH))) == 1


async def test_an_event_that_is_near_is_told_of_at_night(person: User, settings: Settings, store: BlobStore) -> None:
    at(TUESDAY, 23)
    await contact(settings, person, Channel.MAIL)
    off = agenda_kinds.EventCalledOff(title="Atelier", slug="atelier", reason="Malade")
    await tell(off, to=[person.id], by=None, pressing=True)
    await due(settings, store)
    assert await waiting() == [(Channel.MAIL, Urgency.NOW)]


async def test_two_people_share_a_mailbox_whatever_the_secret_was(
    person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    await contact(settings, person, Channel.MAIL)
    renewed = replace(settings, secret="n" * 64, former_secrets=settings.secret_key())
    await contact(renewed, stranger, Channel.MAIL)
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(renewed, store)
    [one] = await leaving(renewed, Channel.MAIL)
    assert isinstance(one, Envelope)
    assert not one.inside


async def test_in_a_shared_mailbox_nothing_names_the_kind(
    person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    await contact(settings, person, Channel.MAIL)
    await contact(settings, stranger, Channel.MAIL)
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    [one] = await leaving(settings, Channel.MAIL)
    assert isinstance(one, Envelope)
    drawn = message_letters.drawn(settings, one)
    assert "paper-validity" not in str(drawn.headers)
    assert "papier arrive" not in drawn.letter.text


async def test_a_death_as_a_mail_is_put_off_loses_nothing(person: User, settings: Settings, store: BlobStore) -> None:
    """The outbox finds a mail that died twice in somebody's hands; no word of it was ever drawn."""
    await contact(settings, person, Channel.MAIL)
    await ends_soon(person, store, urgency=Urgency.DATED)
    await due(settings, store)
    one = await taken(Channel.MAIL)
    at(TUESDAY, 21)
    assert await MessageDrawer().draw(settings, [one.id]) == {one.id: None}
    await MessageDrawer().ended(one.id, Fate.DOUBTFUL, code=0, words="")
    at(TUESDAY + timedelta(days=1), 8, 1)
    assert len(said(await leaving(settings, Channel.MAIL))) == 1


async def test_older_messages_are_looked_at_where_the_newest_hold_no_more(
    person: User, settings: Settings, store: BlobStore
) -> None:
    mailbox = await contact(settings, person, Channel.MAIL)
    notice = await ends_soon(person, store)
    await Notice.all().update(tell_due=None)
    gone = tuple(MessageMark(MessageSource.NOTICE, 10_000 + number) for number in range(250))
    await digest_now(mailbox, MessageMark(MessageSource.NOTICE, notice.id), *gone)
    assert len(said(await leaving(settings, Channel.MAIL))) == 1


async def test_what_somebody_said_outlives_what_a_server_said(person: User, settings: Settings) -> None:
    mailbox = await contact(settings, person, Channel.MAIL)
    await contact_points.close(mailbox, ContactEnd.DEAD)
    await contact_points.close(mailbox, ContactEnd.NOT_MINE)
    await contact_points.close(mailbox, ContactEnd.DEAD)
    assert (await ContactPoint.get(id=mailbox.id)).closed_why == ContactEnd.NOT_MINE
