"""What is done with papers outside of their space: who shows them, and in which widths."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from tortoise import fields
from tortoise.indexes import Index

from boite.clock import now
from boite.database.model import Model
from boite.files.rows import Blob, PreviewState

if TYPE_CHECKING:
    from boite.files.models import Node

PLACES = {"article": "l'actualité", "resource": "la ressource", "event": "l'événement", "letter": "la lettre"}
"""The kinds of pages that show papers, in the words of a refusal."""


class PaperUse(Model):
    """A page shows this paper. As long as it does, the paper can be neither discarded nor erased."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    node: fields.ForeignKeyRelation[Node] = fields.ForeignKeyField(
        "boite.Node", related_name="uses", on_delete=fields.RESTRICT
    )
    node_id: UUID
    place = fields.CharField(max_length=20)
    """Which kind of page: a key of `PLACES`."""
    key: UUID = fields.UUIDField()
    """Which page of this kind."""
    title = fields.CharField(max_length=200)
    """Its title, for the sentence that names it."""

    class Meta:
        table = "files_use"
        unique_together = (("node", "place", "key"),)
        indexes = (Index(fields=("place", "key"), name="files_use_place"),)


class WidthOrder(Model):
    """A picture to be drawn in several widths for public pages. The row is the queue."""

    blob: fields.OneToOneRelation[Blob] = fields.OneToOneField(
        "boite.Blob", related_name="width_order", primary_key=True, on_delete=fields.CASCADE
    )
    blob_id: str
    state = fields.CharEnumField(PreviewState, max_length=10, default=PreviewState.DUE)
    due: datetime = fields.DatetimeField(default=now)
    tries: int = fields.IntField(default=0)

    class Meta:
        table = "files_width_order"
        indexes = (Index(fields=("state", "due"), name="files_width_order_due"),)


class Width(Model):
    """One picture in one width (pixels). It does not count in the quota."""

    id: UUID = fields.UUIDField(primary_key=True, default=uuid4)
    blob: fields.ForeignKeyRelation[Blob] = fields.ForeignKeyField(
        "boite.Blob", related_name="widths", on_delete=fields.CASCADE
    )
    blob_id: str
    width: int = fields.IntField()
    height: int = fields.IntField()
    key = fields.CharField(max_length=32, unique=True)
    size: int = fields.BigIntField()
    blocks: bytes = fields.BinaryField()

    class Meta:
        table = "files_width"
        unique_together = (("blob", "width"),)
