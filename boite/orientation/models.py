"""Questions, who answers them, and how much this is used: the rows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.clock import now, today
from boite.database import slugs
from boite.database.model import Model
from boite.database.revisions import Revision
from boite.directory.models import AskerProfile, Network, Structure, Territory


class Question(Model):
    """One question in everyday words, at one moment of life."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    slug = fields.CharField(max_length=slugs.LONGEST, unique=True)
    moment = fields.CharField(max_length=20)
    """Code of `boite.orientation.moments`."""
    words = fields.CharField(max_length=200)
    explanation = fields.TextField(default="")
    synonyms: list[str] = fields.JSONField(default=list)
    rank: int = fields.IntField(default=0)
    published_at: datetime | None = fields.DatetimeField(null=True)
    """Since when everybody sees it; a draft without."""
    changed_at: datetime = fields.DatetimeField(default=now)
    version: int = fields.IntField(default=1, db_default=1)
    """Incremented by each save, which names the version that it was made over."""

    class Meta:
        table = "orientation_question"
        indexes = (Index(fields=("moment", "rank"), name="orientation_question_moment"),)


class AnswerStanding(StrEnum):
    """Whether it is the first place to go."""

    MAIN = "principale"
    SECONDARY = "secondaire"


class Answer(Model):
    """Who answers a question, what they bring and how: one structure, or the nearest of a network."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    question: fields.ForeignKeyRelation[Question] = fields.ForeignKeyField(
        "boite.Question", related_name="answers", on_delete=fields.CASCADE
    )
    question_id: UUID
    standing = fields.CharEnumField(AnswerStanding, max_length=12, default=AnswerStanding.MAIN)
    rank: int = fields.SmallIntField(default=0)
    network: fields.ForeignKeyNullableRelation[Network] = fields.ForeignKeyField(
        "boite.Network", related_name="answers", null=True, on_delete=fields.CASCADE
    )
    network_id: str | None
    structure: fields.ForeignKeyNullableRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="answers", null=True, on_delete=fields.CASCADE
    )
    structure_id: UUID | None
    territory: fields.ForeignKeyNullableRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name="answers", null=True, on_delete=fields.CASCADE
    )
    """Where this answer holds; everywhere without it."""
    territory_id: str | None
    publics: list[str] = fields.JSONField(default=list)
    """For whom it holds; everybody where empty."""
    brings = fields.TextField(default="")
    how = fields.TextField(default="")
    version: int = fields.IntField(default=1, db_default=1)
    """Incremented by each save, which names the version that it was made over."""

    class Meta:
        table = "orientation_answer"
        indexes = (
            Index(fields=("question_id", "standing", "rank"), name="orientation_answer_question"),
            Index(fields=("structure_id",), name="orientation_answer_structure"),
            Index(fields=("network_id",), name="orientation_answer_network"),
        )


class QuestionRevision(Revision):
    """One change of a question or of its answers, in words."""

    question: fields.ForeignKeyRelation[Question] = fields.ForeignKeyField(
        "boite.Question", related_name="revisions", on_delete=fields.CASCADE
    )
    question_id: UUID
    author = fields.CharField(max_length=200, default="")
    what = fields.CharField(max_length=200)
    """What was done, in French."""

    class Meta:
        table = "orientation_revision"
        indexes = (Index(fields=("question_id", "id"), name="orientation_revision_question"),)


class Use(Model):
    """How many times a question was answered, by day, profile and territory. Never by whom."""

    id: int = fields.BigIntField(primary_key=True)
    day: date = fields.DateField(default=today)
    profile = fields.CharEnumField(AskerProfile, max_length=12)
    question: fields.ForeignKeyRelation[Question] = fields.ForeignKeyField(
        "boite.Question", related_name="uses", on_delete=fields.CASCADE
    )
    question_id: UUID
    territory_id = fields.CharField(max_length=40, default="")
    times: int = fields.IntField(default=0)

    class Meta:
        table = "orientation_use"
        unique_together = (("day", "profile", "question", "territory_id"),)


class HandOver(Model):
    """« Passage de relais »: a professional led somebody from one structure to another. Never who."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    day: date = fields.DateField(default=today)
    origin: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="handovers_out", on_delete=fields.CASCADE
    )
    origin_id: UUID
    destination: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="handovers_in", on_delete=fields.CASCADE
    )
    destination_id: UUID
    question: fields.ForeignKeyNullableRelation[Question] = fields.ForeignKeyField(
        "boite.Question", related_name="handovers", null=True, on_delete=fields.SET_NULL
    )
    question_id: UUID | None
    reason = fields.CharField(max_length=40)
    """Code of `boite.orientation.referral.REASONS`."""
    accepted = fields.BooleanField()
    """Whether the person agreed."""

    class Meta:
        table = "orientation_handover"
        indexes = (
            Index(fields=("origin_id", "day"), name="orientation_handover_origin"),
            Index(fields=("destination_id", "day"), name="orientation_handover_destination"),
        )
