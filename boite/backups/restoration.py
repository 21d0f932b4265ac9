"""One backup put back, in an empty place or over what is there.

1. The manifest and what it vouches for are verified; the place is looked at.
2. A note says that a restoration is under way. The bytes, each verified as it is read; the secrets; the base, which
   holds everything that it would send.
3. The identity of the store. Then the note goes: as long as it is there, no server starts.

Whoever dies in between leaves the note: the next restoration begins again, without asking for `--replace`.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

from boite.backups.base_restoring import BEFORE, check_free, put_base
from boite.backups.folder import BackupFolder, written
from boite.backups.kept_bytes import KeptBytes, is_whole, listed
from boite.backups.manifest import PIECE, Manifest, private, sync
from boite.backups.refusals import Occupied, SpoiltBackup
from boite.clock import now
from boite.database.connection import is_sqlite
from boite.database.upgrade.migration_state import TOO_NEW, known
from boite.errors import CannotStart
from boite.files.opened_store import store_of
from boite.files.store_identity import NOTE
from boite.settings import Settings, secret_file
from storage.errors import BlobMissing
from storage.store import BlobStore

ENGINES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
OTHER_ENGINE = """Cette sauvegarde est celle d'une base {kept}, et BOITE_DATABASE désigne une base {asked}.
Rien n'a été changé. Corrigez BOITE_DATABASE, puis relancez."""
OTHER_STORE = """Le rangement des papiers est celui d'un autre service. Rien n'a été changé.
{place}
Donnez une autre place (--to DOSSIER, ou BOITE_DATA et BOITE_STORAGE)."""
OCCUPIED = """Le rangement des papiers n'est pas vide : {place}
Rien n'a été changé. Donnez une autre place (--to DOSSIER, ou BOITE_DATA et BOITE_STORAGE).
Vous voulez y remettre cette sauvegarde ? Arrêtez le service, puis ajoutez --replace."""
SPOILT = """Des octets de cette sauvegarde sont abîmés : {path}
La restauration n'est pas finie, et rien ne peut démarrer ainsi.
Essayez une autre sauvegarde : boite restore DOSSIER --backup NOM"""


async def restore(
    settings: Settings, path: Path, *, name: str = "", replace: bool = False, link: bool = False
) -> Manifest:
    """Put back the backup of this name, the last one by default. Gives what it says of itself.

    `link` where the place is in the same folder and for a moment only: bytes are not copied. Raises a CannotStart.
    """
    folder = BackupFolder(path)
    with folder.locked(alone=False):
        place = folder.chosen(name)
        manifest = Manifest.read(place)
        await asyncio.to_thread(manifest.check, place)
        _check_suits(settings, manifest)
        note = settings.data.absolute() / NOTE
        replace = replace or note.exists()
        await check_free(settings, replace=replace)
        store = store_of(settings)
        try:
            await _check_store(settings, store, manifest, replace=replace)
            with written(settings.data):
                settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
                private(note, "w").close()
            for kept in listed(place):
                await _put_bytes(kept, folder.held(kept.sha256), store, link=link)
            _put_secrets(settings, place, manifest)
            await put_base(settings, place, manifest)
            await store.claim(manifest.identity)
        finally:
            await store.close()
        note.unlink()
        return manifest


def _check_suits(settings: Settings, manifest: Manifest) -> None:
    """Raises CannotStart where this release or this engine could not use it."""
    if manifest.migration not in known():
        raise CannotStart(TOO_NEW.format(name=manifest.migration))
    asked = "sqlite" if is_sqlite(settings) else "postgresql"
    if asked != manifest.engine:
        raise Occupied(OTHER_ENGINE.format(kept=ENGINES[manifest.engine], asked=ENGINES[asked]))


async def _check_store(settings: Settings, store: BlobStore, manifest: Manifest, *, replace: bool) -> None:
    """Raises Occupied for a store that is another's, or that holds something and is not to be replaced."""
    borne = await store.identity()
    if borne not in (None, manifest.identity):
        raise Occupied(OTHER_STORE.format(place=settings.storage_url))
    if not replace and (borne or [key async for key in _first(store)]):
        raise Occupied(OCCUPIED.format(place=settings.storage_url))


async def _first(store: BlobStore) -> AsyncIterator[str]:
    async for key in store.keys():
        yield key
        return


async def _put_bytes(kept: KeptBytes, file: Path, store: BlobStore, *, link: bool) -> None:
    """Under their key, unless they are there already, whole. Raises SpoiltBackup where the backup's own are spoilt."""
    if link and (target := store.local_path(kept.key)) is not None:
        if not await asyncio.to_thread(is_whole, file):
            raise SpoiltBackup(SPOILT.format(path=file))
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):  # a disk without hard links: copied, as everywhere else
            os.link(file, target)
            return
    if await _digest(kept, store) == kept.sha256:
        return
    try:
        seal = await store.put(kept.key, _pieces(file))
    except OSError as error:
        raise SpoiltBackup(SPOILT.format(path=file)) from error
    if seal.sha256 != kept.sha256:
        await store.delete(kept.key)
        raise SpoiltBackup(SPOILT.format(path=file))


async def _digest(kept: KeptBytes, store: BlobStore) -> str:
    """That of what the store has under this key; empty where it has nothing of this size."""
    digest = hashlib.sha256()
    try:
        if await store.stat(kept.key) != kept.size:
            return ""
        async for piece in store.open(kept.key):
            await asyncio.to_thread(digest.update, piece)
    except BlobMissing:
        return ""
    return digest.hexdigest()


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


def _put_secrets(settings: Settings, place: Path, manifest: Manifest) -> None:
    """In the folder of data, for its owner only. Another one that was there stays beside, under another name."""
    with written(settings.data):
        for kept in manifest.secrets:
            target = settings.data / Path(kept.name).name
            content = (place / kept.name).read_bytes()
            if target.exists() and target.read_bytes() != content:
                target.rename(target.with_name(f"{target.name}.{BEFORE}-{now():%Y%m%d%H%M%S}"))
            partial = target.with_name(f"{target.name}.partiel")
            with private(partial, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(target)
        sync(settings.data.absolute())
    secret_file.read.cache_clear()
