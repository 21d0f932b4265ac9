"""The title that somebody gives to a paper while it is still being sent."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """One column, empty for what waits already: nothing is rebuilt."""

    dependencies = [("boite", "0026_languages")]

    operations = [
        ops.AddField("Upload", "title", fields.CharField(max_length=255, default="", db_default="")),
    ]
