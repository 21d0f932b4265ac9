"""A box that nobody entered for two years closes by itself, once its person was told three times in time.

It has its thirty days as any other that closes: coming once is enough to keep it.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from boite.accounts import journal_kinds as kinds
from boite.accounts.models import AccountRole, ClosingWhy, User
from boite.clock import PARIS, now, today
from boite.database.connection import transaction
from boite.journal.record import tell
from boite.notifications import account_idle
from boite.settings import Settings
from storage.store import BlobStore


async def close_idle(settings: Settings, store: BlobStore) -> int:
    """Close the boxes whose day has come (a chore). Returns how many."""
    closed = 0
    async for page in account_idle.to_close(today(), settings.idle_months):
        for who, seen_on in page:
            closed += await _close(who, seen_on, settings)
    return closed


async def _close(who: UUID, seen_on: date, settings: Settings) -> bool:
    """Unless its person came meanwhile, or asked for it, or works for structures now."""
    due = now() + timedelta(days=settings.closing_days)
    idle = User.filter(id=who, seen_on=seen_on, role=AccountRole.PERSON, closing_at=None, disabled_at=None)
    async with transaction():
        if not await idle.update(closing_at=due, closing_why=ClosingWhy.IDLE):
            return False
        await tell(kinds.ClosingIdle(day=f"{due.astimezone(PARIS):%d/%m/%Y}"), to=[who], by=None)
    return True
