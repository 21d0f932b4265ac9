"""When an issue has reached everybody it could; and, a month later, its addresses erased and its figures kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from boite.clock import now
from boite.database.connection import fetch, transaction
from boite.database.rows import column
from boite.newsletter import notices
from boite.newsletter.models import Bounce, Delivery, DeliveryState, Issue, IssueStage, Sending
from boite.settings import Settings
from storage.store import BlobStore

KEPT = timedelta(days=30)
"""How long the addresses of a sent issue are kept: until the last reports of failure have come."""
COUNTED = (
    DeliveryState.HANDED,
    DeliveryState.REFUSED,
    DeliveryState.GIVEN_UP,
    DeliveryState.DOUBTFUL,
    DeliveryState.SILENT,
)
BATCH = 20


async def finish_due(settings: Settings, store: BlobStore) -> int:
    """Say that an issue is sent, once nothing is due nor in a worker's hands (a chore). Returns how many issues."""
    sent = await column(
        UUID,
        "SELECT i.id FROM newsletter_issue i JOIN newsletter_sending s ON s.issue_id = i.id"
        " WHERE i.stage = 'sending' AND s.gathered_at IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM newsletter_delivery d WHERE d.issue_id = i.id AND d.state IN ('due', 'in_hands'))",
    )
    return sum([await _finish(issue) for issue in sent])


async def _finish(issue: UUID) -> int:
    async with transaction():
        done = await Issue.filter(id=issue, stage=IssueStage.SENDING).update(stage=IssueStage.SENT, changed_at=now())
        await Sending.filter(issue_id=issue).update(finished_at=now())
        if done:
            await notices.finished(await Issue.get(id=issue), await counts(issue))
    return done


async def counts(issue: UUID) -> dict[DeliveryState, int]:
    """How many deliveries are in each state."""
    rows = await fetch(
        "SELECT state, COUNT(*) AS number FROM newsletter_delivery WHERE issue_id = ? GROUP BY state", issue
    )
    return {DeliveryState(row["state"]): int(row["number"]) for row in rows}


async def forget_due(settings: Settings, store: BlobStore) -> int:
    """Erase the addresses of the issues sent a month ago; their figures stay (a chore). Returns how many issues."""
    old = await Sending.filter(finished_at__lte=now() - KEPT, forgotten_at=None).limit(BATCH)
    for sending in old:
        async with transaction():
            numbers = await counts(sending.issue_id)
            kept = {state.value: numbers.get(state, 0) for state in COUNTED}
            bounced = await Bounce.filter(issue_id=sending.issue_id).count()
            await Sending.filter(id=sending.id).update(**kept, bounced=bounced, forgotten_at=now())
            await Delivery.filter(issue_id=sending.issue_id).delete()
    return len(old)
