"""What was told of an attestation is about its paper, as it is from here on: those told before said the event.

One UPDATE, of rows that an index finds. The paper is in the details since the first of them.
"""

from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops


async def about_the_paper(apps: Any, editor: Any) -> None:
    """What the details say, on either engine."""
    client = editor.client
    on_sqlite = client.capabilities.dialect == "sqlite"
    paper = "json_extract(details, '$.node')" if on_sqlite else "details ->> 'node'"
    await client.execute_query(
        f"UPDATE journal_entry SET subject_kind = 'node', subject_id = NULLIF(SUBSTR({paper}, 1, 160), '')"
        " WHERE kind = 'agenda.attested'"
    )


class Migration(migrations.Migration):
    dependencies = [("boite", "0036_pressing")]

    operations = [ops.RunPython(about_the_paper, ops.RunPython.noop)]
