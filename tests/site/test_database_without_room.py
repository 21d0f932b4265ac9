"""What a database says of a full disk becomes a 507 that one understands; its other refusals stay our mistakes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from asyncpg.exceptions import DiskFullError, UndefinedTableError
from tortoise.exceptions import OperationalError

from boite.database.disk_full import lacks_room


def full(folder: Path) -> sqlite3.OperationalError:
    """What SQLite itself raises when its file may not grow."""
    with closing(sqlite3.connect(folder / "small.sqlite3")) as base:
        base.execute("CREATE TABLE paper (bytes BLOB)")
        base.execute("PRAGMA max_page_count = 2")
        with pytest.raises(sqlite3.OperationalError) as refusal:
            base.execute("INSERT INTO paper VALUES (zeroblob(1000000))")
    return refusal.value


def test_a_full_disk_is_known_on_both_databases(tmp_path: Path) -> None:
    error = full(tmp_path)
    assert lacks_room(error)
    assert lacks_room(OperationalError(error))
    assert lacks_room(OperationalError(DiskFullError("could not extend file")))


def test_other_refusals_are_not_taken_for_it() -> None:
    with closing(sqlite3.connect(":memory:")) as base, pytest.raises(sqlite3.OperationalError) as refusal:
        base.execute("SELECT * FROM nothing")
    for error in (refusal.value, UndefinedTableError("no such table")):
        assert not lacks_room(OperationalError(error))
    assert not lacks_room(OperationalError("database or disk is full, says somebody"))
