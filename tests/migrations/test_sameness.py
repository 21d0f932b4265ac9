"""The same schema on both engines, and the one that the models say."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from pathlib import Path

import pytest
from tortoise import Model, Tortoise
from tortoise.fields.data import CharEnumFieldInstance
from tortoise.fields.relational import ForeignKeyFieldInstance
from tortoise.indexes import Index
from tortoise.migrations import operations as ops
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.constraints import CheckConstraint

import boite.files.table_checks  # noqa: F401 - what the models do not say
from boite.database.connection import opened, tortoise_config
from boite.database.schema import INDEXES, migrate
from boite.settings import Settings
from tests.databases import ENGINE
from tests.migrations.catalogue import Table, plain
from tests.migrations.stored import tables

WITHOUT_MODEL = {"site_chore", "site_edition", "site_maintenance", "tortoise_migrations"}
FULL_TEXT = {"directory_document", "library_document", "news_document"}
"""Their words are a column of PostgreSQL, and a table of its own on SQLite (`boite.database.schema`)."""
SQLITE_TYPES = {
    "BIGINT": {"BIGINT", "INTEGER"},
    "BOOLEAN": {"INT"},
    "BYTEA": {"BLOB"},
    "CHARACTER VARYING": {"VARCHAR"},
    "DATE": {"DATE"},
    "DOUBLE PRECISION": {"REAL"},
    "INTEGER": {"INT", "INTEGER"},
    "JSONB": {"JSON"},
    "SMALLINT": {"SMALLINT"},
    "TEXT": {"TEXT"},
    "TIMESTAMP WITH TIME ZONE": {"TIMESTAMP"},
    "UUID": {"CHAR(36)"},
}
"""What SQLite calls each type of PostgreSQL; lengths aside."""
SPOKEN = {
    "BOOL": "BOOLEAN",
    "VARCHAR": "CHARACTER VARYING",
    "TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE",
    "INT": "INTEGER",
}
"""What PostgreSQL calls the types that Tortoise asks it for."""


MISREAD = {
    "Alter field discard_row on Node",  # a relation whose column has its own name: it reads the column wrong
    "Remove field id from Document",  # `generated=False` is forgotten where it writes, seen where it reads
    "Add field id to Document",
    "Add index to Document",
}
"""What Tortoise's tool proposes although nothing differs. Never leave one of these in a migration."""
COUNTED = {("directory_document", "id")}
"""SQLite counts this number by itself, and nobody asks it to: `generated=False` was forgotten in 0003."""


def without_full_text(name: str, table: Table) -> Table:
    """The table without what PostgreSQL adds for searches."""
    if name not in FULL_TEXT:
        return table
    columns = {column: said for column, said in table.columns.items() if column != "terms"}
    indexes = {index: said for index, said in table.indexes.items() if said[0] != ("terms",)}
    return replace(table, columns=columns, indexes=indexes)


@pytest.mark.skipif(ENGINE != "postgres", reason="compares both engines: once is enough, where both are there")
def test_both_engines_hold_the_same(settings: Settings, tmp_path: Path) -> None:
    embedded = replace(settings, database="", data=tmp_path / "embedded")
    asyncio.run(migrate(embedded))
    ours, theirs = tables(embedded), tables(settings)
    assert set(ours) == set(theirs)
    for name, table in theirs.items():
        server = without_full_text(name, table)
        file = ours[name]
        assert set(file.columns) == set(server.columns), name
        for column, (kind, nullable) in server.columns.items():
            said, empty = file.columns[column]
            family, _, length = kind.partition("(")
            assert said in SQLITE_TYPES[family] or said == f"{_first(SQLITE_TYPES[family])}({length}", (name, column)
            assert empty == nullable, (name, column)
        assert replace(file, columns={}) == replace(server, columns={}), name


def _first(names: set[str]) -> str:
    return min(names)


async def said_by_models(settings: Settings) -> dict[str, Table]:
    """The tables as the models say them, in the words of the engine of this run."""
    async with opened(settings):
        return {model._meta.db_table: _said(model) for model in Tortoise.apps["boite"].values()}


def _said(model: type[Model]) -> Table:
    meta = model._meta
    table = Table(primary=(meta.fields_map[meta.pk_attr].source_field or meta.pk_attr,))
    dialect = "sqlite" if ENGINE == "sqlite" else "postgres"
    for name, column in meta.fields_db_projection.items():
        field = meta.fields_map[name]
        relation = field.reference
        kind = field.get_for_dialect(dialect, "SQL_TYPE").upper()
        if field.generated and dialect == "sqlite":
            kind = "INTEGER"
        family, bracket, length = kind.partition("(")
        table.columns[column] = (
            kind if dialect == "sqlite" else SPOKEN.get(family, family) + bracket + length,
            field.null,
        )
        if field.unique and not field.pk:
            table.unique.add((column,))
        if isinstance(relation, ForeignKeyFieldInstance):
            there = relation.to_field_instance
            target = (relation.related_model._meta.db_table, there.source_field or there.model_field_name)
            table.keys.add((column, *target, relation.on_delete.value))
    for together in meta.unique_together:
        table.unique.add(tuple(_column(model, name) for name in together))
    for index in meta.indexes:
        assert isinstance(index, Index)
        assert index.name
        table.indexes[index.name] = (tuple(_column(model, name) for name in index.fields), False, "")
    for constraint in meta.constraints:
        assert isinstance(constraint, CheckConstraint)
        table.checks[constraint.name] = plain(constraint.check)
    return table


def _column(model: type[Model], name: str) -> str:
    field = model._meta.fields_map[name]
    return field.source_field or name


def test_the_schema_is_the_one_of_the_models(settings: Settings) -> None:
    wanted, there = asyncio.run(said_by_models(settings)), tables(settings)
    assert set(there) == set(wanted) | WITHOUT_MODEL
    for name, model in wanted.items():
        table = without_full_text(name, there[name])
        for column, said in model.columns.items():
            assert table.columns[column] == said or (name, column) in COUNTED, (name, column)
        assert set(table.columns) == set(model.columns), name
        assert table.primary == model.primary, name
        assert table.keys == model.keys, name
        assert table.checks == model.checks, name
        raw = {index: said for index, said in table.indexes.items() if index in by_hand()}
        assert {**raw, **model.indexes} == table.indexes, name
        assert table.unique == model.unique, name


def by_hand() -> set[str]:
    """The indexes that models cannot say."""
    return {re.split(r"\s+", statement.partition(" IF NOT EXISTS ")[2])[0] for statement in INDEXES}


def test_the_tool_of_migrations_proposes_nothing_new(settings: Settings) -> None:
    """Or the next migration would carry what nobody asked for, as 0003 did: models and migrations say the same."""

    async def operations() -> set[str]:
        async with opened(settings):
            writers = await MigrationAutodetector(Tortoise.apps, tortoise_config(settings)["apps"]).changes()
            proposed = [operation for writer in writers for operation in writer.operations]
            return {operation.describe() for operation in proposed if not only_words(operation)}

    assert asyncio.run(operations()) <= MISREAD


def only_words(operation: ops.Operation) -> bool:
    """Whether it changes comments alone: those of a table, or the values of a choice, whose column stays as it is."""
    if isinstance(operation, ops.AlterField):
        return isinstance(operation.field, CharEnumFieldInstance)
    return isinstance(operation, ops.AlterModelOptions)
