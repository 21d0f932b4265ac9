"""The changes of an event are called as those of everything else. A renamed column: no table is built again."""

from tortoise import migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("boite", "0019_subject")]

    operations = [ops.RenameField("Change", "fields_changed", "changes")]
