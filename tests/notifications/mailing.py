"""What the tests of messages by mail share: somebody who confirmed an address, and a worker that delivers."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import boite.routes  # noqa: F401 - says the addresses that mails write
from boite import clock
from boite.accounts.models import User
from boite.agenda import journal_kinds as kinds
from boite.clock import PARIS, now
from boite.database.connection import transaction
from boite.files.journal_kinds import FoundDamaged
from boite.journal.record import tell
from boite.mail import outbox
from boite.mail.drawn import draw_with
from boite.mail.models import Fate, OutgoingMail
from boite.notifications import contact_points, dispatch, mail_posting
from boite.notifications.mail_posting import MessageDrawer
from boite.notifications.models import Channel, ContactPoint
from boite.settings import Settings
from storage.memory import MemoryStore

INES = "ines@exemple.fr"
TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=PARIS)
"""An open hour of a working day, an hour after the digest."""


def at(instant: datetime) -> None:
    """The clock goes there, forwards."""
    assert instant >= now()
    clock.advance(instant - now())


async def written_to(person: User, settings: Settings, address: str = INES) -> ContactPoint:
    """This person confirmed this address."""
    async with transaction():
        contact = await contact_points.ask(settings, person.id, Channel.MAIL, address)
        await contact_points.opened(contact)
    return await ContactPoint.get(id=contact.id)


async def taken_off(person: User, title: str = "Atelier CV") -> None:
    """They are told that they lost their seat at something: a message that has its hour."""
    async with transaction():
        # One event each: what is told of one replaces what was told of it before.
        await tell(kinds.TakenOff(title=title, slug=uuid4().hex), to=[person.id], by=None)


async def damaged(person: User, name: str) -> None:
    """They are told that a paper cannot be read any more: a message for an open hour, without a date."""
    async with transaction():
        await tell(FoundDamaged(name=name, node=str(uuid4())), to=[person.id], by=None)


async def deliver(settings: Settings) -> int:
    """A worker goes round once. Returns how many mails the server took."""
    draw_with(MessageDrawer())
    store = MemoryStore()
    await dispatch.dispatch(settings, store)
    await mail_posting.post_urgent(settings, store)
    await mail_posting.post_others(settings, store)
    return await outbox.send_urgent(settings, store) + await outbox.send_due(settings, store)


async def wait(settings: Settings, length: timedelta, step: timedelta = timedelta(minutes=20)) -> None:
    """So long goes by, with a worker, until nothing is due."""
    for _ in range(int(length / step)):
        clock.advance(step)
        await deliver(settings)
        if not await OutgoingMail.exists(fate=Fate.DUE):
            return
