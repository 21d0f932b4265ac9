"""A migration killed again and again, on the databases of every release grown to thousands of rows: whole at last."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from boite.database.schema import migrate
from boite.database.upgrade.migration_state import RELEASES, check_current
from boite.settings import Settings
from tests.live import ROOT, environment
from tests.migrations.stored import VERSIONS, brought_back, change, change_all, kept_columns, rows, tables

MANY = 2000
SAID = (
    "kind",
    "rank",
    "body_key",
    "document_type",
    "size",
    "media_type",
    "number",
    "created_at",
    "changed_at",
    "space_id",
)


def grow(settings: Settings) -> None:
    """Two thousand notes more, one in four in the trash."""
    names = ", ".join(SAID)
    space = "(SELECT space_id FROM files_discard LIMIT 1)"
    root = f"(SELECT id FROM files_node WHERE parent_id IS NULL AND space_id = {space})"
    trash = "CASE WHEN ? = 0 THEN (SELECT id FROM files_discard LIMIT 1) END"
    change_all(
        settings,
        f"INSERT INTO files_node (id, name, name_key, sort_key, parent_id, discard_id, {names})"
        f" SELECT ?, ?, ?, ?, {root}, {trash}, {names} FROM files_node WHERE id = {root}",
        [(uuid4(), f"Note {n}", f"note {n}", f"note {n:05}", n % 4) for n in range(MANY)],
    )


@pytest.mark.parametrize(("version", "last"), [(name, last) for name, last in RELEASES.items() if name != "0.1.0"])
def test_a_former_release_that_died_before_it_said_what_it_had_done(
    version: str, last: str, settings: Settings, tmp_path: Path
) -> None:
    """Up to 0.3.0 a migration was recorded after its transaction: the next start did it again, and failed for ever."""
    with brought_back(version, tmp_path / "old") as old:
        change(old, "DELETE FROM tortoise_migrations WHERE name = ?", last)
        columns = kept_columns(old)
        before = rows(old, columns)
        asyncio.run(migrate(old))
        after = rows(old, columns)
        assert not any(was - after[table] for table, was in before.items())
        assert tables(old) == tables(settings)


@pytest.mark.parametrize("version", VERSIONS)
def test_killed_again_and_again_then_whole(version: str, settings: Settings, tmp_path: Path) -> None:
    with brought_back(version, tmp_path / "old") as old:
        grow(old)
        columns = kept_columns(old)
        before = rows(old, columns)
        assert sum(before["files_node"].values()) > MANY
        command = [sys.executable, "-m", "tests.migrations.dying"]
        done = subprocess.run(command, cwd=ROOT, env=environment(old), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("killed") >= 3, done.stdout
        after = rows(old, columns)
        for table, was in before.items():
            assert not was - after[table], f"{table}: rows were lost or changed"
        assert tables(old) == tables(settings)
        asyncio.run(check_current(old))
