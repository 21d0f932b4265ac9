"""Deposits that survive a cut, a closed tab or a crash. The room is reserved when they are declared."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from boite.clock import now
from boite.database.connection import transaction
from boite.database.retries import retried
from boite.database.shortened import Shortened
from boite.errors import Conflict, Gone, Invalid, NotFound, Refusal
from boite.files import ceiling, names
from boite.files.abandonment import abandon, check_known
from boite.files.deposit import HEAD, check_replaced, complete, land, once, paper_of, told_of_end
from boite.files.erasure_promises import break_promise, keep_promise, promise
from boite.files.media_types import sniff
from boite.files.models import Node, OnConflict, Upload
from boite.files.quota import present
from boite.languages.messages import _
from storage.errors import BlobMissing, OffsetMismatch, StorageError, UploadMissing
from storage.keys import new_key
from storage.store import BlobStore, Checksum

MOST_SHOWN = 100
"""Lines of the page that lists them."""
MAX_SIZE = 2**53 - 1
"""No declared length beyond what a browser can count (and a bigint hold)."""
NEAR = timedelta(days=1)
"""A deposit this close to expiry is extended while bytes arrive: a slow connection must not lose them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadRequest:
    """What a person declares before sending bytes. `size` in bytes."""

    name: str
    size: int
    document_type: str = "autre"
    valid_until: date | None = None
    on_conflict: OnConflict = OnConflict.KEEP_BOTH
    over: Sequence[str] = ()
    """The tags of which the paper to replace must bear one, when it is declared; « * » for any."""


async def declare(parent: Node, wish: UploadRequest, store: BlobStore, *, by: UUID, days: int) -> Upload:
    """Reserve the room and open an upload towards `parent`. Raises Full, Invalid, and what the store raises.

    The row first: it counts all that the store will hold under its two names, that of the upload and that of the blob.
    """
    upload = _declared(parent, wish, days, by)
    await retried(lambda: _reserve(upload, wish))
    try:
        await store.create(upload.id.hex, upload.blob_key)
    except StorageError:
        await abandon(upload, store, by=by)  # nobody was told its address
        raise
    if wish.size == 0:
        await complete(upload, store, by=by)
    return upload


async def _reserve(upload: Upload, wish: UploadRequest) -> None:
    async with transaction():
        await (await present(upload.space_id)).reserve(upload.size)
        if upload.on_conflict != OnConflict.NEW_VERSION:
            await ceiling.check(upload.space_id)
        await check_replaced(paper_of(upload, ""), wish.over)
        if not await Node.exists(id=upload.parent_id):  # erased meanwhile: it lands higher
            upload.parent_id = None
        await upload.save(force_create=True)


def _declared(parent: Node, wish: UploadRequest, days: int, by: UUID) -> Upload:
    if not 0 <= wish.size <= MAX_SIZE:
        raise Invalid(_("La taille annoncée n'est pas possible."))
    return Upload(
        space_id=parent.space_id,
        parent_id=parent.id,
        name=names.clean(wish.name),
        size=wish.size,
        document_type=wish.document_type,
        valid_until=wish.valid_until,
        on_conflict=wish.on_conflict,
        blob_key=new_key(),
        by_id=by,
        created_at=now(),
        expires_at=now() + timedelta(days=days),
    )


async def deposit(parent: Node, wish: UploadRequest, body: bytes, store: BlobStore, *, by: UUID, days: int) -> Upload:
    """A declaration and all its bytes at once, already in memory: one trip to the disk, one transaction.

    `parent` comes from the door, with its space. Nothing is reserved: the room is taken with the paper.
    Raises QuotaExceeded, Invalid, and what the store raises.
    Bytes before row: a crash in between leaves bytes that are due to be erased.
    """
    upload = _declared(parent, wish, days, by)
    space = parent.space
    await promise(upload.blob_key)
    seal = await store.put(upload.blob_key, once(body))
    try:
        async with space.locked(brief=True):
            await check_replaced(paper_of(upload, ""), wish.over)
            await space.take(upload.size)
            await keep_promise(upload.blob_key)
            upload.received, upload.completed_at = upload.size, now()
            paper = paper_of(upload, sniff(body[:HEAD], upload.name))
            await land(paper, upload.blob_key, seal, owner=space.owner_id, by=by, origin=upload)
    except Refusal:
        await break_promise(upload.blob_key, store)
        raise
    return upload


async def offset(upload: Upload, store: BlobStore, *, by: UUID) -> int:
    """How many bytes are safely received. Ends an upload that a crash left full but unfinished. Raises Gone."""
    if upload.completed_at is not None:
        return upload.size
    _check_alive(upload)
    try:
        received = await store.offset(upload.id.hex)
    except UploadMissing:
        # Either the crash came after the seal (finishing again finds it), or right after the row.
        if await _sealed(upload, store):
            await complete(upload, store, by=by)
            return upload.size
        await store.create(upload.id.hex, upload.blob_key)
        return 0
    if received == upload.size:
        await complete(upload, store, by=by)
    return received


async def _sealed(upload: Upload, store: BlobStore) -> bool:
    try:
        await store.stat(upload.blob_key)
    except BlobMissing:
        return False
    return True


async def receive(
    upload: Upload,
    start: int,
    chunks: AsyncIterator[bytes],
    store: BlobStore,
    *,
    by: UUID,
    days: int,
    checksum: Checksum | None = None,
) -> int:
    """Append bytes at `start`; the last byte completes the paper. Returns the new offset.

    Raises Gone, NotFound, and the store's OffsetMismatch, ChecksumMismatch, UploadTooLong, UploadTaken, StorageFull.
    """
    _check_alive(upload)
    if upload.expires_at <= now() + NEAR:
        await _note_progress(upload, upload.received, days)
    try:
        received = await store.append(upload.id.hex, start, chunks, limit=upload.size, checksum=checksum)
    except UploadMissing:
        return await _elsewhere(upload, start, store, by)
    except Exception:
        # Cut in the middle: what was received stays, and the list of unfinished deposits says how much.
        # A cancellation is a stop of the service: the database is closing, and the store knows the truth.
        with suppress(StorageError, NotFound):
            await _note_progress(upload, await store.offset(upload.id.hex), days)
        raise
    if received == upload.size:
        await complete(upload, store, by=by)
    else:
        await _note_progress(upload, received, days)
    return received


async def _elsewhere(upload: Upload, start: int, store: BlobStore, by: UUID) -> int:
    """The bytes left the name of the upload: another request finished it, or is about to, or a power cut took them.

    Raises OffsetMismatch with where it is now, so that the sender does not begin it again; NotFound if given up.
    """
    current = await Upload.get_or_none(id=upload.id)
    if current is None:
        raise NotFound
    received = await offset(current, store, by=by)
    if current.completed_at is None or received != start:
        raise OffsetMismatch(received)
    told_of_end(upload, current)
    return received


async def _note_progress(upload: Upload, received: int, days: int) -> None:
    """Push the end back. Raises NotFound where it was given up meanwhile: then nothing of it was received."""
    upload.received = received
    upload.expires_at = now() + timedelta(days=days)
    going_on = Upload.filter(id=upload.id, completed_at=None)
    if not await going_on.update(received=received, expires_at=upload.expires_at):
        await check_known(upload)


def _check_alive(upload: Upload) -> None:
    if upload.completed_at is None and upload.expires_at <= now():
        raise Gone


def check_same(upload: Upload, name: str) -> None:
    """Whether a file of this name may be the one that was declared, whatever cleaning did to it. Raises Conflict."""
    if upload.completed_at is None and names.clean(name) != upload.name:
        raise Conflict(_("Ce n'est pas le même papier. Choisissez « %(name)s ».", name=upload.name))


async def unfinished(by: UUID) -> Shortened[dict[str, Any]]:
    """The unfinished uploads of somebody, started on any device, newest first."""
    rows = await (
        Upload.filter(by_id=by, completed_at=None, expires_at__gt=now())
        .order_by("-created_at")
        .limit(MOST_SHOWN + 1)
        .values("id", "name", "size", "received", "created_at", "expires_at")
    )
    return Shortened(rows, MOST_SHOWN)
