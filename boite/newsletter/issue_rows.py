"""One issue of the newsletter, and what it gathers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database import slugs
from boite.database.model import Model
from boite.database.revisions import Revision
from boite.directory.models import Territory


class IssueStage(StrEnum):
    """How far an issue is."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PAUSED = "paused"
    """Stopped on the way, by somebody or by a server that refuses everything. Whoever has it, has it."""
    SENT = "sent"
    ASIDE = "aside"
    """A draft that is no longer wanted. Its text is kept."""


class Section(StrEnum):
    """The three sections, under the codes of the topics."""

    ORIENTATION = "orientation"
    TRAINING = "formation"
    WORK = "emploi"


class ItemKind(StrEnum):
    """What an issue may gather."""

    ARTICLE = "article"
    EVENT = "event"
    RESOURCE = "resource"
    FREE = "free"
    """Written for this issue: its identifier is its own."""


class Issue(Model):
    """One issue. Its address (`slug`) and its number are given when its sending begins, and never change."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    territory: fields.ForeignKeyRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name=False, on_delete=fields.RESTRICT
    )
    """Whose coordination decides and whose letter it is; the region's own code for the region."""
    territory_id: str
    author: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    author_id: UUID | None
    stage = fields.CharEnumField(IssueStage, max_length=10, default=IssueStage.DRAFT)
    version: int = fields.IntField(default=1)
    """Raised by each writing: whoever saves or decides says which one was read."""
    title = fields.CharField(max_length=150)
    editorial = fields.TextField(default="")
    """In Markdown, as it was typed."""
    editorial_html = fields.TextField(default="")
    rendered_with: int = fields.SmallIntField(default=0)
    begins_on: date | None = fields.DateField(null=True)
    """The first day of the period whose news it gathers."""
    ends_on: date | None = fields.DateField(null=True)
    to_asked = fields.BooleanField(default=True)
    """To those who asked for it."""
    to_professionals = fields.BooleanField(default=True)
    """To the professionals of the structures of these territories."""
    territories: list[str] = fields.JSONField(default=list)
    """Codes of the territories whose readers receive it. Empty: those of its own; for the region, all of them."""
    publics: list[str] = fields.JSONField(default=list)
    """Codes of publics, for those who asked only. Empty: everybody."""
    scheduled_at: datetime | None = fields.DatetimeField(null=True)
    slug = fields.CharField(max_length=slugs.LONGEST, null=True)
    """The end of its address: its number, then its title as it was. The number alone finds it."""
    number: int | None = fields.IntField(null=True)
    published_at: datetime | None = fields.DatetimeField(null=True)
    """When its sending began and its page appeared."""
    withdrawn_at: datetime | None = fields.DatetimeField(null=True)
    """When its page was taken off line."""
    reason = fields.CharField(max_length=500, default="")
    """Why it was sent back, paused or withdrawn, in words for colleagues."""
    created_at: datetime = fields.DatetimeField(default=now)
    changed_at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "newsletter_issue"
        unique_together = (("territory", "number"),)
        indexes = (
            Index(fields=("stage", "scheduled_at"), name="newsletter_issue_scheduled"),
            Index(fields=("territory_id", "published_at"), name="newsletter_issue_published"),
        )


class IssueRevision(Revision):
    """What somebody wrote in one sitting: the subject and the editorial, before and after."""

    issue: fields.ForeignKeyRelation[Issue] = fields.ForeignKeyField(
        "boite.Issue", related_name="revisions", on_delete=fields.CASCADE
    )
    issue_id: UUID

    class Meta:
        table = "newsletter_revision"
        indexes = (Index(fields=("issue_id", "id"), name="newsletter_revision_issue"),)


class IssueItem(Model):
    """One thing that an issue gathers: what it said when it was chosen, and the words of the writer."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    issue: fields.ForeignKeyRelation[Issue] = fields.ForeignKeyField(
        "boite.Issue", related_name="items", on_delete=fields.CASCADE
    )
    issue_id: UUID
    section = fields.CharEnumField(Section, max_length=12)
    position: int = fields.IntField(default=0)
    kind = fields.CharEnumField(ItemKind, max_length=10)
    of: UUID = fields.UUIDField()
    """The identifier of the piece of news, event or resource."""
    kept = fields.BooleanField(default=True)
    """Whether it is in the issue. What is left aside stays in reach until the sending."""
    gone_at: datetime | None = fields.DatetimeField(null=True)
    """When the sending found that it is no longer on line: it was left out."""
    title = fields.CharField(max_length=150)
    summary = fields.CharField(max_length=400, default="")
    own_words = fields.CharField(max_length=500, default="")
    """What the writer says instead of the summary."""
    address = fields.CharField(max_length=500, default="")
    """The path of its page here; a whole address, or none, for what is written for this issue."""
    detail = fields.CharField(max_length=200, default="")
    """The day and the place of an event; the sort and the length of a resource."""
    picture: UUID | None = fields.UUIDField(null=True)
    """A picture of the group's space: that of the page, or the letter's own (`boite.newsletter.letter_pictures`)."""
    picture_alt = fields.CharField(max_length=300, default="")

    class Meta:
        table = "newsletter_item"
        unique_together = (("issue", "kind", "of"),)
        indexes = (Index(fields=("issue_id", "section", "position"), name="newsletter_item_order"),)
