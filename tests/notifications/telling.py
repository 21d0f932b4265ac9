"""What the tests of messages share: papers that end, days that are gone through, what somebody is told."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from boite import clock
from boite.accounts.models import User
from boite.clock import PARIS, midnight, now, today
from boite.database.connection import transaction
from boite.files.models import Node, Space
from boite.notifications import inbox, planning
from boite.notifications.kinds_for_people import PAPER_VALIDITY
from boite.notifications.message_kind import MessageKind, Urgency
from boite.notifications.models import Notice
from boite.notifications.reminder import Planned, write
from boite.settings import Settings
from storage.store import BlobStore
from tests.files.papers import put

MORNING = time(5, 0)


async def paper(
    owner: User, store: BlobStore, valid_until: date, document_type: str = "piece-identite", name: str = "Carte.pdf"
) -> Node:
    """A paper of this person, typed today."""
    return await put(owner, store, name, document_type=document_type, valid_until=valid_until)


async def on(day: date, settings: Settings, store: BlobStore) -> int:
    """The clock goes to the morning of this day, and a worker goes through it. Returns how many were told."""
    clock.advance(datetime.combine(day, MORNING, PARIS) - now())
    await planning.tidy(settings, store)
    return await planning.sweep_due(settings, store)


async def through(first: date, last: date, settings: Settings, store: BlobStore) -> None:
    """Each day from the first to the last."""
    for number in range((last - first).days + 1):
        await on(first + timedelta(days=number), settings, store)


async def titles(person: User) -> list[str]:
    """What somebody reads in their messages, new or not, the newest first."""
    return [line.title for line in (await inbox.page(person.id)).lines]


async def bodies(person: User) -> list[str]:
    """The sentences of their reminders, the newest first."""
    return [line.body for line in (await inbox.page(person.id)).lines]


async def used(owner: UUID, per_cent: int) -> None:
    """So much of this person's quota is taken."""
    async with transaction():
        space = await Space.get(owner_id=owner)
        await Space.filter(id=space.id).update(used_bytes=space.quota_bytes * per_cent // 100)


async def ends_soon(
    owner: User, store: BlobStore, name: str = "Carte.pdf", *, urgency: Urgency | None = None
) -> Notice:
    """A paper of this person ends in a month, and they were told."""
    ends = today() + timedelta(days=30)
    node = await paper(owner, store, ends, name=name)
    step = f"{ends.isoformat()}/30"
    async with transaction():
        planned = Planned(recipient=owner.id, subject=node.id, step=step, expires_at=midnight(ends), urgency=urgency)
        await write(PAPER_VALIDITY, [planned])
    return await Notice.get(recipient_id=owner.id, subject=node.id, step=step)


async def pressing(owner: User, kind: MessageKind, step: str, *, urgency: Urgency = Urgency.OPEN) -> None:
    """This person was told something of this kind that presses, about their box."""
    space = await Space.get(owner_id=owner.id)
    async with transaction():
        await write(kind, [Planned(recipient=owner.id, subject=space.id, step=step, urgency=urgency)])
