"""What search engines and social networks read of a piece of news (schema.org NewsArticle)."""

from __future__ import annotations

from markupsafe import Markup

from boite.news.models import Article
from boite.publishing.structured import creative_work
from boite.text import json_ld


def news_article(article: Article, *, address: str, home: str, section: str, picture: str = "") -> Markup:
    """The JSON-LD of a piece of news."""
    values = creative_work(article, address=address) | {
        "@type": "NewsArticle",
        "headline": article.title[:110],
        "mainEntityOfPage": address,
        "articleSection": section,
        "author": {"@type": "Organization", "name": article.signature},
        "publisher": {"@type": "Organization", "name": "Ma boîte SPRO", "url": home},
    }
    return json_ld.block(values | ({"image": [picture]} if picture else {}))
