"""What came back of a letter: noted once by mail, in the figures of its issue and on the suppression list."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from boite.clock import now
from boite.database.connection import fetch, transaction
from boite.database.long_lists import few, parts
from boite.mail import suppression
from boite.mail.addresses import digest
from boite.mail.bounces import is_dead
from boite.mail.connection import WORDS
from boite.mail.models import Why
from boite.mail.reports import Failure, Understood
from boite.newsletter.models import Bounce, Delivery, DeliveryState, Subscription
from boite.newsletter.silence import silence
from boite.settings import Settings

ADD = (
    "INSERT INTO newsletter_bounce (delivery_id, issue_id, status, words, lasting, at) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (delivery_id) DO NOTHING RETURNING id"
)


async def receive(settings: Settings, failure: Failure) -> Understood:
    """A report about a letter came back."""
    async with transaction():
        delivery = await Delivery.get_or_none(id=failure.number)
        if delivery is None:
            return Understood.FORGOTTEN
        new = await note(settings, delivery, status=failure.status, words=failure.words)
    return Understood.NOTED if new else Understood.KNOWN


async def note(settings: Settings, delivery: Delivery, *, status: str, words: str) -> bool:
    """Keep what came back of one mail, in the caller's transaction. Returns whether it is news."""
    values = (delivery.id, delivery.issue_id, status[:20], words[:WORDS], is_dead(status), now())
    if not await fetch(ADD, *values):
        return False
    if is_dead(status):
        await silence(digest(settings.secret_key(), delivery.mailbox), Why.BOUNCED)
    return True


async def take_back(settings: Settings, issue: UUID, numbers: Sequence[int]) -> None:
    """The server refuses everybody: these addresses did nothing wrong. In the caller's transaction.

    Nothing was sent to them, so they may be tried again.
    """
    for some in parts(numbers):
        refused = await Delivery.filter(id__in=some, issue_id=issue, state=DeliveryState.REFUSED)
        boxes = few(digest(settings.secret_key(), delivery.mailbox) for delivery in refused)
        await Bounce.filter(delivery_id__in=some).delete()
        await suppression.take_back(boxes)
        ended = Subscription.filter(mailbox_digest__in=few(boxes), ended_why=Why.BOUNCED)
        await ended.update(ended_at=None, ended_why=None)
        await Delivery.filter(id__in=few(delivery.id for delivery in refused)).update(
            state=DeliveryState.DUE, due_at=now(), holder=None, code=0, words="", settled_at=None
        )
