"""Chores over rows that say what is due: bytes to erase, uploads and discards at the end of their time."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from boite.accounts.models import Session
from boite.clock import months_ago, now
from boite.database.chores import one_by_one
from boite.database.connection import execute
from boite.database.rows import fetch_as
from boite.errors import NotFound
from boite.files import abandonment, deposit, erasure_promises
from boite.files.erasure_hold import erasing_is_held
from boite.files.models import Blob, Discard, Upload
from boite.files.orphan_bytes import FEW, is_blind, return_known, set_aside, too_many, unknown_uploads
from boite.files.quota import locked_space
from boite.files.trash import purge
from boite.journal.models import Entry
from boite.settings import Settings
from storage.errors import BlobMissing
from storage.store import BlobStore, Kind

log = logging.getLogger("boite.sweeping")
BATCH = 200


async def erase_blobs(settings: Settings, store: BlobStore) -> int:
    """Erase the bytes marked by purges, previews included, where no version holds them any more.

    While a backup is under way, only what no paper ever took.
    """
    due = Blob.filter(erase_due__lte=now())
    if await erasing_is_held():
        due = due.filter(sha256="")
    keys = await due.order_by("erase_due").limit(BATCH).values_list("key", flat=True)
    return await one_by_one(map(str, keys), lambda key: erasure_promises.erase(key, store))


async def expire_uploads(settings: Settings, store: BlobStore) -> int:
    """Give back the room of unfinished uploads that have expired; forget the completed ones.

    One whose bytes are all there under the key of its blob becomes a paper: either the service died just before that,
    or this database was restored from an older backup.
    """
    late = await Upload.filter(completed_at=None, expires_at__lte=now()).limit(BATCH)
    if late:
        await return_known(store)
    forgotten = await Upload.filter(completed_at__lte=now() - timedelta(days=settings.upload_days)).delete()
    return forgotten + await one_by_one(late, lambda upload: _end(upload, store))


async def _end(upload: Upload, store: BlobStore) -> None:
    with suppress(NotFound):  # completed or given up by its owner at this moment
        if upload.by_id and await _is_sealed(upload, store):
            await deposit.complete(upload, store, by=upload.by_id)
        else:
            await abandonment.abandon(upload, store, by=None)


async def _is_sealed(upload: Upload, store: BlobStore) -> bool:
    try:
        return await store.stat(upload.blob_key) == upload.size
    except BlobMissing:
        return False


async def sweep_orphan_uploads(settings: Settings, store: BlobStore) -> int:
    """Set aside the uploads that have no row (a crash between the two), unless the database looks like the wrong one.

    A restored database does not know recent deposits: where there are many, the operator decides.
    Returns how many.
    """
    await store.sweep()
    found, held = await unknown_uploads(store)
    if not found:
        return 0
    if await is_blind(store) or too_many(len(found), held, FEW):
        log.error("too many uploads without a row: nothing is set aside", extra={"fields": {"uploads": len(found)}})
        return 0
    return await set_aside(found, store, Kind.UPLOAD)


async def empty_trash(settings: Settings, store: BlobStore) -> int:
    """Purge the discards whose days are over."""
    late = await Discard.filter(purge_due__lte=now()).limit(BATCH)
    return await one_by_one(late, _purge)


async def _purge(discard: Discard) -> None:
    with suppress(NotFound):  # restored or purged by its owner at this moment
        await purge(discard, by=None)


async def forget_sessions(settings: Settings, store: BlobStore) -> int:
    """Delete the sessions that have ended by themselves."""
    return await Session.filter(expires_at__lte=now()).delete()


TRACES = ("account.signed_in", "account.signed_out", "account.new_device")
"""What the journal says of who came, and from which device."""


async def forget_sign_ins(settings: Settings, store: BlobStore) -> int:
    """Traces of connection are kept twelve months (CNIL, délibération 2021-122)."""
    return await Entry.filter(kind__in=TRACES, at__lte=months_ago(settings.journal_months)).delete()


RECOUNTED = 500
"""Spaces looked at by one question."""
RECOUNT = (
    "UPDATE files_space SET used_bytes = (SELECT COALESCE(SUM(v.size), 0) FROM files_version v"
    " JOIN files_node n ON n.id = v.node_id WHERE n.space_id = files_space.id),"
    " reserved_bytes = (SELECT COALESCE(SUM(u.size), 0) FROM files_upload u"
    " WHERE u.space_id = files_space.id AND u.completed_at IS NULL) WHERE id = ?"
)
DRIFTED = (
    "SELECT id, CASE WHEN (used_bytes <> (SELECT COALESCE(SUM(v.size), 0) FROM files_version v"
    " JOIN files_node n ON n.id = v.node_id WHERE n.space_id = files_space.id)"
    " OR reserved_bytes <> (SELECT COALESCE(SUM(u.size), 0) FROM files_upload u"
    " WHERE u.space_id = files_space.id AND u.completed_at IS NULL)) THEN 1 ELSE 0 END AS drifted"
    " FROM files_space WHERE id > ? ORDER BY id LIMIT ?"
)


async def recount_quotas(settings: Settings, store: BlobStore) -> int:
    """Recompute the totals of the spaces that drifted from their rows. Returns how many (none, unless a bug).

    Always 0 to the timetable's eyes when nothing drifted, so that the chore waits for the next day.
    """
    drifted = 0
    async for space in drifted_spaces():  # seen from afar: counted again where nobody writes
        async with locked_space(space):
            drifted += await execute(RECOUNT, space)
    return drifted


async def drifted_spaces() -> AsyncIterator[UUID]:
    """The spaces whose totals are not those of their rows, looked for by batches."""
    last = UUID(int=0)
    while rows := await fetch_as(DRIFTED, last, RECOUNTED, id=UUID):
        last = rows[-1]["id"]
        for row in rows:
            if row["drifted"]:
                yield row["id"]
