"""What the service says first: what was said to whom, what each wants of it; the day when an end of validity was typed.

Tables of their own, and columns that are empty for what was there: nothing is rebuilt. What waits to be seen was told.
"""

from typing import Any

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from boite.clock import now
from boite.notifications.models import Channel

KEY = {"generated": True, "primary_key": True, "unique": True, "db_index": True}


async def told(apps: Any, editor: Any) -> None:
    """What waits to be seen was told; what was seen before is read in the journal, as it was."""
    await editor.client.execute_query(
        "UPDATE journal_entry SET told_at = unseen_since WHERE unseen_since IS NOT NULL"
    )


class Migration(migrations.Migration):
    dependencies = [("boite", "0027_deposit_titles")]

    operations = [
        ops.CreateModel(
            name="Notice",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("recipient", fields.ForeignKeyField("boite.User", source_field="recipient_id", db_constraint=True, to_field="id", related_name="notices", on_delete=OnDelete.CASCADE)),
                ("kind", fields.CharField(max_length=40)),
                ("subject", fields.UUIDField()),
                ("step", fields.CharField(max_length=60)),
                ("about", fields.JSONField(default=dict)),
                ("at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("read_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("gone_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("why", fields.CharField(default="", max_length=10)),
            ],
            options={"table": "notifications_notice", "app": "boite", "unique_together": (("recipient", "kind", "subject", "step"),), "indexes": [Index(fields=["at"], name="notifications_notice_at")], "pk_attr": "id", "table_description": "One thing said to one person, once: which kind, about what, which step of it. Never its words."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Preference",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("user", fields.ForeignKeyField("boite.User", source_field="user_id", db_constraint=True, to_field="id", related_name="preferences", on_delete=OnDelete.CASCADE)),
                ("kind", fields.CharField(max_length=40)),
                ("channel", fields.CharEnumField(default=Channel.SERVICE, description="SERVICE: service", enum_type=Channel, max_length=10)),
                ("wanted", fields.BooleanField()),
            ],
            options={"table": "notifications_preference", "app": "boite", "unique_together": (("user", "kind", "channel"),), "pk_attr": "id", "table_description": "What somebody wants otherwise than everybody: a kind of message, on a channel. No row: as everybody."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Sweep",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("kind", fields.CharField(max_length=40)),
                ("day", fields.DateField()),
                ("held_until", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("done_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("told", fields.IntField(default=0)),
            ],
            options={"table": "notifications_sweep", "app": "boite", "unique_together": (("kind", "day"),), "pk_attr": "id", "table_description": "One kind of reminder, one day: whoever wrote the row goes through the day. A dead one is taken over."},
            bases=["Model"],
        ),
        ops.AddField("Node", "validity_on", fields.DateField(null=True)),
        ops.AddField("Entry", "told_at", fields.DatetimeField(null=True)),
        ops.RunPython(told, ops.RunPython.noop),
    ]
