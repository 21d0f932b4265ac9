"""How much the directory is searched."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from tortoise import fields

from boite.clock import today
from boite.database.model import Model


class AskerProfile(StrEnum):
    """Who asked, in three words: no identity is kept."""

    PERSON = "person"
    PROFESSIONAL = "professional"
    VISITOR = "visitor"


class DirectoryUse(Model):
    """How many searches of the directory were made, by day, profile and territory. Never by whom."""

    id: int = fields.BigIntField(primary_key=True)
    day: date = fields.DateField(default=today)
    profile = fields.CharEnumField(AskerProfile, max_length=12)
    territory_id = fields.CharField(max_length=40, default="")
    times: int = fields.IntField(default=0)

    class Meta:
        table = "directory_use"
        unique_together = (("day", "profile", "territory_id"),)
