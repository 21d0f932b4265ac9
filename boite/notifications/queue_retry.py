"""« Réessayer maintenant »: what failed waits longer and longer for its next try; the server answers again meanwhile.

Only what nobody holds: what waits for longer than a worker's lease. Never what a carrier may have taken.
"""

from __future__ import annotations

from boite.clock import now
from boite.database.connection import execute, transaction
from boite.mail import outbox
from boite.notifications.hand_over import HELD
from boite.settings import Settings

RETRY = (
    "UPDATE notifications_delivery SET due_at = ? WHERE fate = 'due' AND tries > 0 AND due_at > ? AND contact_id IN"
    " (SELECT id FROM notifications_contact_point WHERE channel IN ('push', 'sms'))"
)


async def retry(settings: Settings) -> int:
    """Try again now what waits for its next try. Returns how many."""
    async with transaction():
        others = await execute(RETRY, now(), now() + HELD)
        return others + await outbox.retry(outbox.holding(settings))
