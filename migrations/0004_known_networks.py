"""The networks of this service, with the names that they had: entered once, so that they can be renamed afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any

from boite.directory.places.networks import KNOWN
from tortoise import migrations
from tortoise.migrations import operations as ops


async def enter(apps: Any, editor: Any) -> None:
    """One row by network and by name, written by hand: the models may change later."""
    if await editor.client.execute_query_dict("SELECT 1 FROM directory_network LIMIT 1"):
        return  # a former release entered them, and died before it said so
    for rank, known in enumerate(KNOWN):
        values = [known.code, known.name, known.short_name, known.di_code, rank]
        await _insert(editor, "directory_network (code, name, short_name, di_code, rank)", values)
        names = [(name, "former", until) for name, until in known.former] + [(n, "alias", None) for n in known.aliases]
        for name, kind, until in names:
            await _insert(editor, "directory_network_name (network_id, name, kind, until)", [known.code, name, kind, until])


async def _insert(editor: Any, into: str, values: list[Any]) -> None:
    sqlite = editor.client.capabilities.dialect == "sqlite"
    marks = ", ".join("?" if sqlite else f"${number}" for number in range(1, len(values) + 1))
    plain = [value.isoformat() if sqlite and isinstance(value, date) else value for value in values]
    await editor.client.execute_query(f"INSERT INTO {into} VALUES ({marks})", plain)


class Migration(migrations.Migration):
    dependencies = [("boite", "0003_directory_and_orientation")]

    operations = [ops.RunPython(enter, ops.RunPython.noop)]
