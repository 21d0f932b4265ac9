"""What people may add to their situation, and since what day they are not counted in statistics."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """Two columns, one with a default of the database, one that may be empty: nothing is rebuilt."""

    dependencies = [("boite", "0039_event_series")]

    operations = [
        ops.AddField("User", "traits", fields.CharField(default="", db_default="", max_length=200)),
        ops.AddField("User", "statistics_refused_on", fields.DateField(null=True)),
    ]
