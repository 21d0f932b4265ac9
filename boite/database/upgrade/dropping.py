"""A column that goes, its table staying as it is otherwise. Tortoise's own way rewrites the table on SQLite."""

from __future__ import annotations

from tortoise.migrations.operations import RemoveField
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import State


class DropColumn(RemoveField):
    """Both engines drop a column that no index, key nor check names (SQLite since 3.35), rows and the rest staying."""

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        """Drop it, by the name that it has in the database."""
        if state_editor is None:
            return
        model = old_state.apps.get_model(f"{app_label}.{self.model_name}")
        column = model._meta.fields_db_projection[self.name]
        await state_editor.client.execute_query(f'ALTER TABLE "{model._meta.db_table}" DROP COLUMN "{column}"')
