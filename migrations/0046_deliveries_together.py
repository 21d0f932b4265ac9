from tortoise import fields, migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """A delivery finds what it carries without walking through what all carry; a sweep says how long it took."""

    dependencies = [("boite", "0045_restored_past")]

    initial = False

    operations = [
        ops.AddIndex("Carried", Index(fields=["delivery_id"], name="notifications_carried_delivery")),
        ops.AddField("Sweep", "seconds", fields.FloatField(null=True)),
    ]
