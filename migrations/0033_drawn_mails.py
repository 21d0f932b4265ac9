"""A mail that holds a number in the place of words, drawn as it leaves; and what is more pressing than a digest.

Columns that are empty for what was there: nothing is rebuilt.
"""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("boite", "0032_marks_of_answers")]

    operations = [
        ops.AddField("OutgoingMail", "drawn_for", fields.BigIntField(null=True)),
        ops.AddField("OutgoingMail", "urgent", fields.BooleanField(default=False, db_default=False)),
        ops.AddIndex("OutgoingMail", Index(fields=["urgent", "fate", "due_at"], name="mail_outgoing_urgent")),
    ]
