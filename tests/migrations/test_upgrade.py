"""The databases of every release, with rows: upgraded, they keep every row and are as a new one."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from boite import __version__
from boite.database.schema import migrate
from boite.database.upgrade.migration_state import RELEASES, file_of
from boite.settings import Settings
from tests.database.columns import refuse_other_formats
from tests.databases import ENGINE
from tests.migrations.building import COMMITS
from tests.migrations.stored import VERSIONS, brought_back, change, kept_columns, rows, tables

GROW = {"tortoise_migrations", "site_edition", "files_discard"}


def test_every_release_has_its_stored_database() -> None:
    assert list(COMMITS) == list(RELEASES)
    assert list(RELEASES)[-1] == __version__, "store the database of this release before the next one"


@pytest.mark.parametrize("version", VERSIONS)
def test_upgraded_with_every_row_and_as_a_new_one(version: str, settings: Settings, tmp_path: Path) -> None:
    with brought_back(version, tmp_path / "old") as old:
        columns = kept_columns(old)
        before = rows(old, columns)
        asyncio.run(migrate(old))
        after = rows(old, columns)
        for table, was in before.items():
            assert not was - after[table], f"{table}: rows were lost or changed"
            assert table in GROW or after[table] == was, table
        assert sum(before["files_node"].values()) > 20
        assert tables(old) == tables(settings)
        if ENGINE == "sqlite":
            refuse_other_formats(file_of(old))
            with closing(sqlite3.connect(file_of(old))) as connection:
                assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with pytest.raises(Exception, match="files_space_not_negative"):
            change(old, "UPDATE files_space SET used_bytes = -1")


@pytest.mark.skipif(ENGINE != "postgres", reason="on SQLite the check always stood")
def test_a_total_below_zero_does_not_stop_the_upgrade(tmp_path: Path) -> None:
    with brought_back("0.3.0", tmp_path / "old") as old:
        change(old, "UPDATE files_space SET used_bytes = -12")
        asyncio.run(migrate(old))
        assert set(rows(old, {"files_space": ["used_bytes"]})["files_space"]) == {("0",)}


@pytest.mark.skipif(ENGINE != "sqlite", reason="the key was only lost on SQLite")
def test_papers_whose_discard_is_gone_come_back_in_the_trash(tmp_path: Path) -> None:
    with brought_back("0.3.0", tmp_path / "old") as old:
        [lost, *_] = rows(old, {"files_discard": ["id"]})["files_discard"]
        change(old, f"DELETE FROM files_discard WHERE id = {lost[0]}")
        nodes = rows(old, {"files_node": ["id", "discard_id"]})
        asyncio.run(migrate(old))
        assert rows(old, {"files_node": ["id", "discard_id"]}) == nodes
        assert lost in rows(old, {"files_discard": ["id"]})["files_discard"]


def test_what_a_question_explained_reads_as_it_did(tmp_path: Path) -> None:
    """It is Markdown from here on: a sign that would mean something is told apart, the other texts are untouched."""
    kept = {"orientation_question": ["explanation"]}
    with brought_back("0.3.0", tmp_path / "old") as old:
        change(old, "UPDATE orientation_question SET explanation = '- un CV *' WHERE slug = 'apres-le-bac'")
        before = rows(old, kept)["orientation_question"]
        asyncio.run(migrate(old))
        after = rows(old, kept)["orientation_question"]
        assert before - after == {(repr("- un CV *"),): 1}
        assert after - before == {(repr("\\- un CV \\*"),): 1}
