"""Corrections that people propose, until the coordination decides, and what it decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model
from boite.directory.sheet.structure_rows import Structure


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
