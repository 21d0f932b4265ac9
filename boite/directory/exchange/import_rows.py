"""What each import did, line by line."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model


class ImportRun(Model):
    """One file read whole: its counts and its report. A refused line changes nothing else."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    kind = fields.CharField(max_length=20)
    """`structures`, `communes`, `territories`, `questions`."""
    file_name = fields.CharField(max_length=200, default="")
    sha256 = fields.CharField(max_length=64, default="")
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="imports", null=True, on_delete=fields.SET_NULL
    )
    by_id: UUID | None
    at: datetime = fields.DatetimeField(default=now)
    counts: dict[str, int] = fields.JSONField(default=dict)
    """By outcome: created, changed, unchanged, kept (a person's edit is newer), refused."""
    lines: list[dict[str, Any]] = fields.JSONField(default=list)
    """Each line that is not « unchanged »: number, identifier, name, outcome, fields, why, warnings."""
    notes: list[str] = fields.JSONField(default=list)
    """What is true of the file as a whole."""
    paper = fields.CharField(max_length=64, default="")
    """A rehearsal only: the key of the file, kept for a while so that it can be confirmed. Empty for an import."""

    class Meta:
        table = "directory_import"
        indexes = (Index(fields=("at",), name="directory_import_at"),)
