"""The news that another territory shows in this one: its coordination may leave them out."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.news.desk import NEWS
from boite.news.models import Article, ArticlePlace
from boite.publishing.stages import Step


async def leave_out(article: Article, code: str, reason: str, *, by: User) -> None:
    """Show it no more in another territory than its own; it stays everywhere else. Raises MovedOn."""
    async with transaction():
        await NEWS.claim(article, Step.LEFT_OUT)
        if await ArticlePlace.filter(article_id=article.id, territory_id=code).delete():
            changes = [{"field": "places", "before": [code], "after": []}]
            await NEWS.write_down(article, Step.LEFT_OUT, by=by.id, told=by.id, note=reason, changes=changes)
