"""A base put back in its place, empty or given up. It says of itself where it comes from before anybody can read it."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from boite.backups import postgresql_tools
from boite.backups.folder import written
from boite.backups.manifest import Manifest, private, sync
from boite.backups.refusals import Occupied
from boite.clock import now
from boite.database.connection import is_sqlite
from boite.database.sqlite import instant_text
from boite.database.upgrade.migration_state import file_of, server_connection
from boite.files.store_row import ONLY
from boite.settings import Settings

if TYPE_CHECKING:
    import asyncpg

BEFORE = "avant-restauration"
OCCUPIED = """La base n'est pas vide : {place}
Rien n'a été changé. Donnez une autre place (--to DOSSIER, ou BOITE_DATA et BOITE_DATABASE).
Vous voulez remplacer ce qu'elle contient ? Arrêtez le service, puis ajoutez --replace."""
AT_WORK = """Quelqu'un travaille encore dans la base{count}. Rien n'a été changé.
Arrêtez « boite serve » et « boite work », puis relancez."""
RESTART = "La restauration n'est pas finie. Relancez-la : elle reprendra depuis le début."
TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
OTHERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


async def check_free(settings: Settings, *, replace: bool) -> None:
    """Raises Occupied where the place of the base holds something, unless it is to be replaced and nobody uses it."""
    if is_sqlite(settings):
        base = file_of(settings)
        if base.exists() and base.stat().st_size and not replace:
            raise Occupied(OCCUPIED.format(place=base))
        if await asyncio.to_thread(_is_used, base):
            raise Occupied(AT_WORK.format(count=""))
        return
    async with server_connection(settings) as connection:
        if not replace and await connection.fetchval(TABLES):
            raise Occupied(OCCUPIED.format(place="la base de BOITE_DATABASE"))
        if others := await connection.fetchval(OTHERS):
            raise Occupied(AT_WORK.format(count=f" : {others} connexions"))


def _is_used(base: Path) -> bool:
    """Whether a process has it open: it would go on writing, and sending, in the file that steps aside.

    One that cannot be read is nobody's.
    """
    if not base.exists():
        return False
    with closing(sqlite3.connect(base, timeout=0)) as alone:
        try:
            alone.execute("PRAGMA locking_mode = EXCLUSIVE")
            alone.execute("BEGIN EXCLUSIVE")
            alone.rollback()
        except sqlite3.OperationalError as error:
            return error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        except sqlite3.DatabaseError:
            return False
    return False


async def put_base(settings: Settings, place: Path, manifest: Manifest) -> None:
    """Put it in its place. Raises NotWritten, MissingTool: nothing starts on what is there then."""
    copy = place / manifest.base.name
    if is_sqlite(settings):
        await asyncio.to_thread(_put_file, copy, file_of(settings), manifest)
    else:
        await _put_on_server(settings, copy, manifest)


def _put_file(copy: Path, base: Path, manifest: Manifest) -> None:
    """Prepared beside its place, on the disk, then one rename. What was there stays some days under another name."""
    with written(base.parent):
        base.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial = base.with_name(f"{base.name}.restauration")
        partial.unlink(missing_ok=True)
        with copy.open("rb") as source, private(partial, "wb") as target:
            shutil.copyfileobj(source, target, 1024 * 1024)
        with closing(sqlite3.connect(partial)) as restored, restored:
            restored.execute("UPDATE files_store SET restored_from = ?", (instant_text(manifest.made_at),))
            restored.execute("DELETE FROM files_erasure_hold")
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        _step_aside(base)
        partial.rename(base)
        sync(base.parent)


def _step_aside(base: Path) -> None:
    """The base that was there, with what its log holds. Its name is that of a copy before an upgrade, and ends so."""
    if not base.exists():
        return
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(base)) as former:
        former.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = base.with_name(f"{base.stem}.{BEFORE}-{now():%Y%m%d%H%M%S}{base.suffix}")
    for ending in ("-wal", "-shm"):  # of a base that could not be read: never beside another one
        with suppress(FileNotFoundError):
            base.with_name(f"{base.name}{ending}").rename(f"{aside}{ending}")
    base.rename(aside)


async def _put_on_server(settings: Settings, copy: Path, manifest: Manifest) -> None:
    """The tables, then the row that holds sending, then everything else: at no instant may it send what was sent."""
    async with server_connection(settings) as connection:
        restore = postgresql_tools.tool("pg_restore", connection.get_server_version().major)
        if await connection.fetchval(TABLES):
            await connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        await _run(restore, settings, copy, "pre-data")
        await _say_restored(connection, manifest)
        await _run(restore, settings, copy, "data")
        await _run(restore, settings, copy, "post-data")
        await connection.execute("ANALYZE")


async def _say_restored(connection: asyncpg.Connection, manifest: Manifest) -> None:
    row = "INSERT INTO files_store (id, identity, seen_at, restored_from) VALUES ($1, $2, $3, $4)"
    await connection.execute(row, ONLY, manifest.identity, now(), manifest.made_at)


async def _run(restore: Path, settings: Settings, copy: Path, section: str) -> None:
    options = ("--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", f"--section={section}")
    database = postgresql_tools.variables(settings)["PGDATABASE"]
    await postgresql_tools.run(
        restore, *options, f"--dbname={database}", str(copy), settings=settings, consequence=RESTART
    )
