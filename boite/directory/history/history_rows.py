"""What happened to a structure, and what is proposed about it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now, today
from boite.database.model import Model
from boite.database.revisions import Revision as AnyRevision
from boite.directory.sheet.structure_rows import Structure


class What(StrEnum):
    """What a revision did."""

    CREATED = "created"
    EDITED = "edited"
    IMPORTED = "imported"
    CHECKED = "checked"
    ENDED = "ended"
    REOPENED = "reopened"
    CORRECTED = "corrected"
    """A suggestion was accepted."""
    MOVED = "moved"
    """A place moved on the day that was told. Not undone: the day has come, and it would move again."""


class Revision(AnyRevision):
    """One change of a structure's sheet. Of each change, `of` says in which part: the structure, a point, a service."""

    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="revisions", on_delete=fields.CASCADE
    )
    structure_id: UUID
    what = fields.CharEnumField(What, max_length=12)
    author = fields.CharField(max_length=200, default="")
    """Who did it, in words, as shown: a structure's agent, the coordination, an import."""

    class Meta:
        table = "directory_revision"
        indexes = (Index(fields=("structure_id", "id"), name="directory_revision_structure"),)


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


class Suggestion(Model):
    """A correction that somebody proposes. The coordination decides."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="suggestions", on_delete=fields.CASCADE
    )
    structure_id: UUID
    point_id: UUID | None = fields.UUIDField(null=True)
    """The reception point that it is about; the structure itself without it."""
    values: dict[str, Any] = fields.JSONField(default=dict)
    """The proposed value of each field."""
    before: dict[str, Any] = fields.JSONField(default=dict)
    """What each field said when it was proposed: what changed since is not overwritten."""
    comment = fields.CharField(max_length=1000, default="")
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="suggestions", null=True, on_delete=fields.SET_NULL
    )
    by_id: UUID | None
    at: datetime = fields.DatetimeField(default=now)
    decided_at: datetime | None = fields.DatetimeField(null=True)
    decided_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="decisions", null=True, on_delete=fields.SET_NULL
    )
    decided_by_id: UUID | None
    accepted = fields.BooleanField(null=True)
    reason = fields.CharField(max_length=500, default="")

    class Meta:
        table = "directory_suggestion"
        indexes = (
            Index(fields=("structure_id", "decided_at"), name="directory_suggestion_structure"),
            Index(fields=("decided_at", "at"), name="directory_suggestion_decided"),
        )
