"""Deposits that survive a cut, a closed tab or a crash. The room is reserved when they are declared."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from boite.clock import now
from boite.database import execute, transaction
from boite.errors import Gone, Invalid, NotFound, Refusal
from boite.files import names
from boite.files.deposit import HEAD, Paper, break_promise, keep_promise, land, once, promise
from boite.files.media_types import sniff
from boite.files.models import Node, OnConflict, Space, Upload
from boite.journal.kinds import files as kinds
from boite.journal.record import record
from storage.errors import BlobMissing, StorageError, UploadMissing
from storage.keys import new_key
from storage.store import BlobStore, Checksum, Seal

MAX_SIZE = 2**53 - 1
"""No declared length beyond what a browser can count (and a bigint hold)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a person declares before sending bytes. `size` in bytes."""

    name: str
    size: int
    document_type: str = "autre"
    valid_until: date | None = None
    on_conflict: OnConflict = OnConflict.KEEP_BOTH


async def declare(parent: Node, wish: Wish, store: BlobStore, *, by: UUID, days: int) -> Upload:
    """Reserve the room and open an upload towards `parent`. Raises QuotaExceeded, Invalid.

    A crash before the row leaves an empty upload in the store, which a chore sweeps.
    """
    upload = _declared(parent, wish, days, by)
    async with transaction():
        await (await Space.get(id=parent.space_id)).reserve(wish.size)
        await upload.save(force_create=True)
    await store.create(upload.id.hex)
    if wish.size == 0:
        await complete(upload, store, by=by)
    return upload


def _declared(parent: Node, wish: Wish, days: int, by: UUID) -> Upload:
    if not 0 <= wish.size <= MAX_SIZE:
        raise Invalid("La taille annoncée n'est pas possible.")
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


async def deposit(parent: Node, wish: Wish, body: bytes, store: BlobStore, *, by: UUID, days: int) -> Upload:
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
        async with space.locked():
            await space.take(upload.size)
            await keep_promise(upload.blob_key)
            upload.received, upload.completed_at = upload.size, now()
            paper = _paper(upload, sniff(body[:HEAD], upload.name))
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
        await store.create(upload.id.hex)
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

    Raises Gone, and the store's OffsetMismatch, ChecksumMismatch, UploadTooLong, UploadTaken, StorageFull.
    """
    _check_alive(upload)
    try:
        received = await store.append(upload.id.hex, start, chunks, limit=upload.size, checksum=checksum)
    except Exception:
        # Cut in the middle: what was received stays, and the list of unfinished deposits says how much.
        # A cancellation is a stop of the service: the database is closing, and the store knows the truth.
        with suppress(StorageError):
            await _note_progress(upload, await store.offset(upload.id.hex), days)
        raise
    if received == upload.size:
        await complete(upload, store, by=by)
    else:
        await _note_progress(upload, received, days)
    return received


async def _note_progress(upload: Upload, received: int, days: int) -> None:
    upload.received = received
    upload.expires_at = now() + timedelta(days=days)
    await Upload.filter(id=upload.id, completed_at=None).update(received=received, expires_at=upload.expires_at)


def _check_alive(upload: Upload) -> None:
    if upload.completed_at is None and upload.expires_at <= now():
        raise Gone


async def complete(upload: Upload, store: BlobStore, *, by: UUID) -> Node | None:
    """Seal the bytes, then make the paper and turn the promise into usage. Twice is once.

    Returns the paper, or None where it was completed before and has gone since.
    """
    seal = await store.finish(upload.id.hex, upload.blob_key)
    media_type = sniff(await _head(upload.blob_key, seal, store), upload.name)
    space = await Space.get(id=upload.space_id)
    async with space.locked():
        claim = "UPDATE files_upload SET completed_at = ?, received = size WHERE id = ? AND completed_at IS NULL"
        if await execute(claim, now(), upload.id):
            await upload.refresh_from_db()
            paper = _paper(upload, media_type)
            node = await land(paper, upload.blob_key, seal, owner=space.owner_id, by=by)
            await space.settle(upload.size)
            await execute("UPDATE files_upload SET node_id = ? WHERE id = ?", node.id, upload.id)
            upload.node_id = node.id
            return node
    await upload.refresh_from_db()
    return await Node.get_or_none(id=upload.node_id)


def _paper(upload: Upload, media_type: str) -> Paper:
    return Paper(
        space_id=upload.space_id,
        parent_id=upload.parent_id,
        name=upload.name,
        media_type=media_type,
        document_type=upload.document_type,
        valid_until=upload.valid_until,
        on_conflict=upload.on_conflict,
    )


async def _head(key: str, seal: Seal, store: BlobStore) -> bytes:
    """The first bytes of a blob, to know its type."""
    head = b""
    async for piece in store.open(key, 0, min(HEAD, seal.size), seal=seal):
        head += piece
    return head


async def abandon(upload: Upload, store: BlobStore, *, by: UUID | None) -> None:
    """Give an upload up and its room back. `by` is None when its time is over. Raises NotFound if completed.

    Row before bytes: a crash leaves an upload without a row in the store, which a chore sweeps.
    """
    space = await Space.get(id=upload.space_id)
    async with transaction():
        # The size too: the room given back is the one that the row still holds (`unsized.resize` may pass by).
        if not await Upload.filter(id=upload.id, size=upload.size, completed_at=None).delete():
            raise NotFound("Ce dépôt est déjà terminé.")
        await space.release(upload.size)
        kind = kinds.UploadAbandoned if by else kinds.UploadExpired
        await record(kind(name=upload.name), owner=space.owner_id, by=by)
    # A writer that would not let go is not the person's trouble: the chore sweeps what stays.
    with suppress(StorageError):
        await store.discard(upload.id.hex)


async def unfinished(by: UUID) -> list[dict[str, Any]]:
    """The uploads that somebody has to finish, on whichever device they began, newest first."""
    return await (
        Upload.filter(by_id=by, completed_at=None, expires_at__gt=now())
        .order_by("-created_at")
        .limit(100)
        .values("id", "name", "size", "received", "created_at", "expires_at")
    )
