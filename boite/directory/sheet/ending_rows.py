"""The end of a structure: why its sheet leads to another one, or nowhere."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields

from boite.accounts.models import User
from boite.clock import now, today
from boite.database.model import Model
from boite.directory.sheet.structure_rows import Structure


class EndKind(StrEnum):
    """Why a structure is no longer there."""

    CLOSED = "closed"
    MERGED = "merged"
    MOVED = "moved"


class Ending(Model):
    """A structure that closed, moved or was merged. Its sheet stays, and leads to the one that follows."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    structure: fields.OneToOneRelation[Structure] = fields.OneToOneField(
        "boite.Structure", related_name="ending", on_delete=fields.CASCADE
    )
    structure_id: UUID
    kind = fields.CharEnumField(EndKind, max_length=8)
    successor: fields.ForeignKeyNullableRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="predecessors", null=True, on_delete=fields.SET_NULL
    )
    successor_id: UUID | None
    since: date = fields.DateField(default=today)
    note = fields.CharField(max_length=500, default="")
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="endings", null=True, on_delete=fields.SET_NULL
    )
    by_id: UUID | None
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "directory_ending"
