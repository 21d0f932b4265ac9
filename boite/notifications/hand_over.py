"""What a delivery says as it leaves: preferences, permission and truth are looked at again, at that instant.

Each carrier (mail, push, SMS) takes a delivery that is due, asks this what there is to say, and says it. What came
back to nothing is withdrawn, with its reason and no content.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from boite.clock import now
from boite.database.connection import execute, fetch, transaction
from boite.database.leases import Queue
from boite.notifications import inbox
from boite.notifications import rhythm as rhythms
from boite.notifications.dispatch import Reachable, digest_of, reachable, write
from boite.notifications.inbox import InboxLine, MessageMark
from boite.notifications.kinds import Urgency
from boite.notifications.models import Carried, Channel, ContactPoint, MessageDelivery, MessageFate

HELD = timedelta(minutes=5)
DUE = Queue(MessageDelivery, HELD, {"fate": MessageFate.DUE}, due="due_at")
"""The deliveries that wait. A worker that died with one gives it back."""
OF_CHANNEL = "contact_id IN (SELECT id FROM notifications_contact_point WHERE channel = ?)"
MAILS, MAILS_WITHIN = 2, timedelta(days=30)
PUSHES, PUSHES_WITHIN = 1, timedelta(days=7)
"""Most undated messages of a channel: beyond, what is to be said waits for a digest."""
MOST = 200
"""Messages of one delivery that are looked at."""
APART = timedelta(days=12)
"""A digest so soon after another mail waits for the next one."""


class Unsaid(StrEnum):
    """Unsaid nothing was said."""

    CLOSED = "closed"
    """The contact point, or the box of its person, is closed."""
    EXPIRED = "expired"
    NOTHING = "nothing"
    """Read meanwhile, no longer true, no longer their business, or wanted no more."""
    ELSEWHERE = "elsewhere"
    """It waits for a digest instead: enough was said lately, or its person asked for silence."""
    SPENT = "spent"
    """The channel may send no more this month."""
    LATER = "later"
    """Not withdrawn: it is put off, for somebody would be disturbed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What leaves: to which contact point, and the messages as they are said inside, the newest first."""

    delivery: MessageDelivery
    contact: ContactPoint
    lines: list[InboxLine]
    others: int
    """How many more it carries, beyond `MOST`."""
    inside: bool
    """Whether the words of inside may be used: one person alone confirmed this address. Else, those of outside."""


async def take(channel: Channel, at_most: int = 1, *, urgent: bool = False, **marks: Any) -> list[MessageDelivery]:
    """The deliveries of a channel that waited longest, now the caller's. `urgent`: only those that have an hour.

    `marks` are columns written at the same time: `due_at`, for a longer lease.
    """
    where = OF_CHANNEL + (f" AND urgency IN ('{Urgency.NOW}', '{Urgency.DATED}')" if urgent else "")
    return await DUE.take(at_most, where=where, values=(channel.value,), **marks)


async def opened(delivery: MessageDelivery) -> Envelope | Unsaid:
    """What this delivery says now; or why it says nothing, and then it is withdrawn or put off. Its own transaction."""
    async with transaction():
        contact = await ContactPoint.get_or_none(id=delivery.contact_id)
        person = (await reachable([contact.user_id])).get(contact.user_id) if contact else None
        if contact is None or person is None or contact.id not in {each.id for each in person.contacts}:
            return await withdraw(delivery, Unsaid.CLOSED)
        if delivery.expires_at is not None and delivery.expires_at <= now():
            return await withdraw(delivery, Unsaid.EXPIRED)
        if why := await _not_now(delivery, contact, person):
            return why
        await _take_along(delivery, contact)
        lines, others = await _lines(delivery, contact, person)
        if not lines:
            return await withdraw(delivery, Unsaid.NOTHING)
        return Envelope(delivery=delivery, contact=contact, lines=lines, others=others, inside=await _alone(contact))


async def withdraw(delivery: MessageDelivery, why: Unsaid) -> Unsaid:
    """Say nothing, and keep why."""
    await end(delivery, MessageFate.WITHDRAWN, words=why.value)
    return why


async def end(delivery: MessageDelivery, fate: MessageFate, *, code: int = 0, words: str = "") -> bool:
    """What became of it, unless another worker took it meanwhile. Returns whether it was still the caller's."""
    changed = DUE.held(delivery).update(fate=fate, code=code, words=words[:300], ended_at=now())
    return bool(await changed)


async def _not_now(delivery: MessageDelivery, contact: ContactPoint, person: Reachable) -> Unsaid | None:
    """Whether it waits: for its person's silence or quiet hours, or because enough was said lately."""
    if delivery.urgency == Urgency.NOW:
        return None
    at = now()
    digest = delivery.urgency == Urgency.DIGEST
    too_soon = digest and person.rhythm.digest in _SPACED and await _handed(contact, APART)
    spent = delivery.urgency == Urgency.OPEN and await _spent(contact)
    if rhythms.paused(person.rhythm, at) or too_soon or spent:
        return await _elsewhere(delivery, person)
    opens = rhythms.quiet_hours(person.rhythm).open_after(at)
    if opens is None:
        return await withdraw(delivery, Unsaid.EXPIRED)
    if opens > at:
        await DUE.put_off(delivery, opens)
        return Unsaid.LATER
    return None


_SPACED = frozenset({rhythms.Digest.FORTNIGHT.value, rhythms.Digest.MONTH.value})


async def _spent(contact: ContactPoint) -> bool:
    most, within = (MAILS, MAILS_WITHIN) if contact.channel == Channel.MAIL else (PUSHES, PUSHES_WITHIN)
    return await _handed(contact, within) >= most


async def _handed(contact: ContactPoint, within: timedelta) -> int:
    """How much that was not urgent was said there lately; for a device, nothing that had its hour."""
    dated = "" if contact.channel == Channel.MAIL else f" AND urgency <> '{Urgency.DATED}'"
    sql = (
        "SELECT COUNT(*) AS handed FROM notifications_delivery WHERE contact_id = ? AND fate = 'handed'"
        f" AND ended_at > ? AND urgency <> '{Urgency.NOW}'{dated}"
    )
    [row] = await fetch(sql, contact.id, now() - within)
    return int(row["handed"])


async def _elsewhere(delivery: MessageDelivery, person: Reachable) -> Unsaid:
    """Its messages wait for the next digest of their person's mailboxes; without any, the service alone says them."""
    carried = await Carried.filter(delivery_id=delivery.id)
    await Carried.filter(delivery_id=delivery.id).delete()
    due = rhythms.next_digest(person.rhythm, now())
    for contact in person.contacts if due else ():
        if due and contact.channel == Channel.MAIL:
            await write(digest_of(contact.id, due, tuple(MessageMark.read(each.mark) for each in carried)))
    return await withdraw(delivery, Unsaid.ELSEWHERE)


async def _take_along(delivery: MessageDelivery, contact: ContactPoint) -> None:
    """A mail that leaves takes what waits for the digest of this mailbox: one envelope rather than two.

    Not one that is urgent: it says one thing.
    """
    if contact.channel == Channel.MAIL and delivery.urgency != Urgency.NOW:
        await execute(
            "UPDATE notifications_carried SET delivery_id = ? WHERE contact_id = ? AND delivery_id IN (SELECT id FROM"
            " notifications_delivery WHERE contact_id = ? AND fate = 'due' AND urgency = 'digest' AND id <> ?)",
            *(delivery.id, contact.id, contact.id, delivery.id),
        )


async def _lines(delivery: MessageDelivery, contact: ContactPoint, person: Reachable) -> tuple[list[InboxLine], int]:
    """The messages that still hold, still concern their person, are wanted there, and are not read; how many beyond."""
    carried = Carried.filter(delivery_id=delivery.id)
    rows = await carried.order_by("-id").limit(MOST + 1)
    others = await carried.count() - MOST if len(rows) > MOST else 0
    marks = [MessageMark.read(each.mark) for each in rows[:MOST]]
    lines = await inbox.holding(contact.user_id, marks, contact.session_id)
    urgent = delivery.urgency == Urgency.NOW
    return [line for line in lines if person.wants(line.kind, contact.channel) and (line.new or urgent)], others


async def _alone(contact: ContactPoint) -> bool:
    """Whether no other account confirmed this address."""
    others = ContactPoint.filter(channel=contact.channel, digest=contact.digest, confirmed_at__not_isnull=True)
    return not await others.exclude(user_id=contact.user_id).exists()
