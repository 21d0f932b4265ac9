"""What happened to a resource: who, what, when; how many times it was seen; whether its link still answers."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.clock import now, today
from boite.database.model import Model
from boite.library.resource_rows import Resource
from boite.publishing.rows import RevisionRow


class ResourceRevision(RevisionRow):
    """One step, never deleted."""

    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "boite.Resource", related_name="revisions", on_delete=fields.CASCADE
    )
    resource_id: UUID

    class Meta:
        table = "library_revision"
        indexes = (Index(fields=("resource_id", "id"), name="library_revision_resource"),)


class ResourceViews(Model):
    """How many times a resource was opened on one day. Nothing says by whom."""

    id: int = fields.BigIntField(primary_key=True)
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "boite.Resource", related_name="views", on_delete=fields.CASCADE
    )
    resource_id: UUID
    day: date = fields.DateField(default=today)
    times: int = fields.IntField(default=0)

    class Meta:
        table = "library_views"
        unique_together = (("resource", "day"),)


class LinkState(StrEnum):
    """What the last tries said of a link."""

    UNKNOWN = ""
    ALIVE = "alive"
    MOVED = "moved"
    """It answers elsewhere, for good."""
    FAILING = "failing"
    """It did not answer, on one day or two."""
    DEAD = "dead"
    """It did not answer on three different days."""


class LinkWatch(Model):
    """The link of a published resource, tried from time to time. The row is the queue."""

    resource: fields.OneToOneRelation[Resource] = fields.OneToOneField(
        "boite.Resource", related_name="watch", primary_key=True, on_delete=fields.CASCADE
    )
    resource_id: UUID
    address = fields.CharField(max_length=500)
    state = fields.CharEnumField(LinkState, max_length=10, default=LinkState.UNKNOWN)
    due: datetime = fields.DatetimeField(default=now)
    """When it is tried next."""
    tries: int = fields.IntField(default=0)
    """Raised by each try: whoever tries says which one, so that two workers do not."""
    failed_days: int = fields.SmallIntField(default=0)
    """Different days, one after the other, on which it did not answer."""
    failed_on: date | None = fields.DateField(null=True)
    tried_at: datetime | None = fields.DatetimeField(null=True)
    said = fields.CharField(max_length=200, default="")
    """What was answered, or not, in words."""
    moved_to = fields.CharField(max_length=500, default="")

    class Meta:
        table = "library_link_watch"
        indexes = (Index(fields=("due",), name="library_link_watch_due"),)
