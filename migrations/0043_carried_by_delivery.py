from tortoise import migrations
from tortoise.indexes import Index
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """A delivery finds what it carries, and what goes with it, without walking through what all of them carry."""

    dependencies = [("boite", "0042_statistics")]

    initial = False

    operations = [
        ops.AddIndex(
            model_name="Carried",
            index=Index(fields=["delivery_id"], name="notifications_carried_delivery"),
        ),
    ]
