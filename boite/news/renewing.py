"""HTML made by an older renderer is never shown, and is made again by a chore."""

from __future__ import annotations

from boite.news.models import Article
from boite.news.writing import rendered
from boite.text import rich_text

BATCH = 50


async def html_of(article: Article) -> str:
    """The body as readers see it: what was kept, where today's renderer made it."""
    return article.body_html if article.rendered_with == rich_text.VERSION else await rendered(article.body)


async def renew(limit: int = BATCH) -> int:
    """Render again what another version rendered (a chore). Returns how many."""
    stale = await Article.exclude(rendered_with=rich_text.VERSION).limit(limit)
    for article in stale:
        # Only where the text is still the one that was rendered here.
        await Article.filter(id=article.id, version=article.version).update(
            body_html=await rendered(article.body), rendered_with=rich_text.VERSION
        )
    return len(stale)
