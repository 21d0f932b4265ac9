"""Leaving the letter: the mailbox goes on the suppression list, and everything that it asked for ends."""

from __future__ import annotations

from datetime import timedelta

from boite.clock import now
from boite.database.connection import execute, transaction
from boite.mail import suppression
from boite.mail.models import Why
from boite.newsletter.models import Subscription

REGRET = timedelta(days=30)
"""How long « je me suis trompé » is understood. The addresses of who left are erased after it."""
ENDED = (
    "UPDATE newsletter_subscription SET ended_at = ?, ended_why = 'bounced' WHERE ended_at IS NULL AND mailbox_digest"
    " IN (SELECT mailbox_digest FROM newsletter_silence WHERE why = 'bounced')"
)


async def silence(mailbox_digest: str, why: Why) -> None:
    """No more letter to this mailbox. In the caller's transaction. What is in a worker's hands may still leave."""
    await suppression.suppress(mailbox_digest, why)
    await Subscription.filter(mailbox_digest=mailbox_digest, ended_at=None).update(ended_at=now(), ended_why=why)


async def leave(mailbox_digest: str) -> None:
    """The person behind this mailbox wants no letter. Said twice, it is the same."""
    async with transaction():
        await silence(mailbox_digest, Why.LEFT)


async def come_back(mailbox_digest: str) -> None:
    """« Je me suis trompé »: everything as it was before leaving. What bounced stays silent."""
    async with transaction():
        await suppression.come_back(mailbox_digest)
        await Subscription.filter(mailbox_digest=mailbox_digest, ended_why=Why.LEFT).update(
            ended_at=None, ended_why=None
        )


async def forget() -> int:
    """End the subscriptions of the addresses that another mail proved dead; erase those that ended (a chore)."""
    await execute(ENDED, now())
    return await Subscription.filter(ended_at__lte=now() - REGRET).delete()
