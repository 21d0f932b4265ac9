"""What search engines and social networks read of a piece of news (schema.org NewsArticle)."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from boite.clock import PARIS
from boite.news.models import Article


def news_article(article: Article, *, address: str, home: str, section: str, picture: str = "") -> Markup:
    """The JSON-LD of a piece of news. `<` is escaped: no text of ours can close the element that carries it."""
    published = article.published_at or article.changed_at
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title[:110],
        "description": article.summary,
        "datePublished": published.astimezone(PARIS).isoformat(),
        "dateModified": (article.corrected_at or published).astimezone(PARIS).isoformat(),
        "inLanguage": "fr",
        "isAccessibleForFree": True,
        "mainEntityOfPage": address,
        "url": address,
        "articleSection": section,
        "author": {"@type": "Organization", "name": article.signature},
        "publisher": {"@type": "Organization", "name": "Ma boîte SPRO", "url": home},
    }
    if picture:
        values["image"] = [picture]
    text = json.dumps(values, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704 - escaped here
