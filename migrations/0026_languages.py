"""The language that a person chose for the pages."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """A column with a default: nothing is rebuilt. Whoever was there before has chosen none."""

    dependencies = [("boite", "0025_sendings")]

    operations = [
        ops.AddField("User", "language", fields.CharField(max_length=10, default="", db_default="")),
    ]
