"""Addresses that receive nothing more: who left, and what does not exist. One place says it, every sending asks it.

Leaving ends every letter for this mailbox, whatever the territory and whether it was asked for or came with a
profession: nobody should have to leave twice. Only a keyed digest stays of the address. Without an end for somebody
who left, because an objection has none (GDPR art. 21.3; art. L. 34-5 CPCE); a year for an address that bounced.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from boite.clock import months_ago, now
from boite.database.connection import execute, fetch, transaction
from boite.database.parts import marks, parts
from boite.mail.addresses import digest
from boite.newsletter.models import Silence, Subscription, Why
from boite.settings import Settings

REGRET = timedelta(days=30)
"""How long « je me suis trompé » is understood. The addresses of who left are erased after it."""
BOUNCED_MONTHS = 12
ADD = (
    "INSERT INTO newsletter_silence (mailbox_digest, why, at, bounced_at) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (mailbox_digest) DO UPDATE SET"
    " why = CASE WHEN newsletter_silence.why = 'left' THEN 'left' ELSE excluded.why END,"
    " at = CASE WHEN newsletter_silence.why = 'left' THEN newsletter_silence.at ELSE excluded.at END,"
    " bounced_at = COALESCE(excluded.bounced_at, newsletter_silence.bounced_at,"
    " CASE WHEN newsletter_silence.why = 'bounced' THEN newsletter_silence.at END)"
)
"""Leaving is the last word; that the address does not exist is remembered beside it."""
STILL_BOUNCED = (
    "UPDATE newsletter_silence SET why = 'bounced', at = COALESCE(bounced_at, at)"
    " WHERE mailbox_digest = ? AND why = 'left' AND bounced_at > ?"
)


async def silence(mailbox_digest: str, why: Why) -> None:
    """Nothing more to this mailbox. In the caller's transaction. What is in a worker's hands may still leave."""
    await execute(ADD, mailbox_digest, why.value, now(), now() if why == Why.BOUNCED else None)
    await Subscription.filter(mailbox_digest=mailbox_digest, ended_at=None).update(ended_at=now(), ended_why=why)


async def leave(mailbox_digest: str) -> None:
    """The person behind this mailbox wants no letter. Said twice, it is the same."""
    async with transaction():
        await silence(mailbox_digest, Why.LEFT)


async def come_back(mailbox_digest: str) -> None:
    """« Je me suis trompé »: everything as it was before leaving. What bounced stays silent."""
    async with transaction():
        await execute(STILL_BOUNCED, mailbox_digest, months_ago(BOUNCED_MONTHS))
        await Silence.filter(mailbox_digest=mailbox_digest, why=Why.LEFT).delete()
        await Subscription.filter(mailbox_digest=mailbox_digest, ended_why=Why.LEFT).update(
            ended_at=None, ended_why=None
        )


async def among(digests: Collection[str]) -> set[str]:
    """Those of these mailboxes that receive nothing."""
    silent: set[str] = set()
    for some in parts(digests):
        asked = f"SELECT mailbox_digest FROM newsletter_silence WHERE mailbox_digest IN ({marks(some)})"
        silent |= {row["mailbox_digest"] for row in await fetch(asked, *some)}
    return silent


async def silent(settings: Settings, boxes: Collection[str]) -> set[str]:
    """Those of these mailboxes that receive nothing, whichever of our secrets they were noted under."""
    known = {digest(secret, box): box for secret in settings.secret_keys() for box in boxes}
    return {known[found] for found in await among(known)}


async def forget() -> int:
    """Erase the addresses that ended, and the old bounces (a chore). Returns how many."""
    ended = await Subscription.filter(ended_at__lte=now() - REGRET).delete()
    return ended + await Silence.filter(why=Why.BOUNCED, at__lte=months_ago(BOUNCED_MONTHS)).delete()
