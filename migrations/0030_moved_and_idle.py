"""What a move of an event owes to whom, why a box closes, and who a mail went to once its address is erased.

Columns that are empty for what was there: nothing is rebuilt. Visits are kept since 0022: whoever has not come since then
is taken to come today. Their two years begin now, and every notice still has its day.
"""

from typing import Any

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from boite.accounts.models import ClosingWhy
from boite.clock import today


async def seen(apps: Any, editor: Any) -> None:
    """The day of the last visit of those who have none."""
    await editor.client.execute_query(
        f"UPDATE account_user SET seen_on = '{today().isoformat()}' WHERE seen_on IS NULL AND role <> 'group'"
    )


class Migration(migrations.Migration):
    dependencies = [("boite", "0029_event_pictures")]

    operations = [
        ops.AddField("Registration", "moved_due", fields.DatetimeField(null=True)),
        ops.AddField("Registration", "moved_from", fields.JSONField(null=True)),
        ops.AddField("User", "closing_why", fields.CharEnumField(ClosingWhy, max_length=10, default=ClosingWhy.ASKED, db_default="")),
        ops.AddField("OutgoingMail", "mailbox_digest", fields.CharField(max_length=32, default="", db_default="")),
        ops.RunPython(seen, ops.RunPython.noop),
    ]
