"""A backup that nobody ever put back is a hope: put back the last one in a place for a moment, and read every byte."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from boite.backups.folder import written
from boite.backups.manifest import Manifest
from boite.backups.refusals import Occupied
from boite.backups.restoration import restore
from boite.database.connection import is_sqlite
from boite.database.schema import migrate
from boite.database.upgrade.migration_state import server_connection
from boite.files.comparing import StoreReport, look
from boite.files.store_identity import own_store
from boite.settings import Settings

if TYPE_CHECKING:
    import asyncpg

PLACE, BASE = "essai-", "boite_essai_"
"""How the folders and the bases of trials begin."""
HOLD, TRY_TO_HOLD = (f"SELECT pg_{way}advisory_lock(20471130, hashtext($1))" for way in ("", "try_"))
"""Until the connection ends, however it ends."""
ABANDONED = (
    "SELECT datname AS name FROM pg_database WHERE pg_get_userbyid(datdba) = current_user AND datname ~"
    f" ('^{BASE}' || (SELECT oid FROM pg_database WHERE datname = current_database()) || '_[0-9a-f]{{12}}$')"
)
NOT_ALLOWED = """Le compte de PostgreSQL n'a pas le droit de créer une base pour l'essai. Rien n'a été changé.
Donnez-le-lui (ALTER ROLE … CREATEDB), ou restaurez vous-même dans une base vide :
BOITE_DATABASE=… boite restore DOSSIER --to AUTRE_DOSSIER"""


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """What the restored service was found to be."""

    manifest: Manifest
    report: StoreReport

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong, but for what the service itself had lost when the backup was made."""
        left = [*self.report.lost_previews, *self.report.damage]
        mended = replace(self.report, lost_previews=[], missing=[], wrong_size=[], corrupted=[])
        return mended.clean and set(left) <= set(self.manifest.damaged)


async def try_last(settings: Settings, path: Path, *, name: str = "") -> TrialOutcome:
    """Restore the last backup of this folder beside the others, look at every byte, remove it. Raises a CannotStart."""
    with _place(path) as place:
        async with _elsewhere(settings, place) as other:
            manifest = await restore(other, path, name=name, link=True)
            await migrate(other)
            async with own_store(other, write=False) as store:
                return TrialOutcome(manifest, await look(store, deep=True))


@contextmanager
def _place(path: Path) -> Iterator[Path]:
    """A folder for a moment, held by this process until it is removed. Those of killed trials go first."""
    with ExitStack() as mine:
        with written(path), held(path, wait=True):  # nobody takes a new place for an abandoned one
            for left in path.glob(f"{PLACE}*"):
                with suppress(OSError), held(left) as abandoned:
                    if abandoned:
                        shutil.rmtree(left, ignore_errors=True)
            place = Path(mkdtemp(prefix=PLACE, dir=path))  # 0700; on the same disk, where bytes need no copy
            mine.callback(shutil.rmtree, place, ignore_errors=True)
            mine.enter_context(held(place))
        yield place


@contextmanager
def held(folder: Path, *, wait: bool = False) -> Iterator[bool]:
    """Whether nobody else has this folder: it is then held. The system lets go of what a killed process held."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
    finally:
        os.close(handle)


@asynccontextmanager
async def _elsewhere(settings: Settings, place: Path) -> AsyncIterator[Settings]:
    """These settings with another folder and, on PostgreSQL, another base of the same server, dropped at the end."""
    other = replace(settings, data=place, storage="")
    if is_sqlite(settings):
        yield replace(other, database="")
        return
    async with server_connection(settings) as connection:
        if not await connection.fetchval("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"):
            raise Occupied(NOT_ALLOWED)
        await _drop_abandoned(connection)
        # The base that is tried is in the name: the locks of PostgreSQL are known inside one base only.
        ours = await connection.fetchval("SELECT oid FROM pg_database WHERE datname = current_database()")
        name = f"{BASE}{ours}_{uuid4().hex[:12]}"
        await connection.execute(HOLD, name)
        await connection.execute(f"CREATE DATABASE {name}")
        try:
            parts = urlsplit(settings.database)
            yield replace(other, database=parts._replace(path=f"/{name}").geturl())
        finally:
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


async def _drop_abandoned(connection: asyncpg.Connection) -> None:
    """Bases of trials of this very base whose process is gone: nobody holds their name any more."""
    for row in await connection.fetch(ABANDONED):
        if await connection.fetchval(TRY_TO_HOLD, row["name"]):
            await connection.execute(f"DROP DATABASE IF EXISTS {row['name']} WITH (FORCE)")
