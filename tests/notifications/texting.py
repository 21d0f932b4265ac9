"""What the tests of SMS share: a telephone that its person confirmed, and messages that are told by it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID, uuid4

from boite import clock
from boite.accounts.models import User
from boite.clock import PARIS, now, today
from boite.database.connection import transaction
from boite.journal.models import Entry
from boite.notifications import contact_points, dispatch, sms, sms_codes
from boite.notifications.models import Channel, ContactPoint, MessageDelivery
from boite.settings import Settings
from storage.store import BlobStore

NUMBER = "06 12 34 56 78"


def at_noon() -> None:
    """The clock goes to the next noon when anybody may be told anything: a Wednesday of no holiday."""
    day = today()
    while day.weekday() != 2 or (day.month, day.day) in {(7, 14), (11, 11), (12, 25), (1, 1), (5, 1), (5, 8)}:
        day += timedelta(days=1)
    clock.advance(datetime.combine(day, time(12), PARIS) - now())


async def telephone(settings: Settings, person: User, number: str = NUMBER) -> ContactPoint:
    """A telephone of this person, confirmed."""
    contact = await sms_codes.ask(settings, person, number)
    code = contact_points.code_of(settings, contact)
    await MessageDelivery.filter(contact_id=contact.id).delete()
    return await contact_points.confirm(settings, person.id, Channel.SMS, code)


async def entry(person: User, kind: str = "agenda.called_off") -> Entry:
    """Something that others did, told to this person: an event is called off, unless said otherwise."""
    at = now()
    async with transaction():
        return await Entry.create(
            owner_id=person.id,
            kind=kind,
            details={"event": "Atelier", "title": "Atelier", "slug": "atelier"},
            subject=uuid4(),
            told_at=at,
            unseen_since=at,
            tell_due=at,
        )


async def told_by_sms(settings: Settings, store: BlobStore, person: User) -> MessageDelivery:
    """A delivery that is due now to their telephone."""
    await entry(person)
    await dispatch.dispatch(settings, store)
    return await latest(person.id)


async def latest(person: UUID) -> MessageDelivery:
    """Their last delivery."""
    found = await MessageDelivery.filter(contact__user_id=person).order_by("-id").first()
    assert found is not None
    return found


async def later(settings: Settings, store: BlobStore, minutes: float = 16) -> int:
    """Some minutes later, what is due is sent. Returns how many the gateway took."""
    clock.advance(timedelta(minutes=minutes))
    return await sms.send_due(settings, store)
