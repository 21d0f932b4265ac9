"""Whether what somebody typed freely of themselves was looked for in the directory: once is enough."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """One column, with a default of the database: nothing is rebuilt."""

    dependencies = [("boite", "0037_attested")]

    operations = [
        ops.AddField("User", "free_text_tried", fields.BooleanField(default=False, db_default=False)),
    ]
