"""What every kind of publication keeps: its row, where and for whom it is shown, its history, its words for searching.

Abstract models: each kind has tables of its own, with the same shape. The rows around a publication point to it by a
relation that each kind names after itself (`article`, `resource`): `Tables` says which.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database import slugs
from boite.database.model import Model
from boite.database.revisions import Revision
from boite.directory.models import Territory
from boite.files.models import Node
from boite.publishing.nouns import Noun
from boite.publishing.stages import Stage, Step


class Publication(Model):
    """What is published. Its address (`slug`) is given when it is first published and never changes."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    slug = fields.CharField(max_length=slugs.LONGEST, null=True, unique=True)
    stage = fields.CharEnumField(Stage, max_length=10, default=Stage.DRAFT)
    version: int = fields.IntField(default=1)
    """Raised by each writing: whoever saves or decides says which one was read."""
    territory: fields.ForeignKeyNullableRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name=False, null=True, on_delete=fields.RESTRICT
    )
    """Whose coordination decides; null for the whole region, and then it is for everywhere."""
    territory_id: str | None
    author: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    author_id: UUID | None
    signature = fields.CharField(max_length=200, default="")
    """Who speaks, in words, as readers see it: a structure or a group, never somebody's name."""
    title = fields.CharField(max_length=150)
    summary = fields.CharField(max_length=400, default="")
    topic = fields.CharField(max_length=40, default="")
    """Code of `boite.publishing.topics`."""
    rendered_with: int = fields.SmallIntField(default=0)
    """The version of the renderer that made the HTML of its text."""
    picture: fields.ForeignKeyNullableRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name=False, null=True, on_delete=fields.SET_NULL
    )
    """A picture of the group's space."""
    picture_id: UUID | None
    picture_alt = fields.CharField(max_length=300, default="")
    published_at: datetime | None = fields.DatetimeField(null=True)
    corrected_at: datetime | None = fields.DatetimeField(null=True)
    created_at: datetime = fields.DatetimeField(default=now)
    changed_at: datetime = fields.DatetimeField(default=now)

    class Meta:
        """Each kind has its table."""

        abstract = True


class TextPublication(Publication):
    """What is published as a text of its own."""

    body = fields.TextField(default="")
    """In Markdown, as it was typed."""
    body_html = fields.TextField(default="")
    """What the body gives, already cleaned."""

    class Meta:
        """Each kind has its table."""

        abstract = True


def desk_indexes(table: str) -> tuple[Index, ...]:
    """What every desk lists: what is on line, what waits, what somebody wrote."""
    return (
        Index(fields=("stage", "published_at"), name=f"{table}_published"),
        Index(fields=("stage", "changed_at"), name=f"{table}_changed"),
        Index(fields=("author_id", "changed_at"), name=f"{table}_author"),
    )


class PlacedRow(Model):
    """One territory where something is shown, its own included. None at all: it is for the whole region."""

    id: int = fields.BigIntField(primary_key=True)
    territory: fields.ForeignKeyRelation[Territory] = fields.ForeignKeyField(
        "boite.Territory", related_name=False, on_delete=fields.CASCADE
    )
    territory_id: str

    class Meta:
        """Each kind has its table."""

        abstract = True


class PublicRow(Model):
    """One public that something is for (`boite.directory.sheet.publics`). « Everybody » where none was chosen."""

    id: int = fields.BigIntField(primary_key=True)
    code = fields.CharField(max_length=60)

    class Meta:
        """Each kind has its table."""

        abstract = True


class RevisionRow(Revision):
    """One step: nobody did it where the hour chosen came by itself."""

    step = fields.CharEnumField(Step, max_length=12)
    version: int = fields.IntField(default=1)
    """The version of the text that it made, or that was read to decide."""
    note = fields.CharField(max_length=500, default="")
    """Why it was sent back or withdrawn; what was corrected."""

    class Meta:
        """Each kind has its table."""

        abstract = True


class DocumentRow(Model):
    """What is on line, as searching sees it. Its words are in the full-text index, under the same number."""

    id: int = fields.BigIntField(primary_key=True)

    class Meta:
        """Each kind has its table."""

        abstract = True


P = TypeVar("P", bound=Publication)


@dataclass(frozen=True)
class Tables(Generic[P]):
    """One kind of publication: what it is called, and its models."""

    name: str
    """The relation that leads from the rows around it back to a publication: « article »."""
    noun: Noun
    publication: type[P]
    revision: type[RevisionRow]
    place: type[PlacedRow]
    public: type[PublicRow]
    document: type[DocumentRow]
    terms: tuple[str, ...] = ("titled", "said")
    """The columns of its full-text index (`boite.publishing.full_text`), in their order."""

    def of(self, publication_id: UUID) -> dict[str, Any]:
        """What selects, or makes, the rows around one publication."""
        return {f"{self.name}_id": publication_id}

    def owner(self, row: Model) -> UUID:
        """The publication that a row around it belongs to."""
        found: UUID = getattr(row, f"{self.name}_id")
        return found
