"""The address where a reception point will be, told before the day when it moves."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """One nullable column: nothing is rebuilt."""

    dependencies = [("boite", "0015_instants_in_utc")]

    initial = False

    operations = [
        ops.AddField(model_name="ReceptionPoint", name="coming", field=fields.JSONField(null=True)),
    ]
