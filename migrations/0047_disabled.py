from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """An operator may close an account for a while, and says why."""

    dependencies = [("boite", "0046_deliveries_together")]

    initial = False

    operations = [
        ops.AddField("User", "disabled_at", fields.DatetimeField(null=True)),
        ops.AddField("User", "disabled_why", fields.CharField(max_length=200, default="", db_default="")),
    ]
