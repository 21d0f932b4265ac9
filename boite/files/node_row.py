"""The columns of a node, which its capabilities (tree, trash, versions) share."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import fields

from boite.clock import now
from boite.database.model import Model

if TYPE_CHECKING:
    from boite.files.models import Node
    from boite.files.quota import Space
    from boite.files.rows import Blob, Discard


class NodeKind(StrEnum):
    """What a node is. Everything but a folder is a paper and has versions."""

    FOLDER = "folder"
    FILE = "file"
    NOTE = "note"
    LINK = "link"
    CONTACT = "contact"


class NodeRow(Model):
    """A folder or a paper. Names are data: nothing that a person types becomes a path."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    space: fields.ForeignKeyRelation[Space] = fields.ForeignKeyField(
        "boite.Space", related_name="nodes", on_delete=fields.CASCADE
    )
    space_id: UUID
    parent: fields.ForeignKeyNullableRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name="children", null=True, on_delete=fields.CASCADE
    )
    parent_id: UUID | None
    """None for the root of a space only."""
    kind = fields.CharEnumField(NodeKind, max_length=10)
    rank: int = fields.SmallIntField(default=1)
    """0 for a folder, 1 for a paper: folders come first in lists."""
    name = fields.CharField(max_length=255)
    name_key = fields.CharField(max_length=400)
    """Two living siblings never share it."""
    sort_key = fields.CharField(max_length=400)
    """The name folded (no accents, no case): SQLite's lower() only knows ASCII."""
    body_key: str = fields.TextField(default="")
    """The text of a note, a link or a contact, folded, to be found by its words."""
    document_type = fields.CharField(max_length=40, default="")
    valid_until: date | None = fields.DateField(null=True)
    validity_on: date | None = fields.DateField(null=True)
    """The day when `valid_until` was last changed; the day of the deposit where none is said."""
    size: int = fields.BigIntField(default=0)
    """Of the current version, in bytes; 0 for a folder."""
    media_type = fields.CharField(max_length=120, default="")
    number: int = fields.IntField(default=0)
    """Of the current version; 0 for a folder."""
    blob: fields.ForeignKeyNullableRelation[Blob] = fields.ForeignKeyField(
        "boite.Blob", related_name="nodes", null=True, on_delete=fields.RESTRICT
    )
    blob_id: str | None
    created_at: datetime = fields.DatetimeField(default=now)
    changed_at: datetime = fields.DatetimeField(default=now)
    discard_row: fields.ForeignKeyNullableRelation[Discard] = fields.ForeignKeyField(
        "boite.Discard", related_name="nodes", null=True, on_delete=fields.SET_NULL, source_field="discard_id"
    )
    discard_row_id: UUID | None

    class Meta:
        abstract = True

    @property
    def is_folder(self) -> bool:
        """Whether it holds other nodes."""
        return self.kind == NodeKind.FOLDER

    @property
    def is_root(self) -> bool:
        """Whether it is the top of a space."""
        return self.parent_id is None

    @property
    def discarded(self) -> bool:
        """Whether it is in the trash, alone or with a folder that holds it."""
        return self.discard_row_id is not None
