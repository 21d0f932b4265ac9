"""One piece of news, for whom it is, and what goes with it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model
from boite.directory.models import Territory
from boite.files.models import Node


class Stage(StrEnum):
    """How far a piece of news is. Who made each step, and when, is in its revisions."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ASIDE = "aside"
    """A draft that its author no longer wants. Its text is kept."""


class Article(Model):
    """One piece of news. Its address (`slug`) is given when it is published and never changes."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    slug = fields.CharField(max_length=120, null=True, unique=True)
    stage = fields.CharEnumField(Stage, max_length=10, default=Stage.DRAFT)
    version: int = fields.IntField(default=1)
    """Raised by each writing: whoever saves or decides says which one was read."""
    territory: fields.ForeignKeyNullableRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    """Whose coordination decides; null for the whole region."""
    territory_id: str | None
    author: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    author_id: UUID | None
    signature = fields.CharField(max_length=200, default="")
    """Who speaks, in words, as readers see it: a structure or a group, never somebody's name."""
    title = fields.CharField(max_length=150)
    summary = fields.CharField(max_length=400, default="")
    body = fields.TextField(default="")
    """In Markdown, as it was typed."""
    body_html = fields.TextField(default="")
    """What the body gives, already cleaned."""
    rendered_with: int = fields.SmallIntField(default=0)
    """The version of the renderer that made it."""
    topic = fields.CharField(max_length=40, default="")
    picture: fields.ForeignKeyNullableRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    """A picture of the group's space."""
    picture_id: UUID | None
    picture_alt = fields.CharField(max_length=300, default="")
    publish_at: datetime | None = fields.DatetimeField(null=True)
    """When it should appear: the author's wish, then what the coordination decided."""
    ends_on: date | None = fields.DateField(null=True)
    """The last day on the front page."""
    published_at: datetime | None = fields.DatetimeField(null=True)
    corrected_at: datetime | None = fields.DatetimeField(null=True)
    created_at: datetime = fields.DatetimeField(default=now)
    changed_at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "news_article"
        indexes = (
            Index(fields=("stage", "published_at"), name="news_article_published"),
            Index(fields=("stage", "changed_at"), name="news_article_changed"),
            Index(fields=("author_id", "changed_at"), name="news_article_author"),
        )


class ArticlePlace(Model):
    """One territory where a piece of news is shown, its own included. None at all: it is for the whole region."""

    id: int = fields.BigIntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "boite.Article", related_name="places", on_delete=fields.CASCADE
    )
    article_id: UUID
    territory: fields.ForeignKeyRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name=False, on_delete=fields.CASCADE
    )
    territory_id: str

    class Meta:
        table = "news_place"
        unique_together = (("article", "territory"),)


class ArticlePublic(Model):
    """One public that a piece of news is for (`boite.directory.sheet.publics`). « Everybody » where none was chosen."""

    id: int = fields.BigIntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "boite.Article", related_name="publics", on_delete=fields.CASCADE
    )
    article_id: UUID
    code = fields.CharField(max_length=60)

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


class ArticleDocument(Model):
    """A published piece of news as searching sees it. Its words are in the full-text index, under the same number."""

    id: int = fields.BigIntField(primary_key=True)
    article: fields.OneToOneRelation[Article] = fields.OneToOneField(
        "boite.Article", related_name=False, on_delete=fields.CASCADE
    )
    article_id: UUID

    class Meta:
        table = "news_document"
