"""What a delivery says as it leaves: preferences, permission and truth are looked at again, at that instant.

Each carrier (mail, push, SMS) takes a delivery that is due, asks this what there is to say, and says it. What came
back to nothing is withdrawn, with its reason and no content.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from boite.clock import midnight, now, today
from boite.database.connection import execute, fetch, transaction
from boite.database.leases import Queue
from boite.notifications import contact_points, inbox, passing_on
from boite.notifications import rhythm as rhythms
from boite.notifications.dispatch import Reachable, reachable
from boite.notifications.inbox import InboxLine, MessageMark
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Carried, Channel, ContactPoint, MessageDelivery, MessageFate
from boite.settings import Settings

HELD = timedelta(minutes=5)
DUE = Queue(MessageDelivery, HELD, {"fate": MessageFate.DUE}, due="due_at")
"""The deliveries that wait. A worker that died with one gives it back."""
OF_CHANNEL = "contact_id IN (SELECT id FROM notifications_contact_point WHERE channel = ?)"
MAILS, MAILS_WITHIN = 2, timedelta(days=30)
PUSHES, PUSHES_WITHIN = 1, timedelta(days=7)
"""Most undated messages of a channel: beyond, what is to be said waits for a digest."""
AT_ONCE, PAGES = 200, 50
"""Messages of one delivery that are looked at together, and how often the older ones are looked at too."""
APART = timedelta(days=12)
"""A digest so soon after another mail waits for the next one. So does one of a month that had its mails already: its
days are those of the calendar, as the two digests of a month are.
"""


UNREACHED = frozenset({MessageFate.REFUSED, MessageFate.GIVEN_UP})


class Unsaid(StrEnum):
    """Why nothing was said."""

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


UNREACHED_WHY = frozenset({Unsaid.CLOSED.value, Unsaid.EXPIRED.value, Unsaid.SPENT.value})
"""What surely reached nobody: another channel may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """What leaves: to which contact point, and the messages as they are said inside, the newest first."""

    delivery: MessageDelivery
    contact: ContactPoint
    lines: list[InboxLine]
    others: int
    """How many older ones it carries, not looked at."""
    inside: bool
    """Whether the words of inside may be used: one person alone confirmed this address. Else, those of outside."""


async def take(channel: Channel, at_most: int = 1, *, urgent: bool = False, **marks: Any) -> list[MessageDelivery]:
    """The deliveries of a channel that waited longest, now the caller's. `urgent`: only those that have an hour.

    `marks` are columns written at the same time: `due_at`, for a longer lease.
    """
    where = OF_CHANNEL + (f" AND urgency IN ('{Urgency.NOW}', '{Urgency.DATED}')" if urgent else "")
    return await DUE.take(at_most, where=where, values=(channel.value,), **marks)


async def opened(settings: Settings, delivery: MessageDelivery) -> Envelope | Unsaid:
    """What this delivery says now; or why it says nothing, and then it is withdrawn or put off. Its own transaction."""
    async with transaction():
        contact = await ContactPoint.get_or_none(id=delivery.contact_id)
        person = (await reachable([contact.user_id])).get(contact.user_id) if contact else None
        if contact is None or person is None or contact.id not in {each.id for each in person.contacts}:
            return await withdraw(delivery, Unsaid.CLOSED)
        if delivery.expires_at is not None and delivery.expires_at <= now():
            return await withdraw(delivery, Unsaid.EXPIRED)
        lines, others = await _lines(delivery, contact, person)
        if why := await _not_now(delivery, contact, person, lines):
            return why
        if delivery.urgency != Urgency.NOW and rhythms.paused(person.rhythm, now()):
            lines, others = await _through_silence(delivery, person, lines), 0
        elif await _take_along(delivery, contact):
            lines, others = await _lines(delivery, contact, person)
        if not lines:
            return await withdraw(delivery, Unsaid.NOTHING)
        inside = await contact_points.is_alone(settings, contact)
        return Envelope(delivery=delivery, contact=contact, lines=lines, others=others, inside=inside)


async def withdraw(delivery: MessageDelivery, why: Unsaid) -> Unsaid:
    """Say nothing, and keep why."""
    await end(delivery, MessageFate.WITHDRAWN, words=why.value)
    return why


async def end(delivery: MessageDelivery, fate: MessageFate, *, code: int = 0, words: str = "") -> bool:
    """What became of it, unless another worker took it meanwhile. Returns whether it was still the caller's.

    What surely reached nobody is passed on, in the same transaction.
    """
    async with transaction():
        changed = DUE.held(delivery).update(fate=fate, code=code, words=words[:300], ended_at=now())
        mine = bool(await changed)
        if mine and (fate in UNREACHED or words in UNREACHED_WHY):
            refused = fate == MessageFate.REFUSED
            await passing_on.pass_on(delivery, expired=words == Unsaid.EXPIRED, refused=refused)
    return mine


async def _not_now(
    delivery: MessageDelivery, contact: ContactPoint, person: Reachable, lines: Collection[InboxLine]
) -> Unsaid | None:
    """Whether it waits: for its person's silence or quiet hours, or because enough was said lately."""
    if delivery.urgency == Urgency.NOW:
        return None
    at, always = now(), any(line.kind.always for line in lines)
    if not always and (rhythms.paused(person.rhythm, at) or await _enough(delivery, contact, person)):
        await passing_on.to_digest(person, await passing_on.taken_off(delivery))
        return await withdraw(delivery, Unsaid.ELSEWHERE)
    opens = rhythms.quiet_hours(person.rhythm).open_after(at)
    if opens is None:
        return await withdraw(delivery, Unsaid.EXPIRED)
    if opens > at:
        await DUE.put_off(delivery, opens)
        return Unsaid.LATER
    return None


async def _through_silence(
    delivery: MessageDelivery, person: Reachable, lines: Collection[InboxLine]
) -> list[InboxLine]:
    """What must always be told breaks the silence that its person asked for: what came with it waits for its end."""
    told = [line for line in lines if line.kind.always]
    await passing_on.to_digest(person, await passing_on.taken_off(delivery, but=[line.mark for line in told]))
    return told


_SPACED = frozenset({rhythms.Digest.FORTNIGHT.value, rhythms.Digest.MONTH.value})


async def _enough(delivery: MessageDelivery, contact: ContactPoint, person: Reachable) -> bool:
    """Whether enough was said there lately. What has its hour is never held back."""
    if delivery.urgency == Urgency.OPEN:
        most, within = (MAILS, MAILS_WITHIN) if contact.channel == Channel.MAIL else (PUSHES, PUSHES_WITHIN)
        return await _handed(contact, now() - within) >= most
    if delivery.urgency == Urgency.DIGEST and person.rhythm.digest in _SPACED:
        month = midnight(today().replace(day=1))
        return await _handed(contact, now() - APART) > 0 or await _handed(contact, month) >= MAILS
    return False


async def _handed(contact: ContactPoint, since: datetime) -> int:
    """How much that was not urgent was said there since then; for a device, nothing that had its hour."""
    dated = "" if contact.channel == Channel.MAIL else f" AND urgency <> '{Urgency.DATED}'"
    sql = (
        "SELECT COUNT(*) AS handed FROM notifications_delivery WHERE contact_id = ? AND fate = 'handed'"
        f" AND ended_at > ? AND urgency <> '{Urgency.NOW}'{dated}"
    )
    [row] = await fetch(sql, contact.id, since)
    return int(row["handed"])


async def _take_along(delivery: MessageDelivery, contact: ContactPoint) -> int:
    """A mail that leaves takes what waits for the digest of this mailbox: one envelope rather than two.

    Not one that is urgent: it says one thing. Returns how many messages came.
    """
    if contact.channel != Channel.MAIL or delivery.urgency == Urgency.NOW:
        return 0
    return await execute(
        "UPDATE notifications_carried SET delivery_id = ? WHERE contact_id = ? AND delivery_id IN (SELECT id FROM"
        " notifications_delivery WHERE contact_id = ? AND fate = 'due' AND urgency = 'digest' AND id <> ?)",
        *(delivery.id, contact.id, contact.id, delivery.id),
    )


async def _lines(delivery: MessageDelivery, contact: ContactPoint, person: Reachable) -> tuple[list[InboxLine], int]:
    """The newest messages that still hold, still concern their person, are wanted there, and are not read; how many
    are older than these.

    What must always be told is told even where its person wrote it themselves, or read it meanwhile.
    """
    carried = Carried.filter(delivery_id=delivery.id).order_by("-id")
    for start in range(0, PAGES * AT_ONCE, AT_ONCE):
        rows = await carried.offset(start).limit(AT_ONCE)
        marks = [MessageMark.read(each.mark) for each in rows]
        lines = await inbox.holding(contact.user_id, marks, contact.session_id) if marks else []
        urgent = delivery.urgency == Urgency.NOW
        said = [line for line in lines if person.wants(line.kind, contact.channel)]
        said = [line for line in said if line.unread or urgent or line.kind.always]
        if said or len(rows) < AT_ONCE:
            return said, max(0, await carried.count() - start - AT_ONCE) if said else 0
    return [], 0
