"""The files of the groups' spaces that go with a piece of news: chosen for it, public as long as it is on line."""

from __future__ import annotations

from uuid import UUID

from boite.accounts.models import User
from boite.files.models import Node
from boite.groups.public_files import Showing, Use, expose, withdraw
from boite.news.models import Article, ArticleAttachment


async def of(article: Article) -> list[UUID]:
    """The files that an article has now: what is attached, in order, then its picture."""
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
