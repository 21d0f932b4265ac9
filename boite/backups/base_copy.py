"""The copy of a base by its own means, while people write, and the list of the bytes that it counts on.

Both are of the same instant: the list of SQLite is read in the copy, that of PostgreSQL in the snapshot that the copy
is made from. Nobody who writes waits.
"""

from __future__ import annotations

import asyncio
import errno
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from boite.backups import postgresql_tools
from boite.backups.folder import written
from boite.backups.manifest import private
from boite.database.connection import is_sqlite
from boite.database.disk_full import lacks_room
from boite.database.upgrade.migration_state import APPLIED, file_of, server_connection
from boite.settings import Settings
from storage.store import Seal

SQLITE, POSTGRESQL = "base.sqlite3", "base.pgdump"
WANTED = "voulus.tsv"
_DRAWN = "SELECT p.key, p.size, '', p.blocks, b.erase_due IS NULL FROM {table} p JOIN files_blob b ON b.key = p.blob_id"
_LIST = (
    "SELECT * FROM (SELECT key, size, sha256, blocks, erase_due IS NULL AS needed FROM files_blob WHERE sha256 <> ''"
    f" UNION ALL {_DRAWN.format(table='files_preview')} UNION ALL {_DRAWN.format(table='files_width')}) AS wanted"
    " ORDER BY key{collation}"
)
"""Every bytes that a row counts on. Those that are due to be erased may be gone; a deposit under way is sent again."""
OWN = ("files_store", "files_erasure_hold")
"""Tables whose rows a restored base does not take: it says of itself what it is."""
UNCHANGED = "Cette sauvegarde ne compte pas. Celles d'avant sont entières."
PAGE = 2000


@dataclass(frozen=True, slots=True)
class WantedBytes:
    """What one row counts on."""

    key: str
    size: int
    sha256: str
    """Empty for a preview: its row does not say."""
    blocks: bytes
    needed: bool
    """Whether it is a fault that they are missing."""

    @property
    def seal(self) -> Seal:
        """What the store verifies as it reads."""
        return Seal(self.size, self.sha256, self.blocks)

    @classmethod
    def read(cls, line: str) -> Self:
        """From one line of the list."""
        key, size, sha256, blocks, needed = line.rstrip("\n").split("\t")
        return cls(key, int(size), sha256, bytes.fromhex(blocks), needed == "1")


@dataclass(frozen=True, slots=True)
class BaseCopy:
    """A copy that was made: the name of its file, the engine, the last migration."""

    name: str
    engine: str
    migration: str


async def copy_base(settings: Settings, place: Path) -> BaseCopy:
    """Copy the base and write the list of wanted bytes, by key, in `place`. Raises NotWritten, MissingTool."""
    if is_sqlite(settings):
        return await asyncio.to_thread(_copy_file, file_of(settings), place)
    return await _copy_server(settings, place)


def _copy_file(base: Path, place: Path) -> BaseCopy:
    copy = place / SQLITE
    with written(place):
        private(copy, "x").close()
        try:
            with closing(sqlite3.connect(base)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, which anybody may copy
                with private(place / WANTED, "w") as file:
                    _write(file, target.execute(_LIST.format(collation="")))
                last = max(name for (name,) in target.execute(APPLIED))
        except sqlite3.OperationalError as error:
            if not lacks_room(error):
                raise
            raise OSError(errno.ENOSPC, str(error)) from error
    return BaseCopy(SQLITE, "sqlite", last)


async def _copy_server(settings: Settings, place: Path) -> BaseCopy:
    async with (
        server_connection(settings) as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        dump = postgresql_tools.tool("pg_dump", connection.get_server_version().major)
        snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
        with written(place), private(place / WANTED, "w") as file:
            cursor = await connection.cursor(_LIST.format(collation=' COLLATE "C"'))
            while rows := await cursor.fetch(PAGE):
                _write(file, rows)
        last = max(row["name"] for row in await connection.fetch(APPLIED))
        left_out = [f"--exclude-table-data=public.{table}" for table in OWN]
        with written(place):
            private(place / POSTGRESQL, "x").close()
        await postgresql_tools.run(
            dump,
            *("--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *left_out),
            f"--file={place / POSTGRESQL}",
            settings=settings,
            consequence=UNCHANGED,
        )
    return BaseCopy(POSTGRESQL, "postgresql", last)


def _write(file: IO[str], rows: Iterable[Any]) -> None:
    for key, size, sha256, blocks, needed in rows:
        file.write(f"{key}\t{size}\t{sha256}\t{bytes(blocks).hex()}\t{int(needed)}\n")
