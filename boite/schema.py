"""The schema of the database: migrations that do not lose rows, and the indexes that models cannot say."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import asyncpg
from tortoise import Tortoise
from tortoise.migrations.api.migrate import migrate as run_migrations

from boite.database import execute, fetch, is_sqlite, tortoise_config
from boite.settings import Settings

MIGRATION_LOCK = 0x5350524F
"""Key of the PostgreSQL advisory lock held around migrations (« SPRO »)."""

INDEXES = (
    "CREATE UNIQUE INDEX IF NOT EXISTS files_node_living_name"
    " ON files_node (parent_id, name_key) WHERE discard_id IS NULL",
    "CREATE INDEX IF NOT EXISTS files_node_living_order"
    " ON files_node (parent_id, rank, sort_key{collation}, id) WHERE discard_id IS NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS files_node_root ON files_node (space_id) WHERE parent_id IS NULL",
    "CREATE INDEX IF NOT EXISTS files_node_discard ON files_node (discard_id)",
    "CREATE UNIQUE INDEX IF NOT EXISTS agenda_registration_once"
    " ON agenda_registration (event_id, user_id) WHERE cancelled_at IS NULL AND user_id IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS directory_word_start ON directory_word (word{collation})",
    "CREATE INDEX IF NOT EXISTS directory_commune_start ON directory_commune (name_key{collation})",
    "CREATE INDEX IF NOT EXISTS directory_postal_code_start ON directory_postal_code (code{collation})",
)
"""Indexes that models cannot say. Made again after each run: on SQLite, a rebuilt table loses them."""
TABLES = ("CREATE TABLE IF NOT EXISTS site_edition (name VARCHAR(30) PRIMARY KEY, number BIGINT NOT NULL)",)
"""Tables without a model: numbers that grow (`boite.editions`), written and read by hand."""
FULL_TEXT_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS directory_terms"
    " USING fts5(terms, detail=none, columnsize=0, tokenize=\"ascii tokenchars '_=+'\")",
    "CREATE TRIGGER IF NOT EXISTS directory_document_gone AFTER DELETE ON directory_document"
    " BEGIN DELETE FROM directory_terms WHERE rowid = old.id; END",
    "CREATE VIRTUAL TABLE IF NOT EXISTS news_terms USING fts5(titled, said)",
    "CREATE TRIGGER IF NOT EXISTS news_document_gone AFTER DELETE ON news_document"
    " BEGIN DELETE FROM news_terms WHERE rowid = old.id; END",
    "CREATE VIRTUAL TABLE IF NOT EXISTS library_terms USING fts5(titled, said, named)",
    "CREATE TRIGGER IF NOT EXISTS library_document_gone AFTER DELETE ON library_document"
    " BEGIN DELETE FROM library_terms WHERE rowid = old.id; END",
)
"""The words of the directory's documents, under the same number, and nothing else: neither columns nor positions.

They come folded, stemmed and split by `boite.directory.search.analysis`: every sign above ASCII belongs to its word. A
document that goes, be it with its reception point, takes its words with it.
"""
FULL_TEXT_POSTGRESQL = (
    "ALTER TABLE directory_document ADD COLUMN IF NOT EXISTS terms tsvector",
    "ALTER TABLE directory_document SET (toast_tuple_target = 8160)",  # read as it is, not opened row after row
    "CREATE INDEX IF NOT EXISTS directory_document_terms ON directory_document"
    " USING gin (terms) WITH (fastupdate = off)",
    "ALTER TABLE news_document ADD COLUMN IF NOT EXISTS terms tsvector",
    "CREATE INDEX IF NOT EXISTS news_document_terms ON news_document USING gin (terms) WITH (fastupdate = off)",
    "ALTER TABLE library_document ADD COLUMN IF NOT EXISTS terms tsvector",
    "CREATE INDEX IF NOT EXISTS library_document_terms ON library_document USING gin (terms) WITH (fastupdate = off)",
)
"""The same words on PostgreSQL, without positions nor weights either: the index alone decides."""


async def migrate(settings: Settings) -> None:
    """Bring the schema up to date. Raises RuntimeError rather than lose a row.

    On SQLite, Tortoise rebuilds a table by dropping it: with foreign keys on, every child row goes with
    it. So: a copy first, keys off, then a check of the keys. One migration runs at a time, on either engine.
    """
    if is_sqlite(settings):
        await _migrate_sqlite(settings)
    else:
        await _migrate_postgresql(settings)


def _copy_before(path: Path) -> None:
    """A copy of the database beside it, in case a migration goes wrong.

    By SQLite itself: what was committed last may still be in the write-ahead log, which a copy of the file forgets.
    """
    if path.exists() and path.stat().st_size:
        copy = path.with_suffix(".avant-migration")
        copy.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other process migrates this database: Tortoise takes no lock."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".migration").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


async def _migrate_sqlite(settings: Settings) -> None:
    path = Path(settings.database_url.removeprefix("sqlite://"))
    with _alone(path):
        await _migrate_file(settings, path)


async def _migrate_file(settings: Settings, path: Path) -> None:
    _copy_before(path)
    config = tortoise_config(settings, pragmas={"foreign_keys": "OFF"})
    try:
        await run_migrations(config=config)
        await _index("", FULL_TEXT_SQLITE)
        broken = await fetch("PRAGMA foreign_key_check")
        if broken:
            raise RuntimeError(f"migration: {len(broken)} liens cassés, la copie {path}.avant-migration est intacte")
    finally:
        await Tortoise.close_connections()


async def _index(collation: str, full_text: Sequence[str]) -> None:
    """Names are listed in the order of their folded form, whatever the server's locale."""
    for statement in (*TABLES, *INDEXES, *full_text):
        await execute(statement.format(collation=collation))


async def _migrate_postgresql(settings: Settings) -> None:
    lock = await asyncpg.connect(settings.database_url.replace("asyncpg://", "postgres://"))
    try:
        await lock.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        await run_migrations(config=tortoise_config(settings))
        await _index(' COLLATE "C"', FULL_TEXT_POSTGRESQL)
    finally:
        await Tortoise.close_connections()
        await lock.close()
