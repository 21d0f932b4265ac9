"""« Réessayer maintenant »: what failed waits longer and longer for its next try; the server answers again meanwhile.

Only what nobody holds: what waits for longer than a worker's lease. Never what a carrier may have taken, nor the last
two tries: who clicks while the server is still away would use them all. An SMS waits for ten minutes at most: it has
nothing to gain.
"""

from __future__ import annotations

from boite.clock import now
from boite.database.connection import execute, transaction
from boite.mail import in_hands, outbox
from boite.mail.retries import LAST_TRIES
from boite.notifications import push_sending
from boite.notifications.hand_over import HELD
from boite.settings import Settings

RETRY = (
    "UPDATE notifications_delivery SET due_at = ? WHERE fate = 'due' AND sendings > 0 AND sendings < ? AND due_at > ?"
    " AND contact_id IN (SELECT id FROM notifications_contact_point WHERE channel = 'push')"
)
"""What was put off for quiet hours was never sent: it has its hour."""


async def retry(settings: Settings) -> int:
    """Try again now what waits for its next try. Returns how many."""
    async with transaction():
        others = await execute(RETRY, now(), push_sending.MOST - LAST_TRIES, now() + HELD)
        return others + await outbox.retry(in_hands.holding(settings))
