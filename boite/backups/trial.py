"""A backup that nobody ever put back is a hope: put back the last one in a place for a moment, and read every byte."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
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
    with written(path):
        place = Path(mkdtemp(prefix="essai-", dir=path))  # 0700; on the same disk, where bytes need no copy
    try:
        async with _elsewhere(settings, place) as other:
            manifest = await restore(other, path, name=name, link=True)
            await migrate(other)
            async with own_store(other, write=False) as store:
                return TrialOutcome(manifest, await look(store, deep=True))
    finally:
        shutil.rmtree(place, ignore_errors=True)


@asynccontextmanager
async def _elsewhere(settings: Settings, place: Path) -> AsyncIterator[Settings]:
    """These settings with another folder and, on PostgreSQL, another base of the same server, dropped at the end."""
    other = replace(settings, data=place, storage="")
    if is_sqlite(settings):
        yield replace(other, database="")
        return
    name = f"boite_essai_{uuid4().hex[:12]}"
    async with server_connection(settings) as connection:
        if not await connection.fetchval("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"):
            raise Occupied(NOT_ALLOWED)
        await connection.execute(f"CREATE DATABASE {name}")
        try:
            parts = urlsplit(settings.database)
            yield replace(other, database=parts._replace(path=f"/{name}").geturl())
        finally:
            await connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
