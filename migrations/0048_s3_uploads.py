
from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from boite.clock import now


class Migration(migrations.Migration):
    dependencies = [("boite", "0047_disabled")]

    initial = False

    operations = [
        ops.CreateModel(
            name="S3Upload",
            fields=[
                ("id", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=32)),
                ("name", fields.CharField(max_length=32)),
                ("aside", fields.CharField(default="", max_length=10)),
                ("place", fields.CharField(max_length=64)),
                ("epoch", fields.BigIntField(default=0)),
                ("holder", fields.CharField(default="", max_length=32)),
                ("wanted", fields.BooleanField(default=False)),
                ("multipart", fields.TextField(default="", unique=False)),
                ("size", fields.BigIntField(default=0)),
                ("number", fields.IntField(default=0)),
                ("tails", fields.JSONField(default=list)),
                ("state", fields.BinaryField()),
                ("finishing", fields.CharField(default="", max_length=32)),
                ("created_at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "files_s3_upload",
                "app": "boite",
                "unique_together": (("name", "aside"),),
                "indexes": [Index(fields=["holder"], name="files_s3_upload_holder")],
                "pk_attr": "id",
                "table_description": "An upload under way, or set aside: `storage.s3.ledger.UploadRow`.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="S3Part",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "upload",
                    fields.ForeignKeyField(
                        "boite.S3Upload",
                        source_field="upload_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="parts",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("number", fields.IntField()),
                ("size", fields.BigIntField()),
                ("etag", fields.CharField(max_length=80)),
                ("crc", fields.BigIntField()),
                ("state", fields.BinaryField()),
            ],
            options={
                "table": "files_s3_part",
                "app": "boite",
                "unique_together": (("upload", "number"),),
                "pk_attr": "id",
                "table_description": "A part that counts: `storage.s3.ledger.SentPart`.",
            },
            bases=["Model"],
        ),
    ]
