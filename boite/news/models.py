"""The rows of the news, under one name for Tortoise."""

from __future__ import annotations

from boite.news.article_rows import Article, ArticleAttachment, ArticleDocument, ArticlePlace, ArticlePublic
from boite.news.history_rows import ArticleReads, ArticleRevision, PartnerProposal, Pin
from boite.publishing.nouns import Noun
from boite.publishing.rows import Tables

ARTICLES = Tables(
    "article", Noun("actualité", feminine=True), Article, ArticleRevision, ArticlePlace, ArticlePublic, ArticleDocument
)

__all__ = [
    "ARTICLES",
    "Article",
    "ArticleAttachment",
    "ArticleDocument",
    "ArticlePlace",
    "ArticlePublic",
    "ArticleReads",
    "ArticleRevision",
    "PartnerProposal",
    "Pin",
]
