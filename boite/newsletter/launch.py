"""The hour of an issue: its words are fixed, and its sending begins. Once, whatever the number of workers."""

from __future__ import annotations

import logging

from boite.clock import now
from boite.database.connection import transaction
from boite.errors import Refusal
from boite.mail.connection import reachable
from boite.newsletter import appearing, audiences, notices, rendering
from boite.newsletter.models import Issue, IssueStage, Sending
from boite.settings import Settings
from storage.store import BlobStore

log = logging.getLogger("boite.newsletter")
BATCH = 20
BROKEN = "Cette lettre n'a pas pu être préparée. Rien n'est parti. Ouvrez son aperçu, corrigez-la, puis recommencez."


async def begin_due(settings: Settings, store: BlobStore) -> int:
    """Begin what is scheduled and due (a chore). Returns how many began."""
    if not reachable(settings):
        return 0
    due = await Issue.filter(stage=IssueStage.SCHEDULED, scheduled_at__lte=now()).order_by("scheduled_at").limit(BATCH)
    return sum([await _begin(issue, settings) for issue in due])


async def _begin(issue: Issue, settings: Settings) -> bool:
    try:
        return await _start(issue, settings)
    except Refusal as error:
        await hold_back(issue, error.message)
    except Exception as error:  # one broken issue must not hold the others, nor be tried every few seconds
        log.error("issue not begun", exc_info=error, extra={"fields": {"issue": str(issue.id)}})
        await hold_back(issue, BROKEN)
    return False


async def _start(issue: Issue, settings: Settings) -> bool:
    async with transaction():
        # The hour is part of the condition: it may be changed while this runs.
        taken = await Issue.filter(id=issue.id, stage=IssueStage.SCHEDULED, scheduled_at__lte=now()).update(
            stage=IssueStage.SENDING, reason="", changed_at=now()
        )
        if not taken:
            return False
        await issue.refresh_from_db()
        await appearing.appear(issue)
        words = await rendering.letter(issue, settings)
        await Sending.create(
            issue_id=issue.id,
            subject=words.subject,
            text=words.text,
            html=words.html,
            source=audiences.beings(issue)[0],
            begun_at=now(),
        )
    return True


async def hold_back(issue: Issue, why: str) -> None:
    """Back to whoever wrote it, with the reason; told once, whatever the number of workers."""
    async with transaction():
        back = await Issue.filter(id=issue.id, stage=IssueStage.SCHEDULED).update(
            stage=IssueStage.DRAFT, scheduled_at=None, reason=why[:500], changed_at=now()
        )
        if back:
            await notices.held_back(issue, why)
