"""Where to park at a reception point, and the bus or the train that leads there."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """Two columns with a default of the base: nothing is rebuilt."""

    dependencies = [("boite", "0020_revisions")]

    initial = False

    operations = [
        ops.AddField(model_name="ReceptionPoint", name="parking", field=fields.CharField(max_length=500, default="", db_default="")),
        ops.AddField(model_name="ReceptionPoint", name="transport", field=fields.CharField(max_length=500, default="", db_default="")),
    ]
