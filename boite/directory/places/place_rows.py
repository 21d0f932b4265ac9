"""Where things are: territories and communes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from tortoise import fields
from tortoise.indexes import Index

from boite.database.model import Model

REGION = "R24"
"""The code of the region's own territory: the root of all the others."""


class Scale(StrEnum):
    """How large a territory is."""

    REGION = "region"
    LOCAL = "local"


LONGEST_CODE = 40
"""Most characters of the code of a territory."""


class Territory(Model):
    """The region, or one of its local groups (« SPRO »), each with a coordinator."""

    code = fields.CharField(max_length=LONGEST_CODE, primary_key=True)
    name = fields.CharField(max_length=120)
    scale = fields.CharEnumField(Scale, max_length=10, default=Scale.LOCAL)
    parent: fields.ForeignKeyNullableRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name="children", null=True, on_delete=fields.RESTRICT
    )
    parent_id: str | None
    help_phone = fields.CharField(max_length=40, default="")
    """The number shown where a search finds nothing."""
    help_hours = fields.CharField(max_length=500, default="")
    """When somebody answers it, in the `opening_hours` syntax."""
    outline: list[Any] | None = fields.JSONField(null=True)
    """Rings of [longitude, latitude], for the map; the region's are those of its departments."""

    class Meta:
        table = "directory_territory"


class Commune(Model):
    """One commune, by its INSEE code, with the coordinates of its centre."""

    code = fields.CharField(max_length=5, primary_key=True)
    name = fields.CharField(max_length=120)
    name_key = fields.CharField(max_length=160)
    """Folded, hyphens opened: what people type from memory (« joue les tours »)."""
    department = fields.CharField(max_length=3)
    population: int = fields.IntField(default=0)
    latitude: float = fields.FloatField()
    longitude: float = fields.FloatField()
    territory: fields.ForeignKeyNullableRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name="communes", null=True, on_delete=fields.SET_NULL
    )
    territory_id: str | None

    class Meta:
        table = "directory_commune"
        indexes = (
            Index(fields=("name_key",), name="directory_commune_name"),
            Index(fields=("territory_id",), name="directory_commune_territory"),
        )


class PostalCode(Model):
    """One postal code of one commune: each may have several of the other."""

    id: int = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=5)
    commune: fields.ForeignKeyRelation[Commune] = fields.ForeignKeyField(
        "boite.Commune", related_name="postal_codes", on_delete=fields.CASCADE
    )
    commune_id: str

    class Meta:
        table = "directory_postal_code"
        unique_together = (("code", "commune"),)
        indexes = (Index(fields=("commune_id",), name="directory_postal_code_commune"),)
