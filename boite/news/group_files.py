"""The files of the groups' spaces that go with a piece of news: chosen for it, public as long as it is on line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from boite.accounts.models import User
from boite.files.media_types import viewer_for
from boite.files.models import Node
from boite.folding import fold
from boite.groups.publishing import Showing, Use, expose, withdraw
from boite.news.models import Article, ArticleAttachment

MOST = 60
"""Files shown to choose from: the latest ones, or those that have the words looked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One file that somebody may choose."""

    node: UUID
    name: str
    is_picture: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What somebody may choose from, and how many have the words looked for: None where nothing was looked for."""

    files: list[Choice]
    found: int | None = None


async def choices(
    space_ids: Collection[UUID], article: Article | None = None, picked: Collection[UUID] = (), words: str = ""
) -> Choices:
    """The files of these spaces whose names have these words, else the latest ones. Three queries at most.

    What the article already has comes first, then what was `picked` on the page: both stay, whatever is looked for.
    """
    chosen = [*await _of(article)] if article is not None else []
    living, here = Node.filter(rank=1, discard_row_id=None), list(space_ids)
    kept = await living.filter(Q(id__in=chosen) | Q(id__in=list(picked), space_id__in=here)) if chosen or picked else []
    inside = living.filter(space_id__in=here).order_by("-changed_at", "id").limit(MOST)
    named = inside.filter(*(Q(sort_key__contains=word) for word in fold(words).split()))
    found = await named if here else []
    latest = found if found or not words.strip() or not here else await inside
    rows = {node.id: node for node in [*kept, *latest]}
    files = [Choice(node.id, node.name, viewer_for(node.media_type or "") == "image") for node in rows.values()]
    return Choices(files, len(found) if words.strip() else None)


async def _of(article: Article) -> list[UUID]:
    rows = await ArticleAttachment.filter(article_id=article.id).order_by("rank").values_list("node_id", flat=True)
    return [UUID(str(row)) for row in rows] + ([article.picture_id] if article.picture_id else [])


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
