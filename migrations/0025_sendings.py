"""How many times a server may have taken a mail: one in doubt goes once more, and never a third time."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """One column, 0 for what waits already: nothing is rebuilt."""

    dependencies = [("boite", "0024_letter_revisions")]

    operations = [
        ops.AddField("OutgoingMail", "sendings", fields.IntField(default=0, db_default=0)),
    ]
