"""What the tests of pushes share: something that was told, and due on a device."""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.journal.models import Entry
from boite.notifications.dispatch import Chosen, write
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.message_kind import Urgency
from boite.notifications.models import ContactPoint, MessageDelivery

TITLE = "Forum handicap d'Orléans"
"""What nobody may read on a locked screen."""


async def told(person: User, title: str = TITLE) -> MessageMark:
    """An event where this person goes was called off."""
    async with transaction():
        row = await Entry.create(
            owner_id=person.id,
            kind="agenda.called_off",
            details={"event": title, "title": title, "slug": "forum", "reason": "Neige"},
            subject_id=uuid4(),
            told_at=now(),
            unseen_since=now(),
        )
    return MessageMark(MessageSource.ENTRY, row.id)


async def due(
    contact: ContactPoint,
    *marks: MessageMark,
    urgency: Urgency = Urgency.NOW,
    expires_at: datetime | None = None,
) -> MessageDelivery:
    """A push that is due now on this device."""
    once = f"now:{contact.id}:{marks[0]}"
    async with transaction():
        await write(
            Chosen(contact=contact.id, once=once, urgency=urgency, due_at=now(), expires_at=expires_at, carried=marks)
        )
    return await MessageDelivery.get(once=once)


async def latest(contact: ContactPoint) -> MessageDelivery:
    """The last delivery of this device."""
    found = await MessageDelivery.filter(contact_id=contact.id).order_by("-id").first()
    assert found is not None
    return found
