"""Which structures help a person along, since when and until when, in that person's own words."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model
from boite.directory.models import Structure


class Support(Model):
    """A structure helps a person along. Only the person says so, and it opens nothing of theirs to anybody.

    One at a time for each structure. Those that are over stay: somebody may come back to one.
    """

    id: int = fields.BigIntField(primary_key=True)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="supports", on_delete=fields.CASCADE
    )
    user_id: UUID
    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="supports", on_delete=fields.CASCADE
    )
    structure_id: UUID
    since: date | None = fields.DateField(null=True)
    until: date | None = fields.DateField(null=True)
    """The last day; empty as long as it goes on."""
    lead = fields.BooleanField(default=False)
    """The one that the person names first (« structure référente »): one of those that go on, where there is one."""
    at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "support_support"
        indexes = (
            Index(fields=("user_id", "id"), name="support_support_user"),
            Index(fields=("structure_id",), name="support_support_structure"),
        )
