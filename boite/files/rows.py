"""The plain rows beside the tree: bytes, versions, discards, uploads, previews."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.accounts.models import User
from boite.clock import now
from boite.database.model import Model

if TYPE_CHECKING:
    from boite.files.models import Node
    from boite.files.quota import Space


class PreviewState(StrEnum):
    """Where the making of a blob's previews stands. The row is the queue."""

    DUE = "due"
    READY = "ready"
    NONE = "none"
    FAILED = "failed"
    LOCKED = "locked"
    """A password is asked for, which only its owner has."""


class Blob(Model):
    """Bytes kept in the store: what they were when they were sealed."""

    key = fields.CharField(max_length=32, primary_key=True)
    size: int = fields.BigIntField()
    sha256 = fields.CharField(max_length=64)
    blocks: bytes = fields.BinaryField()
    """CRC-32 of each block, as the store gave them: a reading is verified against them."""
    media_type = fields.CharField(max_length=120)
    created_at: datetime = fields.DatetimeField(default=now)
    erase_due: datetime | None = fields.DatetimeField(null=True)
    damaged_at: datetime | None = fields.DatetimeField(null=True)
    preview_state = fields.CharEnumField(PreviewState, max_length=10, default=PreviewState.NONE)
    preview_due: datetime | None = fields.DatetimeField(null=True)
    preview_tries: int = fields.IntField(default=0)
    page_count: int | None = fields.IntField(null=True)

    @property
    def tag(self) -> str:
        """The entity tag of these bytes."""
        return f'"{self.sha256}"'

    class Meta:
        table = "files_blob"
        indexes = (
            Index(fields=("erase_due",), name="files_blob_erase"),
            Index(fields=("preview_state", "preview_due"), name="files_blob_preview"),
        )


class Preview(Model):
    """One picture made from a blob. It does not count in the quota."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    blob: fields.ForeignKeyRelation[Blob] = fields.ForeignKeyField(
        "boite.Blob", related_name="previews", on_delete=fields.CASCADE
    )
    blob_id: str
    page: int = fields.IntField()
    """0 for the thumbnail, 1 and more for the large view of each page."""
    key = fields.CharField(max_length=32, unique=True)
    size: int = fields.BigIntField()
    blocks: bytes = fields.BinaryField()

    class Meta:
        table = "files_preview"
        unique_together = (("blob", "page"),)


class Version(Model):
    """One state of a paper."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    node: fields.ForeignKeyRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name="versions", on_delete=fields.CASCADE
    )
    node_id: UUID
    number: int = fields.IntField()
    blob: fields.ForeignKeyRelation[Blob] = fields.ForeignKeyField(
        "boite.Blob", related_name="versions", on_delete=fields.RESTRICT
    )
    blob_id: str
    size: int = fields.BigIntField()
    created_at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "files_version"
        unique_together = (("node", "number"),)
        indexes = (Index(fields=("blob_id",), name="files_version_blob"),)


class Discard(Model):
    """Something put in the trash: what, from where, when, until when."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    space: fields.ForeignKeyRelation[Space] = fields.ForeignKeyField(
        "boite.Space", related_name="discards", on_delete=fields.CASCADE
    )
    space_id: UUID
    node_id: UUID = fields.UUIDField(unique=True)
    """The top of what was discarded. Not a key: nodes already point here."""
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="discards", null=True, on_delete=fields.SET_NULL
    )
    by_id: UUID | None
    at: datetime = fields.DatetimeField(default=now)
    purge_due: datetime = fields.DatetimeField()

    class Meta:
        table = "files_discard"
        indexes = (
            Index(fields=("space_id", "at"), name="files_discard_space"),
            Index(fields=("purge_due",), name="files_discard_due"),
        )


class OnConflict(StrEnum):
    """What to do when the name is taken: keep both, or add a version."""

    KEEP_BOTH = "both"
    NEW_VERSION = "version"


class Upload(Model):
    """A deposit that was declared: its room is reserved until it is complete, given up or expired."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    space: fields.ForeignKeyRelation[Space] = fields.ForeignKeyField(
        "boite.Space", related_name="uploads", on_delete=fields.CASCADE
    )
    space_id: UUID
    parent: fields.ForeignKeyNullableRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name="arrivals", null=True, on_delete=fields.SET_NULL
    )
    parent_id: UUID | None
    name = fields.CharField(max_length=255)
    title = fields.CharField(max_length=255, default="", db_default="")
    """The name that was asked for since: whoever goes on with the deposit knows the file by the other one."""
    size: int = fields.BigIntField()
    received: int = fields.BigIntField(default=0)
    """What was received when last seen, for lists only: the store knows the truth."""
    document_type = fields.CharField(max_length=40, default="autre")
    valid_until: date | None = fields.DateField(null=True)
    on_conflict = fields.CharEnumField(OnConflict, max_length=10, default=OnConflict.KEEP_BOTH)
    blob_key = fields.CharField(max_length=32)
    """Chosen at the declaration, so that finishing twice after a crash gives one blob."""
    created_at: datetime = fields.DatetimeField(default=now)
    expires_at: datetime = fields.DatetimeField()
    completed_at: datetime | None = fields.DatetimeField(null=True)
    by: fields.ForeignKeyNullableRelation[User] = fields.ForeignKeyField(
        "boite.User", related_name="deposits", null=True, on_delete=fields.SET_NULL
    )
    by_id: UUID | None
    """Who sends it: in a group's space, nobody else goes on with it."""
    node: fields.ForeignKeyNullableRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name="origins", null=True, on_delete=fields.SET_NULL
    )
    node_id: UUID | None

    class Meta:
        table = "files_upload"
        indexes = (
            Index(fields=("space_id", "completed_at"), name="files_upload_space"),
            Index(fields=("expires_at",), name="files_upload_expiry"),
            Index(fields=("by_id",), name="files_upload_by"),
        )
