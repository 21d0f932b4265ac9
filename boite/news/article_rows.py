"""One piece of news, for whom it is, and what goes with it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tortoise import fields

from boite.database.model import Model
from boite.files.models import Node
from boite.publishing.rows import DocumentRow, PlacedRow, PublicRow, TextPublication, desk_indexes


class Article(TextPublication):
    """One piece of news. Its address (`slug`) is given when it is published and never changes."""

    publish_at: datetime | None = fields.DatetimeField(null=True)
    """When it should appear: the author's wish, then what the coordination decided."""
    ends_on: date | None = fields.DateField(null=True)
    """The last day on the front page."""

    class Meta:
        table = "news_article"
        indexes = desk_indexes("news_article")


class ArticlePlace(PlacedRow):
    """One territory where a piece of news is shown, its own included. None at all: it is for the whole region."""

    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "boite.Article", related_name="places", on_delete=fields.CASCADE
    )
    article_id: UUID

    class Meta:
        table = "news_place"
        unique_together = (("article", "territory"),)


class ArticlePublic(PublicRow):
    """One public that a piece of news is for (`boite.directory.sheet.publics`). « Everybody » where none was chosen."""

    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "boite.Article", related_name="publics", on_delete=fields.CASCADE
    )
    article_id: UUID

    class Meta:
        table = "news_public"
        unique_together = (("article", "code"),)


class ArticleAttachment(Model):
    """A file of the group's space that readers may download with a piece of news."""

    id: int = fields.BigIntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "boite.Article", related_name="attachments", on_delete=fields.CASCADE
    )
    article_id: UUID
    node: fields.ForeignKeyRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name=False, on_delete=fields.CASCADE
    )
    node_id: UUID
    label = fields.CharField(max_length=150)
    rank: int = fields.SmallIntField(default=0)

    class Meta:
        table = "news_attachment"
        unique_together = (("article", "node"),)


class ArticleDocument(DocumentRow):
    """A published piece of news as searching sees it. Its words are in the full-text index, under the same number."""

    article: fields.OneToOneRelation[Article] = fields.OneToOneField(
        "boite.Article", related_name=False, on_delete=fields.CASCADE
    )
    article_id: UUID

    class Meta:
        table = "news_document"
