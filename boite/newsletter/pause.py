"""What a coordinator may do to a sending under way: stop it, go on, decide about the mails in doubt."""

from __future__ import annotations

from collections.abc import Collection

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.errors import Conflict
from boite.journal.record import record
from boite.newsletter import journal_kinds as kinds
from boite.newsletter import notices
from boite.newsletter.models import Delivery, DeliveryState, Issue, IssueStage


class NotUnderWay(Conflict):
    """It ended, or somebody else was quicker."""

    message = "L'envoi a changé d'état. Rechargez la page pour voir où il en est."


async def stop(issue: Issue, reason: str, *, by: User) -> None:
    """Hand nothing more over, until somebody says so. Whoever has the letter has it. Raises NotUnderWay."""
    async with transaction():
        await _move(issue, IssueStage.SENDING, IssueStage.PAUSED, reason)
        await record(kinds.LetterStopped(title=issue.title, issue=str(issue.id)), owner=by.id, by=by.id)


async def resume(issue: Issue, *, by: User) -> None:
    """Go on with those who were not reached. Raises NotUnderWay."""
    async with transaction():
        await _move(issue, IssueStage.PAUSED, IssueStage.SENDING, "")
        await record(kinds.LetterResumed(title=issue.title, issue=str(issue.id)), owner=by.id, by=by.id)
        await notices.answered(issue)


async def send_doubtful_again(issue: Issue, mails: Collection[int], *, by: User) -> int:
    """Send these once more, which may not have left: some will have the letter twice, and whoever asks knows it.

    `mails` are numbers of deliveries; the others stay in doubt. Returns how many leave. Raises NotUnderWay where none
    of these is in doubt.
    """
    async with transaction():
        chosen = Delivery.filter(issue_id=issue.id, id__in=few(mails), state=DeliveryState.DOUBTFUL)
        count = await chosen.update(
            state=DeliveryState.DUE, due_at=now(), holder=None, held_until=None, settled_at=None
        )
        moved = await Issue.filter(id=issue.id, stage__in=[IssueStage.SENDING, IssueStage.SENT]).update(
            stage=IssueStage.SENDING, changed_at=now()
        )
        if not count or not (moved or issue.stage == IssueStage.PAUSED):
            raise NotUnderWay
        happening = kinds.LetterDoubtSent(title=issue.title, issue=str(issue.id), count=count)
        await record(happening, owner=by.id, by=by.id)
    return count


async def _move(issue: Issue, before: IssueStage, after: IssueStage, reason: str) -> None:
    columns = {"stage": after, "reason": reason[:500], "changed_at": now()}
    if not await Issue.filter(id=issue.id, stage=before).update(**columns):
        raise NotUnderWay
    issue.update_from_dict(columns)
