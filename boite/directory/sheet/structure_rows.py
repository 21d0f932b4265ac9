"""Structures, their reception points and their services: the rows. Their verbs are in the modules named after them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model
from boite.directory.places.place_rows import Commune, Territory


class Appointment(StrEnum):
    """Whether one may come without an appointment."""

    UNKNOWN = ""
    NONE = "sans"
    POSSIBLE = "possible"
    REQUIRED = "obligatoire"


class Wheelchair(StrEnum):
    """Whether somebody in a wheelchair comes in."""

    UNKNOWN = ""
    YES = "oui"
    PARTLY = "partiel"
    NO = "non"


class Structure(Model):
    """One structure. Its address (`slug`) is given once and never changes, whatever its name becomes."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    slug = fields.CharField(max_length=120, unique=True)
    name = fields.CharField(max_length=150)
    networks: list[str] = fields.JSONField(default=list)
    """Codes of `Network`, the main one first."""
    description = fields.TextField(default="")
    website = fields.CharField(max_length=500, default="")
    phone = fields.CharField(max_length=40, default="")
    email = fields.CharField(max_length=254, default="")
    siret = fields.CharField(max_length=14, default="")
    languages: list[str] = fields.JSONField(default=list)
    """Languages spoken, ISO 639-1."""
    online = fields.CharField(max_length=500, default="")
    """The page where one may do from home what one does there."""
    territory: fields.ForeignKeyNullableRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name="structures", null=True, on_delete=fields.SET_NULL
    )
    territory_id: str | None
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
    checked_on: date | None = fields.DateField(null=True)
    checked_by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="checks", null=True, on_delete=fields.SET_NULL
    )
    checked_by_id: UUID | None
    next_check_on: date | None = fields.DateField(null=True)
    """The day when somebody should look again; reminders read it."""

    class Meta:
        table = "directory_structure"
        indexes = (
            Index(fields=("territory_id", "name"), name="directory_structure_territory"),
            Index(fields=("next_check_on", "name"), name="directory_structure_check"),
            Index(fields=("territory_id", "next_check_on", "name"), name="directory_structure_due"),
        )


class ReceptionPoint(Model):
    """One place where people are received. The first (`rank` 0) is the structure's own address."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="points", on_delete=fields.CASCADE
    )
    structure_id: UUID
    rank: int = fields.SmallIntField(default=0)
    name = fields.CharField(max_length=150, default="")
    address = fields.CharField(max_length=200, default="")
    complement = fields.CharField(max_length=200, default="")
    postal_code = fields.CharField(max_length=5, default="")
    city = fields.CharField(max_length=120, default="")
    commune: fields.ForeignKeyNullableRelation[Commune] = fields.ForeignKeyField(
        "boite.Commune", related_name="points", null=True, on_delete=fields.SET_NULL
    )
    commune_id: str | None
    latitude: float | None = fields.FloatField(null=True)
    longitude: float | None = fields.FloatField(null=True)
    phone = fields.CharField(max_length=40, default="")
    email = fields.CharField(max_length=254, default="")
    opening_hours = fields.CharField(max_length=500, default="")
    """In the OpenStreetMap `opening_hours` syntax."""
    hours_note = fields.CharField(max_length=300, default="")
    appointment = fields.CharEnumField(Appointment, max_length=12, default=Appointment.UNKNOWN)
    wheelchair = fields.CharEnumField(Wheelchair, max_length=8, default=Wheelchair.UNKNOWN)
    accessibility = fields.CharField(max_length=500, default="")
    accessibility_url = fields.CharField(max_length=500, default="")
    moved_on: date | None = fields.DateField(null=True)
    """The day of its last move, or of the next one where `coming` says where to."""
    former_address = fields.CharField(max_length=300, default="")
    coming: dict[str, str] | None = fields.JSONField(null=True)
    """The address from `moved_on` on, by column, as long as that day has not come."""

    class Meta:
        table = "directory_point"
        indexes = (Index(fields=("structure_id", "rank"), name="directory_point_structure"),)


class Service(Model):
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
    rank: int = fields.SmallIntField(default=0)
    name = fields.CharField(max_length=150)
    description = fields.TextField(default="")
    kind = fields.CharField(max_length=40, default="")
    """Code of `TypeService` in data·inclusion."""
    needs: list[str] = fields.JSONField(default=list)
    """Codes of `Thematique` in data·inclusion (`category--detail`), sorted."""
    publics: list[str] = fields.JSONField(default=list)
    """Codes of `boite.directory.sheet.publics`, sorted; empty for everybody."""
    publics_details = fields.TextField(default="")
    fees = fields.CharField(max_length=20, default="")
    fees_details = fields.TextField(default="")
    conditions = fields.TextField(default="")
    reception_modes: list[str] = fields.JSONField(default=list)
    mobilisation_modes: list[str] = fields.JSONField(default=list)
    mobilisable_by: list[str] = fields.JSONField(default=list)
    mobilisation_details = fields.TextField(default="")
    link = fields.CharField(max_length=500, default="")
    phone = fields.CharField(max_length=40, default="")
    email = fields.CharField(max_length=254, default="")
    opening_hours = fields.CharField(max_length=500, default="")
    source_id = fields.CharField(max_length=200, null=True, unique=True)
    source_date: date | None = fields.DateField(null=True)
    extra: dict[str, Any] = fields.JSONField(default=dict)

    class Meta:
        table = "directory_service"
        indexes = (Index(fields=("structure_id", "rank"), name="directory_service_structure"),)
