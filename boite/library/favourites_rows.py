"""What somebody keeps from the resources: favourites, and a list to read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model
from boite.library.resource_rows import Resource


class Favourite(Model):
    """A resource that somebody wants to find again."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, on_delete=fields.CASCADE
    )
    user_id: UUID
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "boite.Resource", related_name=False, on_delete=fields.CASCADE
    )
    resource_id: UUID
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "library_favourite"
        unique_together = (("user", "resource"),)
        indexes = (Index(fields=("resource_id",), name="library_favourite_resource"),)


class ToRead(Model):
    """A resource in somebody's list to read, in the order that they chose."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, on_delete=fields.CASCADE
    )
    user_id: UUID
    resource: fields.ForeignKeyRelation[Resource] = fields.ForeignKeyField(
        "boite.Resource", related_name=False, on_delete=fields.CASCADE
    )
    resource_id: UUID
    rank: int = fields.IntField()
    """Its place: the lowest first. Two may have the same for a moment: then the oldest comes first."""
    added_at: datetime = fields.DatetimeField(default=now)
    read_at: datetime | None = fields.DatetimeField(null=True)
    """When they said that they had read it."""

    class Meta:
        table = "library_to_read"
        unique_together = (("user", "resource"),)
        indexes = (Index(fields=("resource_id",), name="library_to_read_resource"),)
