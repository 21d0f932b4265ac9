"""What a question explains and what answers say is Markdown from here on: what was typed before reads as it did.

A sign that would mean something now (a star, a dash that begins a line) has a backslash before it.
"""

from typing import Any

from tortoise import migrations
from tortoise.migrations import operations as ops

from boite.text.short_rich_text import literal

COLUMNS = (("orientation_question", "explanation"), ("orientation_answer", "brings"), ("orientation_answer", "how"))


async def escape(apps: Any, schema_editor: Any) -> None:
    """Only the texts that would read otherwise are written."""
    client = schema_editor.client
    first, second = ("?", "?") if client.capabilities.dialect == "sqlite" else ("$1", "$2")
    for table, column in COLUMNS:
        _, rows = await client.execute_query(f"SELECT id, {column} AS text FROM {table} WHERE {column} <> ''")
        for row in rows:
            if (now := literal(row["text"])) != row["text"]:
                await client.execute_query(f"UPDATE {table} SET {column} = {first} WHERE id = {second}", [now, row["id"]])


class Migration(migrations.Migration):
    dependencies = [("boite", "0031_contact_points")]

    operations = [ops.RunPython(escape, ops.RunPython.noop)]
