"""Who is told that a letter did not leave, or stopped on its way: nobody looks at a desk all day."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tortoise.expressions import Q

from boite.accounts.models import AccountRole
from boite.directory.models import REGION, Coordination
from boite.journal.catalogue import in_a_sentence
from boite.journal.record import settle, tell
from boite.journal.subject import SubjectKind
from boite.newsletter import journal_kinds as kinds
from boite.newsletter.models import DeliveryState, Issue


async def held_back(issue: Issue, why: str) -> None:
    """Its hour came and nothing left. Inside the caller's transaction."""
    said = kinds.LetterHeldBack(title=issue.title, issue=str(issue.id), reason=in_a_sentence(why))
    await tell(said, to=await _concerned(issue), by=None)


async def halted(issue: Issue, why: str) -> None:
    """Its sending stopped by itself, some readers having it. Inside the caller's transaction."""
    said = kinds.LetterHalted(title=issue.title, issue=str(issue.id), reason=in_a_sentence(why))
    await tell(said, to=await _concerned(issue), by=None)


async def finished(issue: Issue, counts: Mapping[DeliveryState, int]) -> None:
    """It has reached everybody it could. Inside the caller's transaction."""
    refused = counts.get(DeliveryState.REFUSED, 0) + counts.get(DeliveryState.GIVEN_UP, 0)
    said = kinds.LetterFinished(
        title=issue.title,
        issue=str(issue.id),
        handed=counts.get(DeliveryState.HANDED, 0),
        refused=refused,
        doubtful=counts.get(DeliveryState.DOUBTFUL, 0),
    )
    await tell(said, to=await _concerned(issue), by=None)


async def answered(issue: Issue) -> None:
    """Somebody took it in hand: the others need not. Inside the caller's transaction."""
    await settle(SubjectKind.ISSUE, issue.id, await _concerned(issue))


async def _concerned(issue: Issue) -> list[UUID]:
    """Those who may send it: the coordination of its territory, and its author. The region's where there is neither.

    Not its author alone: a letter waits for nobody who left.
    """
    here = Q(territory_id=issue.territory_id) | Q(territory_id=REGION, user_id=issue.author_id)
    posts = Coordination.filter(user__role=AccountRole.COORDINATOR)
    rows = await posts.filter(here) or await posts.filter(territory_id=REGION)
    return [row.user_id for row in rows]
