"""A table of SQLite written anew by hand: rows, children, indexes and triggers stay."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tortoise import Tortoise

from boite.database.connection import connection, execute, fetch, tortoise_config, transaction
from boite.database.upgrade.rebuilding import rebuild
from boite.settings import Settings
from tests.databases import ENGINE

pytestmark = pytest.mark.skipif(ENGINE != "sqlite", reason="PostgreSQL alters its tables by itself")
BEFORE = (
    "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT, useless TEXT)",
    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE)",
    "CREATE INDEX parent_name ON parent (name) WHERE name <> ''",
    "CREATE TABLE gone (name TEXT)",
    "CREATE TRIGGER parent_gone AFTER DELETE ON parent BEGIN INSERT INTO gone VALUES (old.name); END",
    "INSERT INTO parent VALUES (1, 'Inès', 'x'), (2, 'Marc', 'y')",
    "INSERT INTO child VALUES (1, 1), (2, 1), (3, 2)",
)
DEFINITION = "id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (name <> ''), born INTEGER"


@pytest.fixture
async def keys_off(tmp_path: Path) -> AsyncIterator[None]:
    """A small database on a connection as migrations have it."""
    await Tortoise.init(config=tortoise_config(Settings(data=tmp_path), pragmas={"foreign_keys": "OFF"}))
    for statement in BEFORE:
        await execute(statement)
    yield
    await Tortoise.close_connections()


async def test_rows_children_indexes_and_triggers_stay(keys_off: None) -> None:
    async with transaction():
        await rebuild(connection(), "parent", DEFINITION)
    assert await fetch("SELECT * FROM parent") == [
        {"id": 1, "name": "Inès", "born": None},
        {"id": 2, "name": "Marc", "born": None},
    ]
    assert len(await fetch("SELECT * FROM child")) == 3
    assert await fetch("PRAGMA foreign_key_check") == []
    await execute("DELETE FROM parent WHERE id = 2")
    assert await fetch("SELECT name FROM gone") == [{"name": "Marc"}]
    assert len(await fetch("SELECT 1 FROM sqlite_master WHERE name = 'parent_name'")) == 1


async def test_refused_with_keys_on(keys_off: None) -> None:
    await execute("PRAGMA foreign_keys = ON")
    with pytest.raises(RuntimeError, match="children"):
        await rebuild(connection(), "parent", DEFINITION)
    assert len(await fetch("SELECT * FROM child")) == 3
