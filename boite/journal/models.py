"""The append-only row of what happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model
from boite.journal.subject import LONGEST


class Entry(Model):
    """One thing that happened in somebody's box: whose box, by whom, what, when."""

    id: int = fields.BigIntField(primary_key=True)
    owner: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="entries", on_delete=fields.CASCADE
    )
    owner_id: UUID
    actor: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="acts", null=True, on_delete=fields.SET_NULL
    )
    actor_id: UUID | None
    kind = fields.CharField(max_length=60)
    details: dict[str, Any] = fields.JSONField(default=dict)
    at: datetime = fields.DatetimeField(default=now)
    subject = fields.CharField(max_length=160, null=True)
    """Empty since 0019, never read: the two columns below say it. SQLite would lose rows where it is dropped."""
    subject_kind = fields.CharField(max_length=20, null=True)
    """What it is about (`SubjectKind`), as the class of its kind declares."""
    subject_id = fields.CharField(max_length=LONGEST, null=True)
    """Which one. None in old entries that did not say."""
    unseen_since: datetime | None = fields.DatetimeField(null=True)
    """Since when it waits for its person to see it. Empty once seen, and for what they did themselves."""
    told_at: datetime | None = fields.DatetimeField(null=True)
    """When it was told to its person, seen since or not: it is one of their messages. Empty for the others."""
    tell_due: datetime | None = fields.DatetimeField(null=True)
    """From when its channels outside the service are chosen; empty once they are."""
    pressing = fields.BooleanField(default=False, db_default=False)
    """Whether it is to be told at once, at any hour: what it is about is near."""

    class Meta:
        table = "journal_entry"
        indexes = (
            Index(fields=("owner_id", "id"), name="journal_entry_owner"),
            Index(fields=("subject_kind", "subject_id", "id"), name="journal_entry_subject"),
            Index(fields=("kind", "at"), name="journal_entry_kind"),
        )
