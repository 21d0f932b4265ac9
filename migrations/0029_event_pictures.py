"""The picture of an event, and what it shows."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """Two columns, nullable or with a default of the base: nothing is rebuilt."""

    dependencies = [("boite", "0028_notices")]

    initial = False

    operations = [
        ops.AddField(model_name="Event", name="picture", field=fields.UUIDField(null=True)),
        ops.AddField(model_name="Event", name="picture_alt", field=fields.CharField(max_length=300, default="", db_default="")),
    ]
