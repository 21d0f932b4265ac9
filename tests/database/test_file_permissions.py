"""The files of an embedded base are their owner's only, those of former releases included."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from boite.database.connection import execute, opened
from boite.database.file_permissions import keep_room
from boite.database.schema import migrate
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.databases import ENGINE

pytestmark = pytest.mark.skipif(ENGINE != "sqlite", reason="PostgreSQL keeps its own files")
OTHERS = 0o077


def open_to_others(folder: Path) -> list[str]:
    """What another account of the machine may look into."""
    return [path.name for path in (folder, *folder.iterdir()) if path.stat().st_mode & OTHERS]


async def written(settings: Settings) -> list[str]:
    """What is open to others while the base is, its log included."""
    async with opened(settings):
        await execute("CREATE TABLE seen (at INTEGER)")
        await keep_room(settings, MemoryStore())
        assert len(list(settings.data.glob("boite.sqlite3*"))) == 3
        return open_to_others(settings.data)


def test_a_new_base_is_closed_to_other_accounts(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        settings = Settings(data=tmp_path / "neuf", secret="x")
        asyncio.run(migrate(settings))
        assert asyncio.run(written(settings)) == []
    finally:
        os.umask(before)


def test_that_of_a_former_release_is_closed_at_the_next_start(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, secret="x")
    asyncio.run(migrate(settings))
    beside = tmp_path / "boite.avant-0.1.0.sqlite3"
    beside.write_bytes(b"")
    for path in tmp_path.iterdir():
        path.chmod(0o644)
    asyncio.run(migrate(settings))
    assert open_to_others(tmp_path) == [tmp_path.name] * bool(tmp_path.stat().st_mode & OTHERS)
