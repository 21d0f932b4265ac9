"""Where somebody is told outside the service, what is on its way there, and when they want it.

Tables of their own, and columns that are empty for what was there: nothing is rebuilt, nothing old is told.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from boite.clock import now
from boite.notifications.models import Channel, MessageFate

KEY = {"generated": True, "primary_key": True, "unique": True, "db_index": True}


class Migration(migrations.Migration):
    dependencies = [("boite", "0030_moved_and_idle")]

    operations = [
        ops.CreateModel(
            name="CodeAsked",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("user", fields.ForeignKeyField("boite.User", source_field="user_id", null=True, db_constraint=True, to_field="id", related_name="codes_asked", on_delete=OnDelete.SET_NULL)),
                ("channel", fields.CharEnumField(description="SERVICE: service\nMAIL: mail\nPUSH: push\nSMS: sms", enum_type=Channel, max_length=10)),
                ("digest", fields.CharField(max_length=32)),
                ("at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "notifications_code_asked", "app": "boite", "indexes": [Index(fields=["digest", "at"], name="notifications_code_asked_digest"), Index(fields=["at"], name="notifications_code_asked_at")], "pk_attr": "id", "table_description": "One code sent to prove that a mailbox or a telephone is somebody's: counted, so that nobody is made to pay."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ContactPoint",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("user", fields.ForeignKeyField("boite.User", source_field="user_id", db_constraint=True, to_field="id", related_name="contact_points", on_delete=OnDelete.CASCADE)),
                ("channel", fields.CharEnumField(description="SERVICE: service\nMAIL: mail\nPUSH: push\nSMS: sms", enum_type=Channel, max_length=10)),
                ("address", fields.TextField(unique=False)),
                ("digest", fields.CharField(max_length=32)),
                ("label", fields.CharField(default="", max_length=120)),
                ("session", fields.ForeignKeyField("boite.Session", source_field="session_id", null=True, db_constraint=True, to_field="id", related_name="contact_points", on_delete=OnDelete.CASCADE)),
                ("p256dh", fields.CharField(default="", max_length=90)),
                ("auth", fields.CharField(default="", max_length=30)),
                ("vapid", fields.CharField(default="", max_length=8)),
                ("detailed", fields.BooleanField(default=False)),
                ("code_number", fields.IntField(default=0)),
                ("code_tries", fields.IntField(default=0)),
                ("code_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("made_at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ("confirmed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("closed_why", fields.CharField(default="", max_length=20)),
                ("failures", fields.IntField(default=0)),
                ("last_ok_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "notifications_contact_point", "app": "boite", "unique_together": (("user", "channel", "digest"),), "indexes": [Index(fields=["channel", "digest"], name="notifications_contact_point_digest")], "pk_attr": "id", "table_description": "An address, a browser or a number where somebody wants to be told. Nothing is sent before they confirmed it."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="MessageDelivery",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("contact", fields.ForeignKeyField("boite.ContactPoint", source_field="contact_id", db_constraint=True, to_field="id", related_name="deliveries", on_delete=OnDelete.CASCADE)),
                ("once", fields.CharField(unique=True, max_length=90)),
                ("urgency", fields.CharField(max_length=10)),
                ("due_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("fate", fields.CharEnumField(default=MessageFate.DUE, description="DUE: due\nHANDED: handed\nWITHDRAWN: withdrawn\nREFUSED: refused\nGIVEN_UP: given_up\nDOUBTFUL: doubtful", enum_type=MessageFate, max_length=10)),
                ("tries", fields.IntField(default=0)),
                ("sendings", fields.IntField(default=0)),
                ("code", fields.IntField(default=0)),
                ("words", fields.CharField(default="", max_length=300)),
                ("at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ("ended_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "notifications_delivery", "app": "boite", "indexes": [Index(fields=["fate", "due_at"], name="notifications_delivery_due"), Index(fields=["contact_id", "ended_at"], name="notifications_delivery_ended")], "pk_attr": "id", "table_description": "One message on its way to one contact point: a mail, a push or an SMS. Its words are drawn as it leaves."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Carried",
            fields=[
                ("id", fields.BigIntField(**KEY)),
                ("delivery", fields.ForeignKeyField("boite.MessageDelivery", source_field="delivery_id", db_constraint=True, to_field="id", related_name="carried", on_delete=OnDelete.CASCADE)),
                ("contact", fields.ForeignKeyField("boite.ContactPoint", source_field="contact_id", db_constraint=True, to_field="id", related_name="carried", on_delete=OnDelete.CASCADE)),
                ("mark", fields.CharField(max_length=24)),
            ],
            options={"table": "notifications_carried", "app": "boite", "unique_together": (("contact", "mark"),), "pk_attr": "id", "table_description": "One message that a delivery carries: a contact point is given each message once."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Rhythm",
            fields=[
                ("user", fields.OneToOneField("boite.User", source_field="user_id", primary_key=True, db_index=True, db_constraint=True, to_field="id", related_name="rhythm", on_delete=OnDelete.CASCADE)),
                ("digest", fields.CharField(max_length=12)),
                ("weekday", fields.IntField(default=1)),
                ("at", fields.IntField(default=540)),
                ("quiet_from", fields.IntField(default=1200)),
                ("quiet_to", fields.IntField(default=480)),
                ("saturdays", fields.BooleanField(default=True)),
                ("sundays", fields.BooleanField(default=False)),
                ("holidays", fields.BooleanField(default=False)),
                ("paused_until", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "notifications_rhythm", "app": "boite", "pk_attr": "user_id", "table_description": "When somebody wants to be told, where it is not when everybody is. Hours are minutes of the day, in France."},
            bases=["Model"],
        ),
        ops.AddField("Entry", "tell_due", fields.DatetimeField(null=True)),
        ops.AddField("Notice", "tell_due", fields.DatetimeField(null=True)),
        ops.AddField("Notice", "urgency", fields.CharField(default="", db_default="", max_length=10)),
    ]
