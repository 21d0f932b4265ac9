"""The copy before a migration: only when one is due, for its owner's eyes, never overwritten after a failure."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from boite import clock
from boite.accounts.models import User
from boite.boxes.erasing import erase_due
from boite.database.schema import migrate
from boite.database.upgrade.copies import KEPT, copies, forget_old
from boite.database.upgrade.migration_state import check_current, file_of
from boite.errors import CannotStart
from boite.settings import Settings
from storage.store import BlobStore
from tests.databases import ENGINE
from tests.migrations.stored import brought_back, change, kept_columns, rows

pytestmark = pytest.mark.skipif(ENGINE != "sqlite", reason="PostgreSQL has its own copies")
IN_THE_WAY = "CREATE TABLE directory_import (id INTEGER)"
"""A table that the migration wants to make: it fails in its middle."""


def names(settings: Settings) -> list[str]:
    """The files of the copies beside this database."""
    return [copy.name for copy in copies(file_of(settings))]


def test_a_copy_only_when_a_migration_is_due(tmp_path: Path) -> None:
    new = Settings(data=tmp_path / "new")
    asyncio.run(migrate(new))
    asyncio.run(migrate(new))
    assert names(new) == []


def test_named_after_the_release_for_its_owner_only_and_with_the_last_commit(tmp_path: Path) -> None:
    """SQLite's last commits are in its log until a checkpoint, above all after a crash."""
    with brought_back("0.1.0", tmp_path) as old, closing(sqlite3.connect(file_of(old))) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.execute("PRAGMA wal_autocheckpoint = 0")
        writer.execute("CREATE TABLE last (number INTEGER)")
        writer.execute("INSERT INTO last VALUES (428)")
        writer.commit()
        asyncio.run(migrate(old))
        assert names(old) == ["boite.avant-0.1.0.sqlite3"]
        [copy] = copies(file_of(old))
        assert copy.stat().st_mode & 0o777 == 0o600
        with closing(sqlite3.connect(copy)) as kept:
            assert kept.execute("SELECT number FROM last").fetchall() == [(428,)]
            assert kept.execute("SELECT COUNT(*) FROM tortoise_migrations").fetchall() == [(2,)]
        taken = copy.stat().st_mtime_ns
        asyncio.run(migrate(old))
        assert copy.stat().st_mtime_ns == taken


def test_a_copy_that_was_cut_is_made_again(tmp_path: Path) -> None:
    with brought_back("0.1.0", tmp_path) as old:
        (tmp_path / "boite.avant-0.1.0.sqlite3.partiel").write_bytes(b"cut")
        asyncio.run(migrate(old))
        assert names(old) == ["boite.avant-0.1.0.sqlite3"]


def test_a_failed_migration_changes_nothing_and_its_copy_stays(tmp_path: Path) -> None:
    with brought_back("0.1.0", tmp_path) as old:
        change(old, IN_THE_WAY)
        columns = kept_columns(old)
        before = rows(old, columns)
        with pytest.raises(Exception, match="directory_import"):
            asyncio.run(migrate(old))
        assert (kept_columns(old), rows(old, columns)) == (columns, before)
        [copy] = copies(file_of(old))
        first = copy.read_bytes()
        change(old, "UPDATE account_user SET first_name = 'Zoé'")  # the former release went on meanwhile
        for _ in range(3):
            with pytest.raises(Exception, match="directory_import"):
                asyncio.run(migrate(old))
        assert names(old) == ["boite.avant-0.1.0.nouvel-essai.sqlite3", copy.name]
        assert copy.read_bytes() == first
        change(old, "DROP TABLE directory_import")
        asyncio.run(migrate(old))
        asyncio.run(check_current(old))
        with closing(sqlite3.connect(copies(file_of(old))[0])) as latest:
            assert set(latest.execute("SELECT first_name FROM account_user")) == {("Zoé",)}


def test_a_migration_that_breaks_links_is_undone(tmp_path: Path) -> None:
    with brought_back("0.1.0", tmp_path) as old:
        change(old, "CREATE TRIGGER t AFTER INSERT ON tortoise_migrations BEGIN DELETE FROM account_user; END")
        columns = kept_columns(old)
        before = rows(old, columns)
        with pytest.raises(CannotStart, match="liens"):
            asyncio.run(migrate(old))
        assert (kept_columns(old), rows(old, columns)) == (columns, before)


def test_links_that_were_broken_before_stop_nobody(tmp_path: Path) -> None:
    with brought_back("0.2.0", tmp_path) as old:
        change(old, "UPDATE journal_entry SET actor_id = 'nobody' WHERE id = 1")
        asyncio.run(migrate(old))
        asyncio.run(check_current(old))


def test_without_room_nothing_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with brought_back("0.1.0", tmp_path) as old:
        monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 0))
        with pytest.raises(CannotStart, match="place"):
            asyncio.run(migrate(old))
        assert names(old) == []


async def test_copies_go_after_some_days_those_of_former_releases_too(tmp_path: Path) -> None:
    with brought_back("0.1.0", tmp_path) as old:
        await migrate(old)
        former = tmp_path / "boite.avant-migration"
        former.write_bytes(b"made by 0.3.0")
        former.chmod(0o644)
        await migrate(old)
        assert former.stat().st_mode & 0o777 == 0o600
        assert await forget_old(old) == 0
        clock.advance(KEPT)
        assert await forget_old(old) == 2
        assert names(old) == []


async def test_nobody_who_was_erased_lives_on_in_a_copy(
    settings: Settings, store: BlobStore, person: User, tmp_path: Path
) -> None:
    copy = file_of(settings).with_name("boite.avant-0.3.0.sqlite3")
    copy.write_bytes(b"with everybody")
    assert await erase_due(settings, store) == 0
    assert copy.exists()
    person.closing_at = clock.now()
    await person.save()
    assert await erase_due(settings, store) == 1
    assert not copy.exists()
