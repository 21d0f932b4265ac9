"""What the journal tells since 0028 is told by nothing else: two columns that nobody read go."""

from tortoise import migrations

from boite.database.upgrade.dropping import DropColumn


class Migration(migrations.Migration):
    dependencies = [("boite", "0042_statistics")]

    operations = [DropColumn("Registration", "promoted_due"), DropColumn("Registration", "cancelled_due")]
