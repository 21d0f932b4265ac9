"""A database and a store belong to each other: one identity, written in both and compared before anything is done.

The database is written first, the store next, then the database again (« seen »): whenever a crash happens, the
next start can tell what was done. A database that has seen its store never accepts another one, or an empty one.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from boite.clock import now
from boite.database.connection import execute, opened
from boite.errors import CannotStart
from boite.files.models import Blob, StoreIdentity, Upload
from boite.files.opened_store import store_of
from boite.files.store_row import ONLY
from boite.settings import Settings
from storage.errors import BlobMissing, StorageUnavailable, UploadMissing
from storage.keys import new_key
from storage.store import BlobStore

SAMPLE = 100
"""Blobs looked for in a store that nobody has claimed, before its database does. Their keys are random: any will do."""

UNUSABLE = """Le rangement des papiers ne peut pas être ouvert.
{place}
Vérifiez que son disque est monté et que le service a le droit d'y écrire.
Vérifiez aussi BOITE_STORAGE et BOITE_DATA. Puis relancez."""
EMPTY = """Le rangement des papiers ne porte pas l'identité de cette base. Rien n'a été changé.
{place}
Son disque n'est sans doute pas monté, ou l'adresse est fausse.
Montez-le, ou corrigez BOITE_STORAGE ou BOITE_DATA. Puis relancez.
Vous avez remis ces papiers d'une sauvegarde, et ce sont les bons ? Lancez : boite fsck --adopt"""
OTHER = """Le rangement des papiers est celui d'une autre base. Rien n'a été changé.
{place}
Corrigez BOITE_STORAGE, BOITE_DATABASE ou BOITE_DATA. Puis relancez.
Ils vont bien ensemble, vous en êtes sûr ? Lancez : boite fsck --adopt"""
NOTE = "restauration-en-cours"
"""The file, in the folder of data, that a restoration leaves as long as it is not whole."""
UNFINISHED = """La restauration n'est pas finie : rien ne peut démarrer ainsi.
{place}
Relancez « boite restore » : elle reprendra depuis le début."""
STRANGER = """Rien ne prouve que cette base et ce rangement vont ensemble. Rien n'a été changé.
{place}
La base ne retrouve pas ses papiers dans ce rangement, ou ne connaît pas ceux qu'il garde.
Le disque n'est peut-être pas monté. La base est peut-être neuve, ou celle d'un autre service.
Corrigez BOITE_STORAGE, BOITE_DATABASE ou BOITE_DATA. Puis relancez.
Ils vont bien ensemble, vous en êtes sûr ? Lancez : boite fsck --adopt"""


class WrongStore(CannotStart):
    """The store cannot be that of this database. Starting again changes nothing, as long as nobody has looked."""

    status = 78  # EX_CONFIG of sysexits.h


@asynccontextmanager
async def own_store(settings: Settings, *, write: bool = True, adopt: bool = False) -> AsyncIterator[BlobStore]:
    """The connections of a command and its store, once they are known to belong together. Raises WrongStore.

    Without `write`, an installation that has no identity yet gets none. `adopt` trusts the operator.
    """
    note = settings.data.absolute() / NOTE
    if note.exists():
        raise WrongStore(UNFINISHED.format(place=note))
    try:
        store = store_of(settings)
    except (StorageUnavailable, ValueError) as error:
        raise WrongStore(UNUSABLE.format(place=settings.storage_url)) from error
    try:
        async with opened(settings):
            await (take_over(settings, store) if adopt else recognise(settings, store, write=write))
            yield store
    finally:
        await store.close()


async def recognise(settings: Settings, store: BlobStore, *, write: bool = True) -> None:
    """Compare the identity of the database with that of the store; claim a store that is proved to be ours.

    Raises WrongStore, and then nothing is changed.
    """
    row = await StoreIdentity.get_or_none(id=ONLY)
    borne = await _borne(settings, store)
    if row and borne:
        if row.identity != borne:
            raise WrongStore(OTHER.format(place=settings.storage_url))
    elif row and row.seen_at:
        raise WrongStore(EMPTY.format(place=settings.storage_url))
    elif not await _akin(store, claimed=borne is not None):
        raise WrongStore(STRANGER.format(place=settings.storage_url))
    if write and not (row and borne and row.seen_at):
        await _join(settings, store, borne)


async def take_over(settings: Settings, store: BlobStore) -> None:
    """The operator says that database and store belong together: the database takes the identity of the store.

    A store is never renamed: the base of another service, where it has one, still knows it.
    """
    borne = await _borne(settings, store)
    if borne:
        await StoreIdentity.exclude(identity=borne).delete()
    await _join(settings, store, borne)


async def _borne(settings: Settings, store: BlobStore) -> str | None:
    try:
        return await store.identity()
    except StorageUnavailable as error:
        raise WrongStore(UNUSABLE.format(place=settings.storage_url)) from error


async def _join(settings: Settings, store: BlobStore, borne: str | None) -> None:
    """The database, the store, the database again. When several servers start together, the first one wins."""
    claim = "INSERT INTO files_store (id, identity) VALUES (?, ?) ON CONFLICT (id) DO NOTHING"
    await execute(claim, ONLY, borne or new_key())
    row = await StoreIdentity.get(id=ONLY)
    if await store.claim(row.identity) != row.identity:
        raise WrongStore(OTHER.format(place=settings.storage_url))
    await StoreIdentity.filter(id=ONLY, seen_at=None).update(seen_at=now())


async def _akin(store: BlobStore, *, claimed: bool) -> bool:
    """Whether the bytes prove that this store is this database's: their keys are random, no other database knows them.

    Half of them is enough: papers erased since a backup was made are missing, and so may be a damaged one. A database
    that knows nothing matches a store that holds nothing, unless another database has claimed it.
    """
    for known in (Blob.filter(erase_due=None), Blob.all()):
        if blobs := await known.order_by("key").limit(SAMPLE).values("key"):
            found = [await _holds(store, blob["key"]) for blob in blobs]
            return 2 * sum(found) >= len(found)
    for upload in await Upload.filter(completed_at=None).order_by("id").limit(SAMPLE):
        if await _receives(store, upload.id.hex):
            return True
    return not claimed and await _is_empty(store)


async def _holds(store: BlobStore, key: str) -> bool:
    try:
        await store.stat(key)
    except BlobMissing:
        return False
    return True


async def _receives(store: BlobStore, upload: str) -> bool:
    try:
        await store.offset(upload)
    except UploadMissing:
        return False
    return True


async def _is_empty(store: BlobStore) -> bool:
    for things in (store.keys(), store.uploads()):
        async for _ in things:
            return False
    return True
