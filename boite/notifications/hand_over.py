"""What a delivery says as it leaves: preferences, permission and truth are looked at again, at that instant.

Each carrier (mail, push, SMS) takes a delivery that is due, asks this what there is to say, and says it. What came
back to nothing is withdrawn, with its reason and no content.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from boite.clock import now
from boite.database.connection import execute, fetch, transaction
from boite.database.leases import Queue
from boite.database.long_lists import few, marks
from boite.database.rows import column
from boite.notifications import contact_points, inbox, passing_on, spacing
from boite.notifications import rhythm as rhythms
from boite.notifications.dispatch import Reachable, reachable
from boite.notifications.inbox import InboxLine, MessageMark
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactPoint, MessageDelivery, MessageFate, Rhythm
from boite.settings import Settings

HELD = timedelta(minutes=5)
DUE = Queue(MessageDelivery, HELD, {"fate": MessageFate.DUE}, due="due_at")
"""The deliveries that wait. A worker that died with one gives it back."""
OF_CHANNEL = "contact_id IN (SELECT id FROM notifications_contact_point WHERE channel = ?)"
AT_ONCE, PAGES = 200, 50
"""Messages of one delivery that are looked at together, and how often the older ones are looked at too."""

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
    rhythm: Rhythm
    """When its person wants to be told."""
    lines: list[InboxLine]
    others: int
    """How many older ones it carries, not looked at."""
    inside: bool
    """Whether the words of inside may be used: one person alone confirmed this address. Else, those of outside."""


async def take(channel: Channel, at_most: int = 1, *, urgent: bool = False, **marked: Any) -> list[MessageDelivery]:
    """The deliveries of a channel that waited longest, now the caller's. `urgent`: only those that have an hour.

    `marked` are columns written at the same time: `due_at`, for a longer lease.
    """
    where = OF_CHANNEL + (f" AND urgency IN ('{Urgency.NOW}', '{Urgency.DATED}')" if urgent else "")
    return await DUE.take(at_most, where=where, values=(channel.value,), **marked)


async def opened(settings: Settings, delivery: MessageDelivery) -> Envelope | Unsaid:
    """What this delivery says now; or why it says nothing, and then it is withdrawn or put off. Its own transaction."""
    return (await opened_together(settings, [delivery]))[delivery.id]


async def opened_together(settings: Settings, deliveries: Sequence[MessageDelivery]) -> dict[int, Envelope | Unsaid]:
    """The same for several, each of another contact point: looked up together, in as many queries as for one."""
    async with transaction():
        known = await _known(settings, deliveries)
        return {each.id: await _opened(each, known) for each in deliveries}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was looked up of some deliveries."""

    contacts: dict[int, ContactPoint]
    people: dict[UUID, Reachable]
    said: dict[int, tuple[list[InboxLine], int]]
    """The lines of each, and how many others it carries."""
    handed: dict[int, list[tuple[datetime, Urgency]]]
    """What was handed lately to each contact point."""
    digests: set[int]
    """The contact points that a digest waits for besides."""
    alone: set[int]


async def _known(settings: Settings, deliveries: Sequence[MessageDelivery]) -> _Known:
    contacts = {each.id: each for each in await ContactPoint.filter(id__in=few({one.contact_id for one in deliveries}))}
    people = await reachable({each.user_id for each in contacts.values()})
    open_ = {each.id for person in people.values() for each in person.contacts}
    there = [each for each in deliveries if each.contact_id in open_]
    return _Known(
        contacts={number: each for number, each in contacts.items() if number in open_},
        people=people,
        said=await _said(there, contacts, people),
        handed=await spacing.handed_lately([each.contact_id for each in there if each.urgency in spacing.COUNTED]),
        digests=await _digests_of([each for each in there if each.urgency != Urgency.NOW], contacts),
        alone=await contact_points.alone(settings, [contacts[each.contact_id] for each in there]),
    )


async def _opened(delivery: MessageDelivery, known: _Known) -> Envelope | Unsaid:
    contact = known.contacts.get(delivery.contact_id)
    if contact is None:
        return await withdraw(delivery, Unsaid.CLOSED)
    person = known.people[contact.user_id]
    if delivery.expires_at is not None and delivery.expires_at <= now():
        return await withdraw(delivery, Unsaid.EXPIRED)
    lines, others = known.said[delivery.id]
    if why := await _not_now(delivery, contact, person, lines, known):
        return why
    if delivery.urgency != Urgency.NOW and rhythms.paused(person.rhythm, now()):
        lines, others = await _through_silence(delivery, person, lines), 0
    elif contact.id in known.digests and await _take_along(delivery):
        lines, others = (await _said([delivery], known.contacts, known.people))[delivery.id]
    if not lines:
        return await withdraw(delivery, Unsaid.NOTHING)
    return Envelope(
        delivery=delivery,
        contact=contact,
        rhythm=person.rhythm,
        lines=lines,
        others=others,
        inside=contact.id in known.alone,
    )


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
    delivery: MessageDelivery, contact: ContactPoint, person: Reachable, lines: Collection[InboxLine], known: _Known
) -> Unsaid | None:
    """Whether it waits: for its person's silence or quiet hours, or because enough was said lately."""
    if delivery.urgency == Urgency.NOW:
        return None
    at, always = now(), any(line.kind.always for line in lines)
    enough = spacing.enough(delivery, contact, person, known.handed.get(contact.id, ()))
    if not always and (enough or rhythms.paused(person.rhythm, at)):
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


async def _digests_of(deliveries: Sequence[MessageDelivery], contacts: Mapping[int, ContactPoint]) -> set[int]:
    """The mailboxes of these deliveries that a digest waits for besides them."""
    mine = [each for each in deliveries if contacts[each.contact_id].channel == Channel.MAIL]
    if not mine:
        return set()
    sql = (
        "SELECT DISTINCT contact_id FROM notifications_delivery WHERE fate = 'due' AND urgency = 'digest'"
        f" AND contact_id IN ({marks(mine)}) AND id NOT IN ({marks(mine)})"
    )
    return set(await column(int, sql, *(each.contact_id for each in mine), *(each.id for each in mine)))


async def _take_along(delivery: MessageDelivery) -> int:
    """A mail that leaves takes what waits for the digest of this mailbox: one envelope rather than two.

    Not one that is urgent: it says one thing. Returns how many messages came.
    """
    return await execute(
        "UPDATE notifications_carried SET delivery_id = ? WHERE contact_id = ? AND delivery_id IN (SELECT id FROM"
        " notifications_delivery WHERE contact_id = ? AND fate = 'due' AND urgency = 'digest' AND id <> ?)",
        *(delivery.id, delivery.contact_id, delivery.contact_id, delivery.id),
    )


async def _said(
    deliveries: Sequence[MessageDelivery], contacts: Mapping[int, ContactPoint], people: Mapping[UUID, Reachable]
) -> dict[int, tuple[list[InboxLine], int]]:
    """Of each, the newest messages that still hold, still concern their person, are wanted there, and are not read;
    and how many are older than these.

    What must always be told is told even where its person wrote it themselves, or read it meanwhile.
    """
    found: dict[int, tuple[list[InboxLine], int]] = {each.id: ([], 0) for each in deliveries}
    left = list(deliveries)
    for start in range(0, PAGES * AT_ONCE, AT_ONCE):
        carried = await _carried(left, start)
        asked = [
            inbox.AskedMessages(contact.user_id, [mark for mark, _ in carried[each.id]], contact.session_id)
            for each in left
            for contact in [contacts[each.contact_id]]
        ]
        for each, lines in zip(left, await inbox.holding_together(asked), strict=True):
            person, channel = people[contacts[each.contact_id].user_id], contacts[each.contact_id].channel
            said = [line for line in lines if person.wants(line.kind, channel)]
            said = [line for line in said if line.unread or each.urgency == Urgency.NOW or line.kind.always]
            older = max((count for _, count in carried[each.id]), default=0) - start - AT_ONCE
            found[each.id] = said, max(0, older) if said else 0
        left = [each for each in left if not found[each.id][0] and len(carried[each.id]) == AT_ONCE]
        if not left:
            break
    return found


async def _carried(deliveries: Sequence[MessageDelivery], start: int) -> dict[int, list[tuple[MessageMark, int]]]:
    """Of each, a page of the messages that it carries, the newest first; beside each, how many it carries in all."""
    found: dict[int, list[tuple[MessageMark, int]]] = {each.id: [] for each in deliveries}
    ranked = (
        "SELECT delivery_id, mark, id, ROW_NUMBER() OVER (PARTITION BY delivery_id ORDER BY id DESC) AS place,"
        " COUNT(*) OVER (PARTITION BY delivery_id) AS carried FROM notifications_carried"
        f" WHERE delivery_id IN ({marks(deliveries)})"
    )
    sql = f"SELECT * FROM ({ranked}) AS ranked WHERE place > {start:d} AND place <= {start + AT_ONCE:d} ORDER BY place"
    for row in await fetch(sql, *found) if found else ():
        found[row["delivery_id"]].append((MessageMark.read(row["mark"]), row["carried"]))
    return found
