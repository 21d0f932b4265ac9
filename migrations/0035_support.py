"""Where a person lives, by the code of a commune, and which structures help them along.

A table of its own, and a column that is empty for what was there: nothing is rebuilt. What was typed freely is matched
by a chore, once the directory is there to match it with.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from boite.clock import now

KEY = {"generated": True, "primary_key": True, "unique": True, "db_index": True}


class Migration(migrations.Migration):
    dependencies = [("boite", "0034_sms_month")]

    operations = [
        ops.CreateModel(
            name="Support",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("user", fields.ForeignKeyField("boite.User", source_field="user_id", db_constraint=True, to_field="id", related_name="supports", on_delete=OnDelete.CASCADE)),
                ("structure", fields.ForeignKeyField("boite.Structure", source_field="structure_id", db_constraint=True, to_field="id", related_name="supports", on_delete=OnDelete.CASCADE)),
                ("since", fields.DateField(null=True)),
                ("until", fields.DateField(null=True)),
                ("lead", fields.BooleanField(default=False)),
                ("at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "support_support", "app": "boite", "indexes": [Index(fields=["user_id", "id"], name="support_support_user"), Index(fields=["structure_id"], name="support_support_structure")], "pk_attr": "id", "table_description": "A structure helps a person along. Only the person says so, and it opens nothing of theirs to anybody."},
            bases=["Model"],
        ),
        ops.AddField("User", "commune_code", fields.CharField(default="", db_default="", max_length=5)),
    ]
