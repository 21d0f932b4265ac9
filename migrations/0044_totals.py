"""Totals, flows and links of statistics: tables of their own. What facts had before is 0: nothing is filled."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("boite", "0043_told_by_the_journal")]

    operations = [
        ops.CreateModel(
            name="StatFlow",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("place_id", fields.IntField()),
                ("period", fields.CharField(max_length=12)),
                ("origin", fields.CharField(max_length=130)),
                ("destination", fields.CharField(max_length=130)),
                ("people", fields.IntField()),
            ],
            options={"table": "stat_flow", "app": "boite", "unique_together": (("place_id", "period", "origin", "destination"),), "pk_attr": "id", "table_description": "The people led from one place to another, as one place tells it: as it is shown. No row for « moins de 5 »."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatLink",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("fact", fields.BigIntField()),
                ("place_id", fields.IntField()),
                ("public", fields.SmallIntField()),
                ("age", fields.SmallIntField()),
            ],
            options={"table": "stat_link", "app": "boite", "unique_together": (("fact", "place_id"),), "pk_attr": "id", "table_description": "One person, one month, and one more structure that helps them along than the one of their fact."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatTotal",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("place_id", fields.IntField()),
                ("period", fields.CharField(max_length=12)),
                ("figures", fields.BinaryField()),
            ],
            options={"table": "stat_total", "app": "boite", "unique_together": (("place_id", "period"),), "pk_attr": "id", "table_description": "What is counted besides people of boxes, in one place and one period: as it is shown, packed (`totals.py`)."},
            bases=["Model"],
        ),
        ops.AddField(
            model_name="StatFact",
            name="deposits",
            field=fields.SmallIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="StatFact",
            name="messages",
            field=fields.SmallIntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="StatGroup",
            name="deposits",
            field=fields.IntField(default=0, db_default=0),
        ),
        ops.AddField(
            model_name="StatGroup",
            name="messages",
            field=fields.IntField(default=0, db_default=0),
        ),
    ]
