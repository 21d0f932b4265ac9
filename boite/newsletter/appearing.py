"""When a letter appears: what is still on line, its number, its address, its hour. Nothing of it changes afterwards."""

from __future__ import annotations

from collections.abc import Sequence

from boite.clock import now
from boite.errors import Conflict
from boite.newsletter.composer import items_of
from boite.newsletter.models import Issue, IssueItem, ItemKind
from boite.newsletter.sources import Piece, living
from boite.text.normalise import slug

SAID = ("title", "summary", "detail", "picture", "picture_alt")
"""What a letter says of something, as it is at the hour of sending: a correction is in, a later one is not."""


class NothingLeft(Conflict):
    """Everything that it held has gone off line."""

    message = "Tout ce que cette lettre annonçait a été retiré. Complétez-la, puis programmez-la de nouveau."


async def appear(issue: Issue) -> None:
    """Give the issue its content, its number and its lasting address, inside the caller's transaction.

    Raises NothingLeft. Two letters of a territory at the same instant: the second breaks on the unique number,
    its transaction with it, and comes back at the next turn.
    """
    if issue.published_at is not None:
        return
    await _settle(issue, [item for item in await items_of(issue) if item.kept])
    last = await Issue.filter(territory_id=issue.territory_id).exclude(number=None).order_by("-number").first()
    columns = {"number": (last.number or 0) + 1 if last else 1, "published_at": now()}
    columns["slug"] = f"{columns['number']}-{slug(issue.title)}".rstrip("-")
    await Issue.filter(id=issue.id).update(**columns)
    issue.update_from_dict(columns)


async def _settle(issue: Issue, items: Sequence[IssueItem]) -> None:
    """Leave out what is no longer on line, and write what the others say now."""
    online = await living(items)
    gone = [item for item in items if item.kind != ItemKind.FREE and item.of not in online]
    if len(gone) == len(items) and not issue.editorial.strip():
        raise NothingLeft
    for item in gone:
        item.gone_at = now()
    if gone:
        await IssueItem.bulk_update(gone, fields=["gone_at"])
    told = [item for item in items if item.of in online and _tell(item, online[item.of])]
    if told:
        await IssueItem.bulk_update(told, fields=list(SAID))


def _tell(item: IssueItem, piece: Piece) -> bool:
    """Write what the thing says now. Returns whether it changed."""
    before = [getattr(item, name) for name in SAID]
    for name in SAID:
        setattr(item, name, getattr(piece, name))
    return before != [getattr(item, name) for name in SAID]
