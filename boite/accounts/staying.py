"""A box that nobody enters for two years closes. One tap in the mail that says it keeps it, and opens nothing."""

from __future__ import annotations

import hashlib
import hmac

from boite.accounts import journal_kinds as kinds
from boite.accounts.models import User
from boite.accounts.sessions import keep
from boite.clock import today
from boite.database.connection import transaction
from boite.journal.record import record


def sign(secret: str, user: User, sent_to: str) -> str:
    """What proves that a mail was sent to somebody during this very absence. Worth nothing after their next visit."""
    said = f"keep:{user.id}:{sent_to}:{user.seen_on}"
    return hmac.digest(secret.encode(), said.encode(), hashlib.sha256)[:16].hex()


async def keep_unseen(user: User) -> bool:
    """Keep this box, without entering it. False where somebody came meanwhile, or kept it: nothing is left to do.

    A closing that its person asked for stays: only that of who does not come is called off.
    """
    async with transaction():
        here = User.filter(id=user.id, seen_on=user.seen_on).exclude(seen_on=today())
        if not await here.update(seen_on=today()):
            return False
        await record(kinds.KeptFromMail(), owner=user.id, by=None)
        await keep(user)
    return True
