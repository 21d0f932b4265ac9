"""How much is said outside the service, and how far apart: the more is said, the less is read.

What has its hour is never held back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from boite.clock import midnight, now, today
from boite.database.long_lists import marks
from boite.database.rows import fetch_as
from boite.notifications import rhythm as rhythms
from boite.notifications.dispatch import Reachable
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactPoint, MessageDelivery

MAILS, MAILS_WITHIN = 2, timedelta(days=30)
PUSHES, PUSHES_WITHIN = 1, timedelta(days=7)
"""Most undated messages of a channel: beyond, what is to be said waits for a digest."""
APART = timedelta(days=12)
"""A digest so soon after another mail waits for the next one. So does one of a month that had its mails already: its
days are those of the calendar, as the two digests of a month are.
"""
COUNTED = frozenset({Urgency.OPEN.value, Urgency.DIGEST.value})
"""What may be held back."""
_FURTHEST = timedelta(days=32)
"""A month of the calendar, and the longest of the others."""
_HANDED = (
    "SELECT contact_id, ended_at, urgency FROM notifications_delivery WHERE fate = 'handed' AND ended_at > ?"
    f" AND urgency <> '{Urgency.NOW}' AND contact_id IN "
)


async def handed_lately(contacts: Collection[int]) -> dict[int, list[tuple[datetime, Urgency]]]:
    """When something that was not urgent was said at each of these contact points, and what it was. One query."""
    found: defaultdict[int, list[tuple[datetime, Urgency]]] = defaultdict(list)
    asked = f"{_HANDED}({marks(contacts)})"
    for row in await fetch_as(asked, now() - _FURTHEST, *contacts, ended_at=datetime) if contacts else ():
        found[row["contact_id"]].append((row["ended_at"], Urgency(row["urgency"])))
    return found


def enough(
    delivery: MessageDelivery, contact: ContactPoint, person: Reachable, handed: Collection[tuple[datetime, Urgency]]
) -> bool:
    """Whether enough was said there lately, of which `handed` tells: for a device, what had its hour is not counted."""
    counted = [at for at, urgency in handed if contact.channel == Channel.MAIL or urgency != Urgency.DATED]
    if delivery.urgency == Urgency.OPEN:
        most, within = (MAILS, MAILS_WITHIN) if contact.channel == Channel.MAIL else (PUSHES, PUSHES_WITHIN)
        return _since(counted, now() - within) >= most
    if delivery.urgency == Urgency.DIGEST and person.rhythm.digest in rhythms.SELDOM:
        month = midnight(today().replace(day=1))
        return _since(counted, now() - APART) > 0 or _since(counted, month) >= MAILS
    return False


def _since(instants: Collection[datetime], since: datetime) -> int:
    return sum(at > since for at in instants)
