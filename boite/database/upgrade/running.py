"""Running migrations: Tortoise's operations, in the caller's transaction, each recorded with what it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tortoise import Model
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations import operations as ops
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.migration import Migration
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, BaseSchemaEditor, SqliteSchemaEditor
from tortoise.migrations.schema_generator.state import ModelState, State
from tortoise.migrations.schema_generator.state_apps import StateApps

APP = "boite"
FORWARD_ONLY = {ops.CreateModel, ops.AddField, ops.AddIndex, ops.RunPython}
"""Operations that look at the state after them only."""


LAST_RECORDED_APART = "0011_portraits"
"""Up to here, releases recorded a migration after its transaction."""
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
    "postgres": "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
}


class ModelsAsAsked(StateApps):
    """The models that `states` says, each made when an operation asks for it, with those that it points to.

    Tortoise makes all of them again after each operation, and a copy of all before it: nine tenths of an upgrade.
    What points to a model may be missing from it: a migration by hand speaks SQL. KeyError: it points to nothing.
    """

    def __init__(self, states: dict[tuple[str, str], ModelState]) -> None:
        super().__init__(default_connections={APP: "default"})
        self.states = states

    def get_model(self, app_label: str, model_name: str | None = None) -> type[Model]:
        """As in Tortoise: `get_model("boite.User")`, or `get_model("boite", "User")`."""
        label, name = (app_label, model_name) if model_name else self.split_reference(app_label)
        if self._make(label, name):
            self._init_relations()
            self._build_initial_querysets()
        return self.apps[label][name]

    def _make(self, label: str, name: str) -> bool:
        """Make it, and what it points to. Returns whether it was not made yet."""
        if name in self.apps.get(label, {}):
            return False
        state = self.states[label, name]
        self.register_model(label, state.render(self))
        for field in state.fields.values():
            if isinstance(field, ops.DIRECT_RELATION_FIELDS):
                self._make(*self.split_reference(field.model_name))
        return True

    def clone(self, model_states: dict[tuple[str, str], ModelState] | None = None) -> ModelsAsAsked:
        """The models of other states. Called by Tortoise for a copy of a whole state."""
        return ModelsAsAsked(self.states if model_states is None else model_states)


@dataclass
class LatestState(State):
    """A state that forgets its models where an operation changes one, and makes none before somebody asks."""

    def reload_model(self, app_label: str, model_name: str) -> None:
        """Called by each operation."""
        self.apps.apps.clear()

    def reload_models(self, model_tuples: Any) -> None:
        """Called by each operation."""
        self.apps.apps.clear()


async def run(config: dict[str, Any], client: BaseDBAsyncClient) -> None:
    """Apply what is missing, in the transaction of `client`: a death in the middle leaves nothing half done."""
    recorder = MigrationRecorder(client)
    loader = MigrationLoader(config["apps"], recorder)
    await loader.build_graph()
    models: dict[tuple[str, str], ModelState] = {}
    state = LatestState(models, ModelsAsAsked(models))
    for migration in _in_order(loader):
        if MigrationKey(APP, migration.name) in loader.applied_migrations:
            for operation in migration.operations:
                operation.state_forward(APP, state)
            continue
        if migration.name <= LAST_RECORDED_APART and await _was_done(migration, client):
            for operation in migration.operations:
                operation.state_forward(APP, state)
        else:
            await _apply(migration, state, _editor(client))
        await recorder.record_applied(APP, migration.name)


async def _was_done(migration: Migration, client: BaseDBAsyncClient) -> bool:
    """Whether a former release died after this migration, whole, and before its record: all its tables are there."""
    wanted = {one.options["table"] for one in migration.operations if isinstance(one, ops.CreateModel) and one.options}
    there = TABLES[client.capabilities.dialect]
    return bool(wanted) and wanted <= {row["name"] for row in await client.execute_query_dict(there)}


async def ensure_record(client: BaseDBAsyncClient) -> None:
    """The table of what was applied. Outside any transaction: Tortoise's script would end it on SQLite."""
    await MigrationRecorder(client).ensure_schema(_editor(client))


def _in_order(loader: MigrationLoader) -> Iterator[Migration]:
    [leaf] = loader.graph.leaf_nodes(APP)  # two would be two migrations after the same one
    for key in loader.graph.forwards_plan(leaf):
        migration = loader.graph.nodes[key]
        if isinstance(migration, Migration):
            yield migration


def _editor(client: BaseDBAsyncClient) -> BaseSchemaEditor:
    return (SqliteSchemaEditor if client.capabilities.dialect == "sqlite" else AsyncpgSchemaEditor)(client)


async def _apply(migration: Migration, state: LatestState, editor: BaseSchemaEditor) -> None:
    for operations in _together(migration.operations):
        # One that looks back gets a state of its own; for the others, the present one will do.
        before = state if {type(one) for one in operations} <= FORWARD_ONLY else state.clone()
        for operation in operations:
            operation.state_forward(APP, state)
        for operation in operations:
            await operation.database_forward(APP, before, state, editor)


def _together(operations: Sequence[ops.Operation]) -> Iterator[list[ops.Operation]]:
    """Tables created one after the other together; any other operation alone."""
    for creating, group in groupby(operations, lambda operation: type(operation) is ops.CreateModel):
        if creating:
            yield list(group)
        else:
            yield from ([operation] for operation in group)
