"""Where and when a message is told outside the service: by the first channel one has, at an open hour, once."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from boite.accounts.models import User
from boite.clock import now
from boite.notifications import dispatch, preferences
from boite.notifications.dispatch import Reachable, ToldMessage, chosen_for
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.kinds import KINDS
from boite.notifications.kinds_for_people import BOX_FILLING, PAPER_VALIDITY
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Carried, Channel, ContactPoint, MessageDelivery, Notice, Preference
from boite.notifications.rhythm import Digest, paused, quiet_hours, usual
from boite.settings import Settings
from storage.store import BlobStore
from tests.notifications.mailing import taken_off
from tests.notifications.reaching import at, contact, due, leaving, open_day, said
from tests.notifications.telling import ends_soon, pressing, used
from tests.notifications.test_rhythm import INSTANTS, RHYTHMS

TUESDAY = open_day()
CHANNELS = (Channel.MAIL, Channel.PUSH, Channel.SMS)
TOLD = st.builds(
    ToldMessage,
    mark=st.integers(1, 9).map(lambda number: MessageMark(MessageSource.NOTICE, number)),
    recipient=st.just(uuid4()),
    kind=st.sampled_from(KINDS),
    urgency=st.sampled_from(list(Urgency)),
    expires_at=st.one_of(st.none(), INSTANTS),
)
CHOICES = st.dictionaries(
    st.tuples(st.sampled_from([kind.code for kind in KINDS]), st.sampled_from([Channel.SERVICE, *CHANNELS])),
    st.booleans(),
)
PEOPLE = st.builds(
    Reachable,
    id=st.uuids(),
    closing=st.booleans(),
    contacts=st.lists(st.sampled_from(CHANNELS), max_size=4).map(
        lambda some: [ContactPoint(id=number, channel=channel) for number, channel in enumerate(some, 1)]
    ),
    rhythm=st.one_of(RHYTHMS, st.builds(usual, at_work=st.booleans())),
    choices=CHOICES,
)


@given(person=PEOPLE, told=st.lists(TOLD, max_size=8, unique_by=lambda each: each.mark.id), instant=INSTANTS)
def test_nothing_is_told_where_it_is_not_wanted_nor_when(
    person: Reachable, told: list[ToldMessage], instant: datetime
) -> None:
    kinds = {each.mark: each for each in told}
    channels = {each.id: each.channel for each in person.contacts}
    found = chosen_for(person, told, instant)
    assert len({one.once for one in found if one.urgency != Urgency.DIGEST}) == len(
        [one for one in found if one.urgency != Urgency.DIGEST]
    )
    for one in found:
        for each in (kinds[mark] for mark in one.carried):
            assert person.wants(each.kind, Channel.SERVICE)
            assert person.wants(each.kind, channels[one.contact])
            assert each.urgency != Urgency.LIST
            assert each.urgency == Urgency.NOW or each.expires_at is None or one.due_at < each.expires_at
            if one.urgency == Urgency.DIGEST:
                assert channels[one.contact] == Channel.MAIL
                assert person.rhythm.digest != Digest.NEVER
            else:
                assert channels[one.contact] in each.kind.by
        if one.urgency == Urgency.NOW:
            assert one.due_at == instant
        else:
            assert quiet_hours(person.rhythm).open(one.due_at)
            told_in_a_pause = all(kinds[mark].kind.always for mark in one.carried)
            assert told_in_a_pause or not paused(person.rhythm, one.due_at)


async def test_who_has_no_contact_point_is_told_in_the_service_alone(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await ends_soon(person, store)
    assert await due(settings, store) == []
    assert await Notice.filter(tell_due__not_isnull=True).count() == 0


async def test_what_does_not_press_waits_for_the_digest_of_a_mailbox(
    person: User, settings: Settings, store: BlobStore
) -> None:
    at(TUESDAY - timedelta(days=1), 10)
    await contact(settings, person, Channel.MAIL)
    await ends_soon(person, store)
    await ends_soon(person, store, "Passeport.pdf")
    [one] = await due(settings, store)
    assert one.urgency == Urgency.DIGEST
    assert one.due_at > now()
    assert await Carried.filter(delivery_id=one.id).count() == 2, "one envelope for both"


async def test_the_first_channel_one_has_carries_what_presses(
    person: User, settings: Settings, store: BlobStore
) -> None:
    at(TUESDAY, 10)
    await contact(settings, person, Channel.MAIL)
    browser = await contact(settings, person, Channel.PUSH)
    await ends_soon(person, store, urgency=Urgency.OPEN)
    [one] = await due(settings, store)
    assert one.contact_id == browser.id


async def test_a_channel_that_is_not_wanted_leaves_it_to_the_next(
    person: User, settings: Settings, store: BlobStore
) -> None:
    at(TUESDAY, 10)
    mailbox = await contact(settings, person, Channel.MAIL)
    await contact(settings, person, Channel.PUSH)
    await Preference.create(user_id=person.id, kind=PAPER_VALIDITY.code, channel=Channel.PUSH, wanted=False)
    await ends_soon(person, store, urgency=Urgency.OPEN)
    [one] = await due(settings, store)
    assert one.contact_id == mailbox.id


async def test_what_is_not_wanted_in_the_service_is_told_nowhere(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await contact(settings, person, Channel.MAIL)
    await preferences.want(person.id, PAPER_VALIDITY, False)
    await ends_soon(person, store, urgency=Urgency.OPEN)
    assert await due(settings, store) == []


async def test_many_at_once_leave_in_one(person: User, settings: Settings, store: BlobStore) -> None:
    at(TUESDAY, 10)
    await contact(settings, person, Channel.PUSH)
    for number in range(5):
        await ends_soon(person, store, f"Papier {number}.pdf", urgency=Urgency.OPEN)
    [one] = await due(settings, store)
    assert await Carried.filter(delivery_id=one.id).count() == 5


async def test_undated_messages_of_one_go_leave_in_one_and_dated_ones_by_themselves(
    person: User, settings: Settings, store: BlobStore
) -> None:
    at(TUESDAY, 10)
    await contact(settings, person, Channel.MAIL)
    for urgency in (Urgency.OPEN, Urgency.DATED, Urgency.OPEN):
        await ends_soon(person, store, f"Papier {uuid4().hex}.pdf", urgency=urgency)
    counts = [await Carried.filter(delivery_id=one.id).count() for one in await due(settings, store)]
    assert sorted(counts) == [1, 2]


async def test_several_workers_choose_once(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.MAIL)
    for number in range(3):
        await pressing(person, BOX_FILLING, f"{number}", urgency=Urgency.NOW)
    await asyncio.gather(*(dispatch.dispatch(settings, store) for _ in range(4)))
    assert await MessageDelivery.all().count() == 3
    assert await Carried.all().count() == 3


async def test_a_choice_that_was_cut_is_made_again(person: User, settings: Settings, store: BlobStore) -> None:
    await contact(settings, person, Channel.MAIL)
    await pressing(person, BOX_FILLING, "1")
    await dispatch.dispatch(settings, store)
    await Notice.all().update(tell_due=now())  # as if the transaction that emptied it had been lost alone
    await dispatch.dispatch(settings, store)
    assert await MessageDelivery.all().count() == 1, "the same key"


async def test_what_ends_on_one_day_leaves_in_one_mail_whenever_it_was_planned(
    person: User, settings: Settings, store: BlobStore
) -> None:
    """A worker may choose the channels of one paper before it has come to the next: they wait for one hour."""
    day = open_day()
    mail = await contact(settings, person, Channel.MAIL)
    at(day, 5)
    for name in ("Carte.pdf", "Permis.pdf"):
        await ends_soon(person, store, name, urgency=Urgency.DATED)
        assert len(await due(settings, store)) == 1
    await pressing(person, BOX_FILLING, "95/1")
    await used(person.id, 97)
    dated, undated = await due(settings, store)
    assert (dated.contact_id, dated.urgency, undated.urgency) == (mail.id, Urgency.DATED, Urgency.OPEN)
    at(day, 8)
    found = said(await leaving(settings, Channel.MAIL))
    assert sorted(map(len, found)) == [1, 2]


async def test_of_what_leaves_now_one_kind_is_one_mail(person: User, settings: Settings, store: BlobStore) -> None:
    at(open_day(), 10)
    await contact(settings, person, Channel.MAIL)
    for name in ("Carte.pdf", "Permis.pdf"):
        await ends_soon(person, store, name, urgency=Urgency.DATED)
    await taken_off(person)
    assert len(await due(settings, store)) == 2
    assert sorted(map(len, said(await leaving(settings, Channel.MAIL)))) == [1, 2]
