"""Running migrations: Tortoise's operations, in the caller's transaction, each recorded with what it did."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations import operations as ops
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.loader import MigrationLoader
from tortoise.migrations.migration import Migration
from tortoise.migrations.recorder import MigrationRecorder
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, BaseSchemaEditor, SqliteSchemaEditor
from tortoise.migrations.schema_generator.state import State
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


@dataclass
class DrawnLater(State):
    """A state whose models are drawn once they are looked at.

    Tortoise draws all of them again after each operation, and a copy of all before it: seven seconds of a first
    installation. Here: once for all the tables that are created together.
    """

    stale: bool = False

    def reload_model(self, app_label: str, model_name: str) -> None:
        """Called by each operation."""
        self.stale = True

    def reload_models(self, model_tuples: Any) -> None:
        """Called by each operation."""
        self.stale = True

    def draw(self) -> None:
        """Make the models as this state says them."""
        if not self.stale:
            return
        self.stale = False
        for label, models in self.apps.apps.items():
            for name in list(models):
                self.apps.unregister_model(label, name)
        for (label, _), model in self.models.items():
            self.apps.register_model(label, model.render(self.apps))
        self.apps._init_relations()
        self.apps._build_initial_querysets()


async def run(config: dict[str, Any], client: BaseDBAsyncClient) -> None:
    """Apply what is missing, in the transaction of `client`: a death in the middle leaves nothing half done."""
    recorder = MigrationRecorder(client)
    loader = MigrationLoader(config["apps"], recorder)
    await loader.build_graph()
    state = DrawnLater(models={}, apps=StateApps(default_connections={APP: "default"}))
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


async def _apply(migration: Migration, state: DrawnLater, editor: BaseSchemaEditor) -> None:
    state.draw()
    for operations in _together(migration.operations):
        # One that looks back gets a state of its own; for the others, the present one will do.
        before = state if {type(one) for one in operations} <= FORWARD_ONLY else state.clone()
        for operation in operations:
            operation.state_forward(APP, state)
        state.draw()
        for operation in operations:
            await operation.database_forward(APP, before, state, editor)
    state.validate_relations_initialized()


def _together(operations: Sequence[ops.Operation]) -> Iterator[list[ops.Operation]]:
    """Tables created one after the other together; any other operation alone."""
    for creating, group in groupby(operations, lambda operation: type(operation) is ops.CreateModel):
        if creating:
            yield list(group)
        else:
            yield from ([operation] for operation in group)
