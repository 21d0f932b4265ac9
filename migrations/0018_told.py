"""What somebody is told waits to be seen; an address that bounced is remembered whatever its person decides.

Columns only, each empty for what was there: none of these makes SQLite build a table again.
"""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("boite", "0013_store_identity")]

    operations = [
        ops.AddField("Entry", "subject", fields.CharField(max_length=160, null=True)),
        ops.AddField("Entry", "unseen_since", fields.DatetimeField(null=True)),
        ops.AddField("Silence", "bounced_at", fields.DatetimeField(null=True)),
    ]
