"""« Réessayer maintenant », for all that waits for a next try or gave up for want of a part that answers again."""

from __future__ import annotations

from boite.files import previews
from boite.notifications import queue_retry
from boite.settings import Settings


async def retry(settings: Settings) -> int:
    """Mails and messages that wait for their next try, previews that failed. Returns how many."""
    return await queue_retry.retry(settings) + await previews.retry_failed()
