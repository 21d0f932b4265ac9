"""Which events are dates of one that comes back: none of before knows it."""

from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """One column that may be empty, and its index: nothing is rebuilt."""

    dependencies = [("boite", "0038_free_text_tried")]

    operations = [
        ops.AddField("Event", "series", fields.UUIDField(null=True)),
        ops.AddIndex("Event", Index(fields=["series"], name="agenda_event_series")),
    ]
