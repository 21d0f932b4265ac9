"""The passphrase of a box just opened waits on its session, unreadable without its cookie; the day of the last visit.

Two nullable columns: nothing is rebuilt. What was there before has no day: its next visit writes one.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """The last visit says later who has not come for two years."""

    dependencies = [("boite", "0021_parking_and_transport")]

    operations = [
        ops.AddField("Session", "card", fields.CharField(max_length=400, null=True)),
        ops.AddField("User", "seen_on", fields.DateField(null=True)),
    ]
