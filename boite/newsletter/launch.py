"""The hour of an issue: its words, its number and its address are fixed, its page appears and its sending begins. Once.

Nothing of it changes afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence

from boite.clock import now
from boite.database.connection import transaction
from boite.errors import Conflict
from boite.mail.connection import reachable
from boite.newsletter import audiences, letter_pictures, notices, rendering
from boite.newsletter.composer import LetterMovedOn, items_of
from boite.newsletter.models import Issue, IssueItem, IssueStage, ItemKind, Sending
from boite.newsletter.sources import Piece, living
from boite.publishing import due
from boite.settings import Settings
from boite.text import rich_text
from boite.text.normalise import slug
from storage.store import BlobStore

BATCH = 20
BROKEN = "Cette lettre n'a pas pu être préparée. Rien n'est parti. Ouvrez son aperçu, corrigez-la, puis recommencez."
SAID = ("title", "summary", "detail", "picture", "picture_alt")
"""What a letter says of something, as it is at the hour of sending: a correction is in, a later one is not."""


class NothingLeft(Conflict):
    """Everything that it held has gone off line."""

    message = "Tout ce que cette lettre annonçait a été retiré. Complétez-la, puis programmez-la de nouveau."


async def begin_due(settings: Settings, store: BlobStore) -> int:
    """Begin what is scheduled and due (a chore). Returns how many began."""
    if not reachable(settings):
        return 0
    return await due.bring_out(
        Issue, "scheduled_at", lambda issue: _start(issue, settings), hold_back, broken=BROKEN, limit=BATCH
    )


async def _start(issue: Issue, settings: Settings) -> None:
    if await letter_pictures.still_drawing(await items_of(issue)):
        raise LetterMovedOn  # at the next turn
    async with transaction():
        mine = Issue.filter(id=issue.id, stage=IssueStage.SCHEDULED, **due.still_due("scheduled_at"))
        if not await mine.update(stage=IssueStage.SENDING, reason="", changed_at=now()):
            raise LetterMovedOn
        await issue.refresh_from_db()
        await appear(issue)
        words = await rendering.letter(issue, settings)
        await Sending.create(
            issue_id=issue.id,
            subject=words.subject,
            text=words.text,
            html=words.html,
            source=audiences.beings(issue)[0],
            begun_at=now(),
        )


async def hold_back(issue: Issue, why: str) -> None:
    """Back to whoever wrote it, with the reason; told once, whatever the number of workers."""
    async with transaction():
        back = await Issue.filter(id=issue.id, stage=IssueStage.SCHEDULED).update(
            stage=IssueStage.DRAFT, scheduled_at=None, reason=why[:500], changed_at=now()
        )
        if back:
            await notices.held_back(issue, why)


async def appear(issue: Issue) -> None:
    """Give the issue its content, its number and its lasting address, inside the caller's transaction.

    Raises NothingLeft. Two letters of a territory at the same instant: the second breaks on the unique number,
    its transaction with it, and comes back at the next turn.
    """
    if issue.published_at is not None:
        return
    await _fix_content(issue, [item for item in await items_of(issue) if item.kept])
    last = await Issue.filter(territory_id=issue.territory_id).exclude(number=None).order_by("-number").first()
    columns = {"number": (last.number or 0) + 1 if last else 1, "published_at": now()}
    columns["slug"] = f"{columns['number']}-{slug(issue.title)}".rstrip("-")
    await Issue.filter(id=issue.id).update(**columns)
    issue.update_from_dict(columns)


async def _fix_content(issue: Issue, items: Sequence[IssueItem]) -> None:
    """Leave out what is no longer on line, and write what the others say now."""
    online = await living(items)
    gone = [item for item in items if item.kind != ItemKind.FREE and item.of not in online]
    if len(gone) == len(items) and not rich_text.says_something(issue.editorial):
        raise NothingLeft
    for item in gone:
        item.gone_at = now()
    if gone:
        await IssueItem.bulk_update(gone, fields=["gone_at"])
    told = [item for item in items if item.of in online and _rewrite(item, online[item.of])]
    if told:
        await IssueItem.bulk_update(told, fields=list(SAID))


def _rewrite(item: IssueItem, piece: Piece) -> bool:
    """Write what the thing says now. Returns whether it changed."""
    before = [getattr(item, name) for name in SAID]
    for name in SAID:
        setattr(item, name, getattr(piece, name))
    return before != [getattr(item, name) for name in SAID]
