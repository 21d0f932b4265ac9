"""What a delivery did not say is passed on: to the next channel of its person, else to a digest of their mailboxes.

Nothing is said twice: what another delivery of the same channel has said, or may still say, stays with it.
"""

from __future__ import annotations

from collections.abc import Collection

from boite.clock import now
from boite.database.connection import fetch, on_sqlite
from boite.database.long_lists import few
from boite.notifications import dispatch, inbox
from boite.notifications import rhythm as rhythms
from boite.notifications.dispatch import Chosen, Reachable
from boite.notifications.inbox import InboxLine, MessageMark
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Carried, Channel, ContactPoint, MessageDelivery

ELSEWHERE = (
    "SELECT 1 AS found FROM notifications_carried c JOIN notifications_delivery d ON d.id = c.delivery_id"
    " JOIN notifications_contact_point p ON p.id = c.contact_id WHERE c.mark = ? AND p.user_id = ? AND p.channel = ?"
    " AND d.fate IN ('due', 'handed', 'doubtful') LIMIT 1"
)


async def pass_on(delivery: MessageDelivery, *, expired: bool, refused: bool) -> None:
    """It surely reached nobody. Inside the caller's transaction, its fate written.

    `expired`: what gave it its end has nothing to say any more; what it took along from a digest has. `refused`: what
    it was for is not tried again there.
    """
    contact = await ContactPoint.get_or_none(id=delivery.contact_id)
    if contact is None:
        return
    if not on_sqlite():  # two devices that are both refused wait for each other: the second one passes it on
        await fetch("SELECT id FROM account_user WHERE id = ? FOR UPDATE", contact.user_id)
    marks = [mark for mark in await taken_off(delivery) if not (expired and _own(delivery, mark))]
    person = (await dispatch.reachable([contact.user_id])).get(contact.user_id)
    if person is None or not marks:
        return
    for line in await inbox.holding(contact.user_id, marks):
        if not await _said_elsewhere(line.mark, contact):
            # Of what waited for one hour together, nobody knows what came from a digest: none is tried again there.
            of_it = _own(delivery, line.mark) or delivery.once.startswith(dispatch.TOGETHER)
            barred = contact.id if refused and of_it else 0
            await _pass(line, delivery, contact, person, barred)


def _own(delivery: MessageDelivery, mark: MessageMark) -> bool:
    """Whether it was made for this message, which it did not take along."""
    return delivery.once.endswith(f":{mark}")


async def taken_off(delivery: MessageDelivery, but: Collection[MessageMark] = ()) -> list[MessageMark]:
    """The messages that it carried, and carries no more: all, `but` a few."""
    carried = Carried.filter(delivery_id=delivery.id).exclude(mark__in=few(map(str, but))).order_by("id")
    marks = [MessageMark.read(each.mark) for each in await carried]
    await carried.delete()
    return marks


async def to_digest(person: Reachable, marks: Collection[MessageMark], barred: int = 0) -> None:
    """They wait for the next digest of their person's mailboxes, but one; without any, the service alone says them."""
    due = rhythms.next_digest(person.rhythm, now())
    for contact in person.contacts if due and marks else ():
        if due and contact.channel == Channel.MAIL and contact.id != barred:
            await dispatch.write(dispatch.digest_of(person, contact, due, tuple(marks)))


async def _said_elsewhere(mark: MessageMark, contact: ContactPoint) -> bool:
    return bool(await fetch(ELSEWHERE, str(mark), contact.user_id, contact.channel.value))


async def _pass(
    line: InboxLine, delivery: MessageDelivery, contact: ContactPoint, person: Reachable, barred: int
) -> None:
    by = line.kind.by
    later = by[by.index(contact.channel) + 1 :] if contact.channel in by and not line.kind.everywhere else ()
    for channel in later if delivery.urgency != Urgency.DIGEST else ():
        wanted = [each for each in person.contacts if each.channel == channel and person.wants(line.kind, channel)]
        for each in wanted:
            await dispatch.write(_now(line, delivery, each))
        if wanted:
            return
    if not line.kind.everywhere or delivery.urgency == Urgency.DIGEST:
        await to_digest(person, [line.mark], barred)


def _now(line: InboxLine, delivery: MessageDelivery, to: ContactPoint) -> Chosen:
    return Chosen(
        contact=to.id,
        once=f"now:{to.id}:{line.mark}",
        urgency=Urgency(delivery.urgency),
        due_at=now(),
        expires_at=delivery.expires_at,
        carried=(line.mark,),
    )
