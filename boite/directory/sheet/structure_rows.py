"""Structures, their reception points and their services: the rows. Their verbs are in the modules named after them.

What a sheet says is in `fields.py`; here is what ties the rows together and tells where they come from.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database import slugs
from boite.directory.sheet.fields import PointFields
from boite.directory.sheet.service_fields import ServiceFields
from boite.directory.sheet.structure_fields import StructureFields
from boite.directory.sheet.vocabulary import Appointment, Wheelchair

__all__ = ["Appointment", "ReceptionPoint", "Service", "Structure", "Wheelchair"]


class Structure(StructureFields):
    """One structure. Its address (`slug`) is given once and never changes, whatever its name becomes."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    slug = fields.CharField(max_length=slugs.LONGEST, unique=True)
    source = fields.CharField(max_length=60, default="")
    """The producer of the data it was imported from; empty where it was written here."""
    source_id = fields.CharField(max_length=200, null=True, unique=True)
    """Its identifier there (data·inclusion `id`)."""
    source_date: date | None = fields.DateField(null=True)
    """The producer's own date (`date_maj`) at the last import."""
    extra: dict[str, Any] = fields.JSONField(default=dict)
    """What the schema says and we have no column for: given back as it came."""
    created_at: datetime = fields.DatetimeField(default=now)
    changed_at: datetime = fields.DatetimeField(default=now)
    edited_at: datetime | None = fields.DatetimeField(null=True)
    """The last time that a person, not an import, changed it."""
    checked_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="checks", null=True, on_delete=fields.SET_NULL
    )
    checked_by_id: UUID | None

    class Meta:
        table = "directory_structure"
        indexes = (
            Index(fields=("territory_id", "name"), name="directory_structure_territory"),
            Index(fields=("next_check_on", "name"), name="directory_structure_check"),
            Index(fields=("territory_id", "next_check_on", "name"), name="directory_structure_due"),
        )


class ReceptionPoint(PointFields):
    """One place where people are received. The first (`rank` 0) is the structure's own address."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="points", on_delete=fields.CASCADE
    )
    structure_id: UUID

    class Meta:
        table = "directory_point"
        indexes = (Index(fields=("structure_id", "rank"), name="directory_point_structure"),)


class Service(ServiceFields):
    """One thing that a structure does for people."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="services", on_delete=fields.CASCADE
    )
    structure_id: UUID
    point: fields.ForeignKeyNullableRelation[ReceptionPoint] = fields.ForeignKeyField(
        "boite.ReceptionPoint", related_name="services", null=True, on_delete=fields.SET_NULL
    )
    """Where it is given, when not everywhere."""
    point_id: UUID | None
    source_id = fields.CharField(max_length=200, null=True, unique=True)
    source_date: date | None = fields.DateField(null=True)
    extra: dict[str, Any] = fields.JSONField(default=dict)

    class Meta:
        table = "directory_service"
        indexes = (Index(fields=("structure_id", "rank"), name="directory_service_structure"),)
