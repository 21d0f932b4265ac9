"""What happened to a structure: one row for each change of its sheet."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.indexes import Index

from boite.database.revisions import Revision as AnyRevision
from boite.directory.sheet.structure_rows import Structure


class What(StrEnum):
    """What a revision did."""

    CREATED = "created"
    EDITED = "edited"
    IMPORTED = "imported"
    CHECKED = "checked"
    ENDED = "ended"
    REOPENED = "reopened"
    CORRECTED = "corrected"
    """A suggestion was accepted."""
    MOVED = "moved"
    """A place moved on the announced day. Not undone: the day has come, and it would move again."""


class Revision(AnyRevision):
    """One change of a structure's sheet. Of each change, `of` says in which part: the structure, a point, a service."""

    structure: fields.ForeignKeyRelation[Structure] = fields.ForeignKeyField(
        "boite.Structure", related_name="revisions", on_delete=fields.CASCADE
    )
    structure_id: UUID
    what = fields.CharEnumField(What, max_length=12)
    author = fields.CharField(max_length=200, default="")
    """Who did it, in words, as shown: a structure's agent, the coordination, an import."""

    class Meta:
        table = "directory_revision"
        indexes = (Index(fields=("structure_id", "id"), name="directory_revision_structure"),)
