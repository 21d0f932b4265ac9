"""Where a database stands: the migrations that it had, those that it lacks, the release that it comes from."""

from __future__ import annotations

import pkgutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from boite.database import file_permissions
from boite.database.connection import is_sqlite, migrations_module, opened
from boite.errors import CannotStart
from boite.settings import Settings

if TYPE_CHECKING:
    import asyncpg

RELEASES = {
    "0.1.0": "0002_totals_not_negative",
    "0.2.0": "0007_agenda",
    "0.3.0": "0011_portraits",
}
"""The last migration of each release. A database of each is kept in `tests/migrations/bases`."""

APPLIED = "SELECT name FROM tortoise_migrations WHERE app = 'boite'"
STAMP = "SELECT number FROM site_edition WHERE name = 'schema'"
TOO_OLD = """La base de données n'est pas à jour : il lui manque {count} migration(s).
Lancez d'abord « boite migrate » avec cette version du service."""
TOO_NEW = """Cette base de données vient d'une version plus récente du service (migration {name}).
Installez cette version, ou remettez une sauvegarde d'avant la mise à jour."""


@dataclass(frozen=True)
class MigrationState:
    """The names of the migrations that a database had, and of those that this release knows."""

    applied: frozenset[str]
    known: tuple[str, ...]
    stamp: int = 0
    """What `boite.database.schema` last ran besides migrations."""

    @property
    def pending(self) -> tuple[str, ...]:
        """Those still to come, in order."""
        return tuple(name for name in self.known if name not in self.applied)

    @property
    def version(self) -> str:
        """The release that it comes from, with the last migration where it is between two; empty for a new base."""
        last = max(self.applied, default="")
        if not last:
            return ""
        passed = [version for version, name in RELEASES.items() if name <= last] or ["0.0.0"]
        return passed[-1] if last == RELEASES.get(passed[-1]) else f"{passed[-1]}-{last}"

    def check_current(self) -> None:
        """Raises CannotStart where the database is not exactly at this release."""
        self.check_not_newer()
        if self.pending:
            raise CannotStart(TOO_OLD.format(count=len(self.pending)))

    def check_not_newer(self) -> None:
        """Raises CannotStart where a newer release migrated it: this one would misread its rows."""
        unknown = sorted(self.applied - set(self.known))
        if unknown:
            raise CannotStart(TOO_NEW.format(name=unknown[-1]))


def known() -> tuple[str, ...]:
    """The migrations of this release, in order, without importing them."""
    return tuple(sorted(name for _, name, _ in pkgutil.iter_modules(import_module(migrations_module()).__path__)))


def file_of(settings: Settings) -> Path:
    """Where the SQLite database is."""
    return Path(settings.database_url.removeprefix("sqlite://"))


def standing_of_file(path: Path) -> MigrationState:
    """The standing of one SQLite database; a new one's where there is no file."""
    if not path.exists():
        return MigrationState(frozenset(), known())
    with closing(sqlite3.connect(path, timeout=10)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        applied = connection.execute(APPLIED).fetchall() if "tortoise_migrations" in tables else []
        stamp = connection.execute(STAMP).fetchone() if "site_edition" in tables else None
    return MigrationState(frozenset(name for (name,) in applied), known(), stamp[0] if stamp else 0)


async def standing_of_server(connection: asyncpg.Connection) -> MigrationState:
    """The standing of the PostgreSQL database of this connection."""
    tables = {row["tablename"] for row in await connection.fetch("SELECT tablename FROM pg_tables")}
    applied = await connection.fetch(APPLIED) if "tortoise_migrations" in tables else []
    stamp = await connection.fetchval(STAMP) if "site_edition" in tables else None
    return MigrationState(frozenset(row["name"] for row in applied), known(), stamp or 0)


@asynccontextmanager
async def server_connection(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """One connection of PostgreSQL's driver, before Tortoise has any."""
    import asyncpg  # here: on SQLite, 15 ms and 2 MiB of a start

    connection = await asyncpg.connect(server_address(settings))
    try:
        yield connection
    finally:
        await connection.close()


def server_address(settings: Settings) -> str:
    """The address of PostgreSQL as its driver wants it."""
    return settings.database_url.replace("asyncpg://", "postgres://")


async def standing(settings: Settings) -> MigrationState:
    """The standing of the database of these settings, whichever its engine. Nothing is written."""
    if is_sqlite(settings):
        return standing_of_file(file_of(settings))
    async with server_connection(settings) as connection:
        return await standing_of_server(connection)


async def check_current(settings: Settings) -> None:
    """Raises CannotStart where the database is not exactly at this release: for what does not migrate by itself."""
    if is_sqlite(settings):
        file_permissions.prepare(settings)
    (await standing(settings)).check_current()


@asynccontextmanager
async def opened_current(settings: Settings) -> AsyncIterator[None]:
    """Connections for a command that does not migrate. Raises CannotStart on the database of another release."""
    await check_current(settings)
    async with opened(settings):
        yield
