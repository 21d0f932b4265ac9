from uuid import uuid4

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("boite", "0044_totals")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ErasureHold",
            fields=[
                ("id", fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ("until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "files_erasure_hold",
                "app": "boite",
                "pk_attr": "id",
                "table_description": "One backup under way. Several may be, in several folders.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="StoreIdentity",
            name="restored_from",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
    ]
