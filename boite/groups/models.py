"""The groups and their public files: the rows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from tortoise import fields

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model
from boite.directory.models import Territory
from boite.files.models import Node


class Group(Model):
    """The group of one territory. Its account owns a space like anybody's, and nobody signs in with it."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    territory: fields.OneToOneRelation[Territory] = fields.OneToOneField(
        "boite.Territory", related_name="group", on_delete=fields.RESTRICT
    )
    territory_id: str
    account: fields.OneToOneRelation[User] = fields.OneToOneField(
        "boite.User", related_name="group", on_delete=fields.RESTRICT
    )
    account_id: UUID
    created_at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "groups_group"


class PublicFile(Model):
    """A file of a group's space that everybody may see, as long as this row is there."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    node: fields.OneToOneRelation[Node] = fields.OneToOneField(
        "boite.Node", related_name="public", on_delete=fields.RESTRICT
    )
    node_id: UUID
    """Its public address, which a file keeps when it is withdrawn and shown again."""
    alt = fields.CharField(max_length=300, default="")
    """What a picture shows, in words; empty for what is not shown as a picture."""
    since: datetime = fields.DatetimeField(default=now)
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="exposures", null=True, on_delete=fields.SET_NULL
    )
    by_id: UUID | None

    class Meta:
        table = "groups_public_file"
