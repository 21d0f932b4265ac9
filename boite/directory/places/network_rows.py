"""The networks that structures belong to, and every name they have had."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from tortoise import fields
from tortoise.indexes import Index

from boite.database.model import Model

LONGEST_CODE = 60
"""Most characters of a code: Tortoise refuses to look for a text longer than its column."""


class Network(Model):
    """One network of structures (missions locales, CIO…). Institutions get renamed: names are rows."""

    code = fields.CharField(max_length=LONGEST_CODE, primary_key=True)
    name = fields.CharField(max_length=200)
    short_name = fields.CharField(max_length=80)
    """What a badge or a list shows."""
    di_code = fields.CharField(max_length=60, default="")
    """Its code among the `reseaux_porteurs` of data·inclusion; empty where the schema does not know it."""
    rank: int = fields.IntField(default=100)
    """The smaller, the earlier among equals; networks of this service are under 100."""

    class Meta:
        table = "directory_network"
        indexes = (Index(fields=("rank",), name="directory_network_rank"),)


class NameKind(StrEnum):
    """What another name of a network is."""

    FORMER = "former"
    """What it was called before."""
    ALIAS = "alias"
    """An abbreviation, or what people say."""


class NetworkName(Model):
    """Another name of a network: old words still find."""

    id: int = fields.BigIntField(primary_key=True)
    network: fields.ForeignKeyRelation[Network] = fields.ForeignKeyField(
        "boite.Network", related_name="names", on_delete=fields.CASCADE
    )
    network_id: str
    name = fields.CharField(max_length=200)
    kind = fields.CharEnumField(NameKind, max_length=10, default=NameKind.ALIAS)
    since: date | None = fields.DateField(null=True)
    until: date | None = fields.DateField(null=True)
    """The first day it was no longer its name."""

    class Meta:
        table = "directory_network_name"
        unique_together = (("network", "name"),)
