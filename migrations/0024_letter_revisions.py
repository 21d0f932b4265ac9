"""What somebody wrote in a letter is kept, as it is for everything else that several people write."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from boite.clock import now


class Migration(migrations.Migration):
    """A table of its own: nothing is rebuilt."""

    dependencies = [("boite", "0023_visit_stops")]

    operations = [
        ops.CreateModel(
            name="IssueRevision",
            fields=[
                ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("by", fields.ForeignKeyField("boite.User", source_field="by_id", null=True, db_constraint=True, to_field="id", related_name=False, on_delete=OnDelete.SET_NULL)),
                ("at", fields.DatetimeField(default=now, auto_now=False, auto_now_add=False)),
                ("changes", fields.JSONField(default=list)),
                ("issue", fields.ForeignKeyField("boite.Issue", source_field="issue_id", db_constraint=True, to_field="id", related_name="revisions", on_delete=OnDelete.CASCADE)),
            ],
            options={"table": "newsletter_revision", "app": "boite", "indexes": [Index(fields=["issue_id", "id"], name="newsletter_revision_issue")], "pk_attr": "id", "table_description": "What somebody wrote in one sitting: the subject and the editorial, before and after."},
            bases=["Model"],
        ),
    ]
