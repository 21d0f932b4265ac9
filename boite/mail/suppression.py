"""The suppression list: mailboxes that are not written to. One place says it, every sending asks it.

Who left receives no letter, whatever the territory and whether it was asked for or came with a profession: nobody
should have to leave twice. What bounced receives nothing at all. Only a keyed digest stays of the address. Without an
end for somebody who left, because an objection has none (GDPR art. 21.3; art. L. 34-5 CPCE); a year for what bounced.
"""

from __future__ import annotations

from collections.abc import Collection

from boite.clock import months_ago, now
from boite.database.connection import execute, fetch
from boite.database.long_lists import marks, parts
from boite.mail.addresses import digest, mailbox
from boite.mail.models import Silence, Why
from boite.settings import Settings

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


async def suppress(mailbox_digest: str, why: Why) -> None:
    """Write to it no more. In the caller's transaction. What is in a worker's hands may still leave."""
    await execute(ADD, mailbox_digest, why.value, now(), now() if why == Why.BOUNCED else None)


async def come_back(mailbox_digest: str) -> None:
    """It left by mistake. What bounced stays. In the caller's transaction."""
    await execute(STILL_BOUNCED, mailbox_digest, months_ago(BOUNCED_MONTHS))
    await Silence.filter(mailbox_digest=mailbox_digest, why=Why.LEFT).delete()


async def heard_from(mailbox_digest: str) -> None:
    """Its person answered from it: whatever was said of it before holds no more. In the caller's transaction."""
    await Silence.filter(mailbox_digest=mailbox_digest).delete()


async def take_back(digests: Collection[str]) -> None:
    """These bounced by no fault of theirs: the server refuses everybody. In the caller's transaction."""
    for some in parts(digests):
        await Silence.filter(mailbox_digest__in=some, why=Why.BOUNCED).delete()
        await Silence.filter(mailbox_digest__in=some).update(bounced_at=None)


async def among(digests: Collection[str]) -> set[str]:
    """Those of these mailboxes that receive no letter."""
    return await _among(digests, "1 = 1")


async def suppressed(settings: Settings, boxes: Collection[str]) -> set[str]:
    """Those of these mailboxes that receive no letter, whichever of our secrets they were noted under."""
    known = {digest(secret, box): box for secret in settings.secret_keys() for box in boxes}
    return {known[found] for found in await _among(known, "1 = 1")}


async def is_dead(settings: Settings, address: str) -> bool:
    """Whether this address bounced within a year: no mail goes there. Who only left is still written to."""
    return address in await dead(settings, [address])


async def dead(settings: Settings, addresses: Collection[str]) -> set[str]:
    """Those of these addresses that bounced within a year. One query for a few of them."""
    known = {each: {digest(secret, mailbox(each)) for secret in settings.secret_keys()} for each in addresses}
    found = await _dead(set().union(*known.values()))
    return {each for each, digests in known.items() if digests & found}


async def are_dead(digests: Collection[str]) -> bool:
    """Whether one of these mailboxes bounced within a year."""
    return bool(await _dead(digests))


async def _dead(digests: Collection[str]) -> set[str]:
    return await _among(digests, "(why = 'bounced' OR bounced_at > ?)", months_ago(BOUNCED_MONTHS))


async def _among(digests: Collection[str], condition: str, *values: object) -> set[str]:
    found: set[str] = set()
    for some in parts(digests):
        asked = f"SELECT mailbox_digest FROM newsletter_silence WHERE mailbox_digest IN ({marks(some)}) AND {condition}"
        found |= {row["mailbox_digest"] for row in await fetch(asked, *some, *values)}
    return found


async def forget() -> int:
    """Erase what bounced a year ago (a chore). Returns how many."""
    return await Silence.filter(why=Why.BOUNCED, at__lte=months_ago(BOUNCED_MONTHS)).delete()
