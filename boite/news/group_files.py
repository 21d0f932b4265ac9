"""The files of the groups' spaces that go with a piece of news: chosen for it, public as long as it is on line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from boite.accounts.models import User
from boite.files.media_types import viewer_for
from boite.files.models import Node
from boite.groups.publishing import Showing, Use, expose, withdraw
from boite.news.models import Article, ArticleAttachment

MOST = 60
"""Files shown to choose from: the latest ones. The others are found again by a new version or a copy."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One file that somebody may choose."""

    node: UUID
    name: str
    is_picture: bool


async def choices(space_ids: Collection[UUID], article: Article | None = None) -> list[Choice]:
    """The latest files of these spaces, and those that the article already has. Two queries at most."""
    chosen: list[UUID] = []
    if article is not None:
        rows = await ArticleAttachment.filter(article_id=article.id).order_by("rank").values_list("node_id", flat=True)
        chosen = [UUID(str(row)) for row in rows] + ([article.picture_id] if article.picture_id else [])
    living = Node.filter(rank=1, discard_row_id=None)
    own = await living.filter(id__in=chosen) if chosen else []
    latest = await living.filter(space_id__in=list(space_ids)).order_by("-changed_at").limit(MOST) if space_ids else []
    return [
        Choice(node.id, node.name, viewer_for(node.media_type or "") == "image")
        for node in {node.id: node for node in [*own, *latest]}.values()
    ]


async def show(article: Article, *, by: User | None) -> None:
    """Make public exactly the files of this article, inside the caller's transaction. Raises Conflict, Forbidden."""
    rows = await ArticleAttachment.filter(article_id=article.id).order_by("rank").select_related("node")
    showings = [Showing(row.node) for row in rows]
    picture = await Node.get_or_none(id=article.picture_id) if article.picture_id else None
    if picture is not None:
        # Last, so that a picture which is also to be downloaded is drawn.
        showings.append(Showing(picture, article.picture_alt))
    await expose(_use(article), showings, by=by)


async def hide(article: Article, *, by: User | None) -> None:
    """None of its files is public for its sake any more."""
    await withdraw(_use(article), by=by)


def _use(article: Article) -> Use:
    return Use("article", article.id, article.title)
