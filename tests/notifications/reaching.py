"""What the tests of channels share: contact points that are confirmed, and what leaves for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from boite import clock
from boite.accounts.models import Session, User
from boite.clock import PARIS, now, today
from boite.notifications import dispatch, hand_over
from boite.notifications.contact_points import digest_of
from boite.notifications.dispatch import Chosen
from boite.notifications.hand_over import Envelope, Unsaid
from boite.notifications.inbox import MessageMark
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactPoint, MessageDelivery
from boite.quiet_hours import USUAL
from boite.settings import Settings
from storage.store import BlobStore

ADDRESSES = {
    Channel.MAIL: "ines@exemple.fr",
    Channel.SMS: "+33612345678",
    Channel.PUSH: "https://push.exemple.fr/abc",
}


async def contact(settings: Settings, person: User, channel: Channel, address: str = "") -> ContactPoint:
    """Somebody confirmed this address; a browser, on a session of its own."""
    address = address or ADDRESSES[channel]
    session = None
    if channel == Channel.PUSH:
        session = await Session.create(
            user_id=person.id, token_digest=uuid4().hex, expires_at=now() + timedelta(days=30)
        )
    return await ContactPoint.create(
        user_id=person.id,
        channel=channel,
        address=address,
        digest=digest_of(settings, channel, address),
        session=session,
        confirmed_at=now(),
    )


def open_day(weekday: int = 1) -> date:
    """The first such weekday (Monday is 0) from a week on that is no holiday."""
    day = today() + timedelta(days=7)
    while day.weekday() != weekday or not USUAL.day_is_open(day):
        day += timedelta(days=1)
    return day


def at(day: date, hour: int, minute: int = 0) -> None:
    """The clock goes to this hour of this day, in France."""
    clock.advance(datetime.combine(day, time(hour, minute), PARIS) - now())


async def due(settings: Settings, store: BlobStore) -> list[MessageDelivery]:
    """What was told has its channels; what waits to leave, in the order of its hour."""
    await dispatch.dispatch(replace(settings, contact="bonjour@boite.exemple.fr"), store)
    return await MessageDelivery.filter(fate="due").order_by("due_at", "id")


async def digest_now(mailbox: ContactPoint, *marks: MessageMark) -> None:
    """A digest of this mailbox leaves now, with these."""
    once, at = f"digest:{mailbox.id}:now", now()
    await dispatch.write(
        Chosen(contact=mailbox.id, once=once, urgency=Urgency.DIGEST, due_at=at, expires_at=None, carried=marks)
    )


async def leaving(settings: Settings, channel: Channel) -> list[Envelope | Unsaid]:
    """What the carrier of this channel would say now."""
    return [await hand_over.opened(settings, each) for each in await hand_over.take(channel, 50)]


def said(found: list[Envelope | Unsaid]) -> list[list[str]]:
    """The titles that leave, envelope after envelope."""
    return [[line.title for line in each.lines] for each in found if isinstance(each, Envelope)]
