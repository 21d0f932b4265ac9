"""What happened to a piece of news: who, what, when. And what partners without an account propose."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now, today
from boite.database.model import Model
from boite.directory.models import Territory
from boite.news.article_rows import Article
from boite.publishing.rows import RevisionRow


class ArticleRevision(RevisionRow):
    """One step, never deleted: who asks what a text said before, or who published it, finds it here."""

    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "boite.Article", related_name="revisions", on_delete=fields.CASCADE
    )
    article_id: UUID

    class Meta:
        table = "news_revision"
        indexes = (Index(fields=("article_id", "id"), name="news_revision_article"),)


class Pin(Model):
    """A piece of news held at the top of its territory's front page."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    article: fields.OneToOneRelation[Article] = fields.OneToOneField(
        "boite.Article", related_name="pin", on_delete=fields.CASCADE
    )
    article_id: UUID
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    by_id: UUID | None
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "news_pin"


class ArticleReads(Model):
    """How many times a piece of news was read on one day. Nothing says by whom."""

    id: int = fields.BigIntField(primary_key=True)
    article: fields.ForeignKeyRelation[Article] = fields.ForeignKeyField(
        "boite.Article", related_name="reads", on_delete=fields.CASCADE
    )
    article_id: UUID
    day: date = fields.DateField(default=today)
    times: int = fields.IntField(default=0)

    class Meta:
        table = "news_reads"
        unique_together = (("article", "day"),)


class PartnerProposal(Model):
    """What somebody without an account proposes. A coordinator makes a draft of it, or says no."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    territory: fields.ForeignKeyNullableRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name=False, null=True, on_delete=fields.CASCADE
    )
    """Whose coordination decides; null for the whole region."""
    territory_id: str | None
    structure = fields.CharField(max_length=200)
    title = fields.CharField(max_length=150)
    text = fields.TextField()
    link = fields.CharField(max_length=500, default="")
    email = fields.CharField(max_length=254, default="")
    """Erased with the decision, or after ninety days."""
    digest = fields.CharField(max_length=64, unique=True)
    """Of what was sent: the same form sent twice is one proposal."""
    at: datetime = fields.DatetimeField(default=now)
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    decided_by_id: UUID | None
    accepted = fields.BooleanField(null=True)
    reason = fields.CharField(max_length=500, default="")
    article: fields.ForeignKeyNullableRelation[Article] = fields.ForeignKeyField(
        "boite.Article", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    """The draft made of it."""
    article_id: UUID | None

    class Meta:
        table = "news_proposal"
        indexes = (Index(fields=("decided_at", "at"), name="news_proposal_decided"),)
