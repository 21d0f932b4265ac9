"""The day when somebody was last here, and what it keeps: a box that nobody enters for two years closes.

Coming is enough; so is one tap in the mail that says it, which opens nothing.
"""

from __future__ import annotations

import hashlib
import hmac

from tortoise.expressions import Q

from boite.accounts import journal_kinds as kinds
from boite.accounts.models import ClosingWhy, User
from boite.clock import today
from boite.database.connection import transaction
from boite.journal.record import record, settle
from boite.journal.subject import SubjectKind


async def note_visit(user: User) -> None:
    """The person came today: once a day, so that a visit hardly ever writes.

    On SQLite each write empties what pages keep in memory: at most one a day for each person. A box that was closing
    for want of visits is kept by this one.
    """
    idle = user.closing_at is not None and user.closing_why == ClosingWhy.IDLE
    if user.seen_on is not None and user.seen_on >= today() and not idle:
        return
    user.seen_on = today()
    earlier = Q(seen_on=None) | Q(seen_on__lt=user.seen_on)
    async with transaction():
        # First, and held until the end: a closing decided meanwhile waits, then finds that the person came.
        await User.filter(earlier, id=user.id).update(seen_on=user.seen_on)
        await _keep(user)


async def _keep(user: User) -> None:
    """Coming was enough: a box that closed for want of visits closes no more. In the caller's transaction."""
    idle = User.filter(id=user.id, closing_why=ClosingWhy.IDLE, closing_at__not_isnull=True)
    if await idle.update(closing_at=None, closing_why=ClosingWhy.ASKED):
        await settle(SubjectKind.BOX, user.id, [user.id])
        await record(kinds.ClosingCancelled(), owner=user.id, by=user.id)
        user.closing_at, user.closing_why = None, ClosingWhy.ASKED


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
        await _keep(user)
    return True
