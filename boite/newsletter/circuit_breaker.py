"""A server that refuses everybody is wrongly set, or is angry with us: the addresses are not to blame. We stop."""

from __future__ import annotations

from uuid import UUID

from boite.clock import now
from boite.database.connection import transaction
from boite.mail.bounces import Streak
from boite.newsletter import bounces, notices
from boite.newsletter.delivery_queue import Held
from boite.newsletter.models import Issue, IssueStage
from boite.settings import Settings


async def halt(settings: Settings, issue: UUID, streak: Streak[Held]) -> None:
    """Pause the issue, and try again later those who were refused."""
    why = f"Le serveur de courriel refuse tout. Sa dernière réponse : « {streak.last} ». Prévenez l'équipe technique."
    async with transaction():
        await bounces.take_back(settings, issue, [mail.id for mail in streak.mails])
        paused = await Issue.filter(id=issue, stage=IssueStage.SENDING).update(
            stage=IssueStage.PAUSED, reason=why[:500], changed_at=now()
        )
        if paused:
            await notices.halted(await Issue.get(id=issue), why)
