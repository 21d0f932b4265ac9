"""How many searches of the directory were made, by day, profile and territory: a table of its own."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from boite.clock import today
from boite.directory.search.use_rows import AskerProfile

KEY = {"generated": True, "primary_key": True, "unique": True, "db_index": True}


class Migration(migrations.Migration):
    dependencies = [("boite", "0040_traits")]

    operations = [
        ops.CreateModel(
            name="DirectoryUse",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("day", fields.DateField(default=today)),
                ("profile", fields.CharEnumField(description="PERSON: person\nPROFESSIONAL: professional\nVISITOR: visitor", enum_type=AskerProfile, max_length=12)),
                ("territory_id", fields.CharField(default="", max_length=40)),
                ("times", fields.IntField(default=0)),
            ],
            options={"table": "directory_use", "app": "boite", "unique_together": (("day", "profile", "territory_id"),), "pk_attr": "id", "table_description": "How many searches of the directory were made, by day, profile and territory. Never by whom."},
            bases=["Model"],
        ),
    ]
