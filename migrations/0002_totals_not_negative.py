"""A space's totals can never go below zero, whatever the code does.

Beside the first migration and not inside: CreateModel drops CHECK constraints in silence (tortoise 1.1.9).
"""

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.constraints import CheckConstraint


class Migration(migrations.Migration):
    dependencies = [("boite", "0001_initial")]

    operations = [
        ops.AddConstraint(
            "Space",
            CheckConstraint(check="used_bytes >= 0 AND reserved_bytes >= 0", name="files_space_not_negative"),
        ),
    ]
