"""A server that refuses everybody is wrongly set, or is angry with us: the addresses are not to blame. We stop."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from boite.clock import now
from boite.database.connection import transaction
from boite.mail.connection import SendOutcome, ServerReply
from boite.newsletter import bounces, telling
from boite.newsletter.holding import Held
from boite.newsletter.models import Issue, IssueStage
from boite.settings import Settings

ENOUGH = 20
"""Refusals in a row, on all the lines together. Lists have dead addresses, never so many side by side."""


@dataclass
class Streak:
    """The refusals since the last message that was taken."""

    mails: list[Held] = field(default_factory=list)
    last: str = ""

    @property
    def tripped(self) -> bool:
        """Whether it is enough."""
        return len(self.mails) >= ENOUGH

    def count(self, mail: Held, reply: ServerReply | None) -> None:
        """Note one answer."""
        if reply and reply.outcome == SendOutcome.REFUSED:
            self.mails.append(mail)
            self.last = f"{reply.code} {reply.words}"
        elif reply and reply.outcome == SendOutcome.HANDED and not self.tripped:
            self.mails.clear()


async def halt(settings: Settings, issue: UUID, streak: Streak) -> None:
    """Pause the issue, and try again later those who were refused."""
    why = f"Le serveur de courriel refuse tout. Sa dernière réponse : « {streak.last} ». Prévenez l'équipe technique."
    async with transaction():
        await bounces.take_back(settings, issue, [mail.id for mail in streak.mails])
        paused = await Issue.filter(id=issue, stage=IssueStage.SENDING).update(
            stage=IssueStage.PAUSED, reason=why[:500], changed_at=now()
        )
        if paused:
            await telling.halted(await Issue.get(id=issue), why)
