"""Who looks after what: the agents of a structure, the coordinators of a territory."""

from __future__ import annotations

from datetime import datetime
from typing import Self
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.expressions import Q
from tortoise.indexes import Index
from tortoise.queryset import QuerySet

from boite.accounts.models import User
from boite.clock import now, today
from boite.database.model import Model
from boite.directory.places.place_rows import Territory
from boite.directory.sheet.structure_rows import Structure


class Membership(Model):
    """Somebody works for a structure: they keep its sheet, as long as it is there."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="memberships", on_delete=fields.CASCADE
    )
    user_id: UUID
    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="memberships", on_delete=fields.CASCADE
    )
    structure_id: UUID
    since: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "directory_membership"
        unique_together = (("user", "structure"),)
        indexes = (Index(fields=("structure_id",), name="directory_membership_structure"),)

    @classmethod
    def in_force(cls, user_id: UUID) -> QuerySet[Self]:
        """The posts of this person in structures that are still there: one that ended opens nothing any more.

        The rows stay: a structure that reopens finds its agents again.
        """
        there = Q(structure__ending__since__isnull=True) | Q(structure__ending__since__gt=today())
        return cls.filter(there, user_id=user_id)


class Coordination(Model):
    """Somebody coordinates a territory, and all those inside it."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="coordinations", on_delete=fields.CASCADE
    )
    user_id: UUID
    territory: fields.ForeignKeyRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name="coordinations", on_delete=fields.CASCADE
    )
    territory_id: str
    since: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "directory_coordination"
        unique_together = (("user", "territory"),)
