"""Months without names, and the figures made of them. Tables of their own: nothing is rebuilt, nothing is filled.

The first figures are made by the chore, from the journal as far as it goes.
"""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from boite.clock import now
from boite.statistics.models import PeriodState


class Migration(migrations.Migration):
    dependencies = [("boite", "0041_directory_use")]

    operations = [
        ops.CreateModel(
            name="StatFact",
            fields=[
                ("id", fields.BigIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ("place_id", fields.IntField()),
                ("public", fields.SmallIntField()),
                ("age", fields.SmallIntField()),
                ("bits", fields.BigIntField()),
            ],
            options={"table": "stat_fact", "app": "boite", "pk_attr": "id", "table_description": "One person, one month, without a name: where they were, what they were, what they did."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatFigure",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("place_id", fields.IntField()),
                ("period", fields.CharField(max_length=12)),
                ("measure", fields.SmallIntField()),
                ("as_of", fields.CharField(max_length=12)),
                ("figures", fields.BinaryField()),
            ],
            options={"table": "stat_figure", "app": "boite", "unique_together": (("place_id", "measure", "period"),), "pk_attr": "id", "table_description": "One measure by public and by age, in one place and one period: the shapes of its level, in fives, packed."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatGroup",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("month", fields.CharField(max_length=12)),
                ("place_id", fields.IntField()),
                ("public", fields.SmallIntField()),
                ("age", fields.SmallIntField()),
                ("bits", fields.BigIntField()),
                ("people", fields.IntField()),
            ],
            options={"table": "stat_group", "app": "boite", "indexes": [Index(fields=["month"], name="stat_group_month")], "pk_attr": "id", "table_description": "The people of one old month who were alike: what is left of facts a year after their school year."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatHeadline",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("place_id", fields.IntField()),
                ("period", fields.CharField(max_length=12)),
                ("figures", fields.BinaryField()),
            ],
            options={"table": "stat_headline", "app": "boite", "unique_together": (("place_id", "period"),), "pk_attr": "id", "table_description": "The totals of one place and one period: one number for each measure, in fives, packed (`packing.py`)."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatPeriod",
            fields=[
                ("code", fields.CharField(primary_key=True, unique=True, db_index=True, max_length=12)),
                ("state", fields.CharEnumField(description="PROVISIONAL: provisoire\nREVISED: revise\nFINAL: definitif", enum_type=PeriodState, max_length=12)),
                ("published_at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ("closed_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("mark", fields.CharField(max_length=32)),
            ],
            options={"table": "stat_period", "app": "boite", "pk_attr": "code", "table_description": "A period that was published."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatPerson",
            fields=[
                ("user", fields.OneToOneField("boite.User", source_field="user_id", primary_key=True, db_index=True, db_constraint=True, to_field="id", related_name="counted_as", on_delete=OnDelete.CASCADE)),
                ("key", fields.BigIntField(unique=True)),
            ],
            options={"table": "stat_person", "app": "boite", "pk_attr": "user_id", "table_description": "The number under which an account is counted. Drawn, not derived: once the row is gone, nobody finds it."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatPlace",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("path", fields.CharField(unique=True, max_length=130)),
                ("code", fields.CharField(max_length=40)),
            ],
            options={"table": "stat_place", "app": "boite", "indexes": [Index(fields=["code"], name="stat_place_code")], "pk_attr": "id", "table_description": "A place as it was when somebody was counted there: a structure that moves has another row."},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="StatSecret",
            fields=[
                ("id", fields.SmallIntField(generated=False, primary_key=True, unique=True, db_index=True)),
                ("secret", fields.BinaryField()),
                ("made_at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
            ],
            options={"table": "stat_secret", "app": "boite", "pk_attr": "id", "table_description": "What draws the roundings: made once, saved with the base, never shown, never changed (`secret.py`)."},
            bases=["Model"],
        ),
    ]
