"""The pictures of what a letter alone says: files of the group's space, public while the letter shows them.

From the draft on: a trial is read in a mailbox, and the preview in a frame that nobody is signed in to.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from boite.accounts.models import User
from boite.database.long_lists import few
from boite.files.models import Node, PreviewState, WidthOrder
from boite.groups.public_files import PageUse, Showing, expose, withdraw
from boite.newsletter.models import Issue, IssueItem, ItemKind


def own(items: Sequence[IssueItem]) -> dict[UUID, str]:
    """The pictures chosen for the letter itself, and what each shows, in words."""
    return {item.picture: item.picture_alt for item in items if item.kind == ItemKind.FREE and item.picture}


async def show(issue: Issue, items: Sequence[IssueItem], *, by: User) -> None:
    """Everybody may see those of what is kept, and no other one for this letter. In the caller's transaction.

    What is gone, or cannot be drawn, is passed over: the words leave without it. Raises Forbidden.
    """
    if not own(items):
        return
    alts = own([item for item in items if item.kept])
    nodes = await Node.filter(id__in=few(alts), discard_row_id=None)
    failed = await undrawable(nodes)
    await expose(_use(issue), [Showing(node, alts[node.id]) for node in nodes if node.id not in failed], by=by)


async def hide(issue: Issue, *, by: User) -> None:
    """None is public for the sake of this letter any more."""
    await withdraw(_use(issue), by=by)


async def undrawable(nodes: Sequence[Node]) -> set[UUID]:
    """Those of these pictures that are too large, or damaged."""
    failed = {order.blob_id for order in await _orders(nodes, PreviewState.FAILED)}
    return {node.id for node in nodes if node.blob_id in failed}


async def still_drawing(items: Sequence[IssueItem]) -> bool:
    """Whether one of them is not ready yet: a letter that leaves before does so without it, for good."""
    if not own(items):
        return False
    return bool(await _orders(await Node.filter(id__in=few(own(items))), PreviewState.DUE))


async def _orders(nodes: Sequence[Node], state: PreviewState) -> list[WidthOrder]:
    return await WidthOrder.filter(blob_id__in=few(node.blob_id for node in nodes if node.blob_id), state=state)


def _use(issue: Issue) -> PageUse:
    return PageUse("letter", issue.id, issue.title)
