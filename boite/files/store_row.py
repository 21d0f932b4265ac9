"""Whose store the papers of this database are in."""

from __future__ import annotations

from datetime import datetime

from tortoise import fields

from boite.database.model import Model

ONLY = 1
"""The number of the only row."""


class StoreIdentity(Model):
    """One identity, written here and in the store. One row at most."""

    id: int = fields.SmallIntField(primary_key=True, generated=False)
    identity = fields.CharField(max_length=32)
    seen_at: datetime | None = fields.DatetimeField(null=True)
    """Since when the store is known to bear it. None: it was being written there, and a crash may have come before."""
    restored_from: datetime | None = fields.DatetimeField(null=True)
    """The instant of the backup that this database comes from, as long as nobody said that it may send again."""

    class Meta:
        table = "files_store"
