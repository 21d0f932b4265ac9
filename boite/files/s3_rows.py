"""The rows of uploads whose bytes go to an S3 service: which of those bytes count, and who alone may add some.

Read and written by `boite.files.s3_ledger` only. Empty where papers are kept in a folder.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tortoise import fields
from tortoise.indexes import Index

from boite.clock import now
from boite.database.model import Model


class S3Upload(Model):
    """An upload under way, or set aside: `storage.s3.ledger.UploadRow`."""

    id = fields.CharField(max_length=32, primary_key=True)
    name = fields.CharField(max_length=32)
    aside = fields.CharField(max_length=10, default="")
    """The day when it was set aside; empty while it is in its place."""
    place = fields.CharField(max_length=64)
    epoch: int = fields.BigIntField(default=0)
    holder = fields.CharField(max_length=32, default="")
    wanted = fields.BooleanField(default=False)
    multipart = fields.TextField(default="")
    size: int = fields.BigIntField(default=0)
    number: int = fields.IntField(default=0)
    tails: list[list[Any]] = fields.JSONField(default=list)
    state: bytes = fields.BinaryField()
    finishing = fields.CharField(max_length=32, default="")
    created_at: datetime = fields.DatetimeField(default=now)

    class Meta:
        table = "files_s3_upload"
        unique_together = (("name", "aside"),)
        indexes = (Index(fields=("holder",), name="files_s3_upload_holder"),)


class S3Part(Model):
    """A part that counts: `storage.s3.ledger.SentPart`."""

    id: int = fields.BigIntField(primary_key=True)
    upload: fields.ForeignKeyRelation[S3Upload] = fields.ForeignKeyField(
        "boite.S3Upload", related_name="parts", on_delete=fields.CASCADE
    )
    upload_id: str
    number: int = fields.IntField()
    size: int = fields.BigIntField()
    etag = fields.CharField(max_length=80)
    crc: int = fields.BigIntField()
    state: bytes = fields.BinaryField()

    class Meta:
        table = "files_s3_part"
        unique_together = (("upload", "number"),)
