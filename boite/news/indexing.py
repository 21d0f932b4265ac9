"""What searching knows of a published piece of news: its words, renewed with each change."""

from __future__ import annotations

from uuid import UUID

from boite.database.connection import execute, on_sqlite
from boite.news.models import Article, ArticleDocument
from boite.text import rich_text
from boite.text.stems import stems


async def index(article: Article) -> None:
    """Renew the words of one article, inside the transaction of the verb that changed it."""
    document, _ = await ArticleDocument.get_or_create(article_id=article.id)
    titled = " ".join(stems(article.title))
    said = " ".join(stems(f"{article.summary} {article.signature} {rich_text.plain(article.body_html)}"))
    if on_sqlite():
        await execute("DELETE FROM news_terms WHERE rowid = ?", document.id)
        await execute("INSERT INTO news_terms (rowid, titled, said) VALUES (?, ?, ?)", document.id, titled, said)
        return
    await execute(
        "UPDATE news_document SET terms = setweight(to_tsvector('simple', ?), 'A')"
        " || setweight(to_tsvector('simple', ?), 'C') WHERE id = ?",
        titled,
        said,
        document.id,
    )


async def forget(article_id: UUID) -> None:
    """A withdrawn article is found no more. On SQLite a trigger takes the words away with their document."""
    await ArticleDocument.filter(article_id=article_id).delete()
