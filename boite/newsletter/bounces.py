"""What came back: noted once by mail; an address that does not exist is put aside."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from boite.clock import now
from boite.database.connection import fetch
from boite.database.parts import few, parts
from boite.mail.addresses import digest
from boite.mail.connection import WORDS, ServerReply
from boite.newsletter.models import Bounce, Delivery, DeliveryState, Silence, Subscription, Why
from boite.newsletter.silence import silence
from boite.settings import Settings

NOBODY = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "550", "551", "553"})
"""What says that an address does not exist (RFC 3463): neither a full mailbox, nor a policy, nor a broken server."""
ADD = (
    "INSERT INTO newsletter_bounce (delivery_id, issue_id, status, words, lasting, at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (delivery_id) DO NOTHING RETURNING id"
)


async def note(settings: Settings, delivery: Delivery, *, status: str, words: str) -> bool:
    """Keep what came back of one mail, in the caller's transaction. Returns whether it is news."""
    lasting = status in NOBODY
    values = (delivery.id, delivery.issue_id, status[:20], words[:WORDS], lasting, now())
    if not await fetch(ADD, *values):
        return False
    if lasting:
        await silence(digest(settings.secret_key(), delivery.mailbox), Why.BOUNCED)
    return True


def at_the_door(reply: ServerReply) -> bool:
    """Whether a refusal is about the address, and so a bounce."""
    return reply.of_recipient and reply.status in NOBODY


async def take_back(settings: Settings, issue: UUID, numbers: Sequence[int]) -> None:
    """The server refuses everybody: these addresses did nothing wrong. In the caller's transaction.

    Nothing was sent to them, so they may be tried again.
    """
    for some in parts(numbers):
        refused = await Delivery.filter(id__in=some, issue_id=issue, state=DeliveryState.REFUSED)
        boxes = few(digest(settings.secret_key(), delivery.mailbox) for delivery in refused)
        await Bounce.filter(delivery_id__in=some).delete()
        await Silence.filter(mailbox_digest__in=few(boxes), why=Why.BOUNCED).delete()
        await Silence.filter(mailbox_digest__in=few(boxes)).update(bounced_at=None)
        ended = Subscription.filter(mailbox_digest__in=few(boxes), ended_why=Why.BOUNCED)
        await ended.update(ended_at=None, ended_why=None)
        await Delivery.filter(id__in=few(delivery.id for delivery in refused)).update(
            state=DeliveryState.DUE, due_at=now(), holder=None, code=0, words="", settled_at=None
        )
