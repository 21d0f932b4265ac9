"""What a visit stops at is a stop: « step » is what somebody did with a text. A word of ours: no table changes."""

from tortoise import migrations

from boite.database.upgrade.renaming import RenameClass


class Migration(migrations.Migration):
    dependencies = [("boite", "0022_cards_and_visits")]

    operations = [RenameClass("Step", "VisitStop")]
