"""The schema of the database: migrations that do not lose rows, and the indexes that models cannot say."""

from __future__ import annotations

import fcntl
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO
from zlib import crc32

from tortoise import Tortoise

from boite.database import chore_runs, file_permissions, full_text_tables, maintenance_mode
from boite.database.connection import connection, execute, fetch, is_sqlite, tortoise_config, transaction
from boite.database.upgrade import copies
from boite.database.upgrade.migration_state import file_of, server_connection, standing_of_file, standing_of_server
from boite.errors import CannotStart
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
    "CREATE INDEX IF NOT EXISTS agenda_registration_moved"
    " ON agenda_registration (moved_due, event_id) WHERE moved_due IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS account_user_seen ON account_user (seen_on, id) WHERE seen_on IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS journal_entry_unseen ON journal_entry (owner_id, id) WHERE unseen_since IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS journal_entry_told ON journal_entry (owner_id, told_at, id) WHERE told_at IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS notifications_notice_waiting"
    " ON notifications_notice (recipient_id, at, id) WHERE gone_at IS NULL",
    "CREATE INDEX IF NOT EXISTS notifications_notice_unread"
    " ON notifications_notice (recipient_id) WHERE gone_at IS NULL AND read_at IS NULL",
    "CREATE INDEX IF NOT EXISTS journal_entry_tell ON journal_entry (tell_due, id) WHERE tell_due IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS notifications_notice_tell"
    " ON notifications_notice (tell_due, id) WHERE tell_due IS NOT NULL",
    "CREATE UNIQUE INDEX IF NOT EXISTS notifications_contact_point_browser"
    " ON notifications_contact_point (digest) WHERE channel = 'push'",
    "CREATE INDEX IF NOT EXISTS files_node_validity ON files_node (valid_until, id) WHERE valid_until IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS files_version_created ON files_version (created_at)",
    "CREATE INDEX IF NOT EXISTS directory_point_moved ON directory_point (moved_on) WHERE moved_on IS NOT NULL",
    "CREATE INDEX IF NOT EXISTS directory_ending_since ON directory_ending (since)",
    "CREATE INDEX IF NOT EXISTS library_link_watch_dead ON library_link_watch (resource_id) WHERE state = 'dead'",
    "CREATE INDEX IF NOT EXISTS files_space_filling"
    " ON files_space (owner_id) WHERE (used_bytes + reserved_bytes) * 100 >= quota_bytes * 80",
    "CREATE INDEX IF NOT EXISTS directory_word_start ON directory_word (word{collation})",
    "CREATE INDEX IF NOT EXISTS directory_commune_start ON directory_commune (name_key{collation})",
    "CREATE INDEX IF NOT EXISTS directory_postal_code_start ON directory_postal_code (code{collation})",
)
"""Indexes that models cannot say. Made again after each run: on SQLite, a rebuilt table loses them."""
TABLES = (
    "CREATE TABLE IF NOT EXISTS site_edition (name VARCHAR(30) NOT NULL PRIMARY KEY, number BIGINT NOT NULL)",
    chore_runs.TABLE,
    maintenance_mode.TABLE,
)
"""Tables without a model, written and read by hand: numbers that grow (`boite.database.content_versions`)…"""
FULL_TEXT_SQLITE = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS directory_terms"
    " USING fts5(terms, detail=none, columnsize=0, tokenize=\"ascii tokenchars '_=+'\")",
    "CREATE TRIGGER IF NOT EXISTS directory_document_gone AFTER DELETE ON directory_document"
    " BEGIN DELETE FROM directory_terms WHERE rowid = old.id; END",
    *full_text_tables.on_sqlite("news"),
    *full_text_tables.on_sqlite("library", "titled, said, named"),
)
"""The words of the directory's documents, under the same number, and nothing else: neither columns nor positions.

They come folded, stemmed and split by `boite.text.analysis`: every character above ASCII belongs to its word. A
document that goes, even along with its reception point, takes its words with it.
"""
FULL_TEXT_POSTGRESQL = (
    "ALTER TABLE directory_document ADD COLUMN IF NOT EXISTS terms tsvector",
    "ALTER TABLE directory_document SET (toast_tuple_target = 8160)",  # read as it is, not opened row after row
    "CREATE INDEX IF NOT EXISTS directory_document_terms ON directory_document"
    " USING gin (terms) WITH (fastupdate = off)",
    *full_text_tables.on_postgresql("news"),
    *full_text_tables.on_postgresql("library"),
)
"""The same words on PostgreSQL, without positions or weights either: the index alone decides."""


SQLITE = tuple(sql.format(collation="") for sql in (*TABLES, *INDEXES, *FULL_TEXT_SQLITE))
# Names are listed in the order of their folded form, whatever the server's locale.
POSTGRESQL = tuple(sql.format(collation=' COLLATE "C"') for sql in (*TABLES, *INDEXES, *FULL_TEXT_POSTGRESQL))
BROKEN = """La mise à jour de la base de données aurait cassé {count} liens entre des lignes : elle n'a pas été faite.
La base est comme avant. Gardez-la, et signalez-le à qui écrit le logiciel."""


async def migrate(settings: Settings) -> None:
    """Bring the schema up to date: whole, or not at all. Does nothing where nothing is missing.

    One process migrates at a time, on either engine; the others wait, then find that nothing is missing. Raises
    CannotStart for a database of a newer release, for want of room, and rather than break a link between two rows.
    """
    if is_sqlite(settings):
        file_permissions.prepare(settings)
        await _migrate_file(settings, file_of(settings))
    else:
        await _migrate_server(settings)


def _private(path: str, flags: int) -> int:
    """Opened for its owner only, whatever the account's habits."""
    return os.open(path, flags, 0o600)


@contextmanager
def _alone(path: Path) -> Iterator[TextIO]:
    """Wait until no other process migrates this database. The file says whether the last one finished."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path.with_suffix(".migration"), "a+", opener=_private) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.seek(0)
        yield lock


async def _migrate_file(settings: Settings, path: Path) -> None:
    with _alone(path) as under_way:
        standing = standing_of_file(path)
        standing.check_not_newer()
        if not standing.pending and standing.stamp == _stamp(SQLITE):
            return
        if standing.pending and standing.applied:
            copies.keep(path, standing.version, failed=bool(under_way.read()))
            under_way.write(standing.version)
            under_way.flush()
        # With foreign keys on, rewriting a table would delete its children: they are off, then checked.
        await _change(settings, SQLITE, pragmas={"foreign_keys": "OFF"})
        under_way.truncate(0)


async def _migrate_server(settings: Settings) -> None:
    async with server_connection(settings) as lock:
        await lock.execute("SELECT pg_advisory_lock($1)", MIGRATION_LOCK)
        standing = await standing_of_server(lock)
        standing.check_not_newer()
        if standing.pending or standing.stamp != _stamp(POSTGRESQL):
            await _change(settings, POSTGRESQL)


async def _change(settings: Settings, statements: tuple[str, ...], *, pragmas: dict[str, str] | None = None) -> None:
    """Everything that is missing, in one transaction: a failure or a crash leaves the database as it was."""
    from boite.database.upgrade import running  # here: 1.3 MiB of a start that changes nothing

    config = tortoise_config(settings, pragmas=pragmas)
    await Tortoise.init(config=config)
    try:
        await running.ensure_record(connection())
        async with transaction():
            before = await _broken_links(settings)
            await running.run(config, connection())
            for statement in statements:
                await execute(statement)
            await execute("DELETE FROM site_edition WHERE name = 'schema'")
            await execute("INSERT INTO site_edition (name, number) VALUES ('schema', ?)", _stamp(statements))
            broken = await _broken_links(settings) - before
            if broken:
                raise CannotStart(BROKEN.format(count=broken.total()))
    finally:
        await Tortoise.close_connections()


async def _broken_links(settings: Settings) -> Counter[tuple[str, str]]:
    """How many rows of each table point to no row, by table pointed to. PostgreSQL never allows one."""
    if not is_sqlite(settings):
        return Counter()
    return Counter((row["table"], row["parent"]) for row in await fetch("PRAGMA foreign_key_check"))


def _stamp(statements: tuple[str, ...]) -> int:
    """What tells that these very statements were run, so that the next start does not run them again."""
    return crc32("\n".join(statements).encode())
