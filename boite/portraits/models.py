"""What is counted in a place, and what a group says of its territory, question by question."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields

from boite.clock import now
from boite.database.model import Model
from boite.database.revisions import Signed
from boite.directory.models import Territory

UNDATED = 0
"""The year of what has none: an area."""
FICTIONAL = "Chiffres de démonstration, inventés"
"""The source of the figures that we made up: a page says so wherever it shows one."""


class PlaceLevel(StrEnum):
    """What sort of place a figure is about. The codes are those of the official files."""

    COMMUNE = "commune"
    ZONE = "zone_emploi_2020"
    DEPARTMENT = "departement"
    REGION = "region"


class Figure(Model):
    """One figure of one place, as its source gives it. Those of a territory are made from those of its communes."""

    id: int = fields.BigIntField(primary_key=True)
    level = fields.CharEnumField(PlaceLevel, max_length=20)
    code = fields.CharField(max_length=10)
    """Of the place, in the official geography (INSEE)."""
    indicator = fields.CharField(max_length=20)
    """What is counted (`indicators.py`)."""
    year: int = fields.SmallIntField()
    """The year that it tells of; `UNDATED` for what has none."""
    since: int | None = fields.SmallIntField(null=True)
    """The first year, where several are added up."""
    value: float = fields.FloatField()
    source = fields.CharField(max_length=120)
    """Who gives it, as readers see it."""

    class Meta:
        table = "portraits_figure"
        unique_together = (("level", "code", "indicator", "year"),)


class PortraitText(Model):
    """What the group of a territory says under one of the questions."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    territory: fields.ForeignKeyRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name=False, on_delete=fields.CASCADE
    )
    territory_id: str
    question = fields.CharField(max_length=20)
    version: int = fields.IntField(default=1)
    """Raised by each writing: whoever saves says which one was read."""
    body = fields.TextField(default="")
    """In Markdown, as it was typed. Empty: the group says nothing any more."""
    body_html = fields.TextField(default="")
    """What the body gives, already cleaned."""
    rendered_with: int = fields.SmallIntField(default=0)
    """The version of the renderer that made it."""
    changed_at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "portraits_text"
        unique_together = (("territory", "question"),)


class PortraitRevision(Signed):
    """One writing of a text, never deleted. There is one field: the whole text is kept, and not a change."""

    text: fields.ForeignKeyRelation[PortraitText] = fields.ForeignKeyField(
        "boite.PortraitText", related_name="revisions", on_delete=fields.CASCADE
    )
    text_id: UUID
    version: int = fields.IntField()
    body = fields.TextField()
    """The text from then on."""

    class Meta:
        table = "portraits_revision"
        unique_together = (("text", "version"),)
