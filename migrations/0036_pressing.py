"""Whether what happened is to be told at once: false for what was there, which was told."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """One column, with a default of the database: nothing is rebuilt."""

    dependencies = [("boite", "0035_support")]

    operations = [
        ops.AddField("Entry", "pressing", fields.BooleanField(default=False, db_default=False)),
    ]
