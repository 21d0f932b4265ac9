"""How many SMS left in each month."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """A table of its own: nothing is rebuilt."""

    dependencies = [("boite", "0033_drawn_mails")]

    initial = False

    operations = [
        ops.CreateModel(
            name="SmsMonth",
            fields=[
                ("month", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=7)),
                ("sent", fields.IntField(default=0)),
            ],
            options={"table": "notifications_sms_month", "app": "boite", "pk_attr": "month", "table_description": "How many SMS left in a month, whoever they were for: what the operator pays."},
            bases=["Model"],
        ),
    ]
