"""How a deposit ends: as a paper, or given up. Whoever comes first inside the lock of the space decides."""

from __future__ import annotations

from uuid import UUID

from boite.clock import now
from boite.database.connection import execute
from boite.database.retries import retried
from boite.errors import NotFound
from boite.files import journal_kinds as kinds
from boite.files.deposit import HEAD, Paper, land
from boite.files.media_types import sniff
from boite.files.models import Node, QuotaExceeded, Space, Upload
from boite.files.promises import erase_ended, promise_ended
from boite.files.quota import locked_space
from boite.journal.record import record
from storage.errors import BlobMissing, UploadMissing
from storage.store import BlobStore, Seal


async def complete(upload: Upload, store: BlobStore, *, by: UUID) -> Node | None:
    """Seal the bytes, then make the paper and turn the promise into usage. Twice is once.

    Returns the paper, or None where it was completed before and has gone since. Raises NotFound where it was given up
    meanwhile: the bytes just sealed go with it.
    """
    try:
        seal = await store.finish(upload.id.hex, upload.blob_key)
        media_type = sniff(await _head(upload.blob_key, seal, store), upload.name)
    except (UploadMissing, BlobMissing):
        await check_known(upload)
        raise
    try:
        if node := await retried(lambda: _claim(upload, seal, media_type, by)):
            return node
    except QuotaExceeded:
        await abandon(upload, store, by=by)
        raise
    if current := await Upload.get_or_none(id=upload.id):
        upload.node_id, upload.completed_at, upload.received = current.node_id, current.completed_at, current.received
        return await Node.get_or_none(id=upload.node_id)
    await erase_ended(upload, store)  # given up between the seal and the lock
    raise NotFound


async def _claim(upload: Upload, seal: Seal, media_type: str, by: UUID) -> Node | None:
    """The paper, for the first who comes inside the lock; None for the others."""
    async with locked_space(upload.space_id):
        claim = "UPDATE files_upload SET completed_at = ?, received = ? WHERE id = ? AND completed_at IS NULL"
        if not await execute(claim, now(), seal.size, upload.id):
            return None
        await upload.refresh_from_db()
        space = await Space.get(id=upload.space_id)
        if seal.size != upload.size:  # another writer added to a form's deposit while it was given its size
            extra = seal.size - upload.size
            await (space.reserve(extra) if extra > 0 else space.release(-extra))
            await execute("UPDATE files_upload SET size = ? WHERE id = ?", seal.size, upload.id)
            upload.size = seal.size
        node = await land(paper_of(upload, media_type), upload.blob_key, seal, owner=space.owner_id, by=by)
        await space.settle(upload.size)
        await execute("UPDATE files_upload SET node_id = ? WHERE id = ?", node.id, upload.id)
        upload.node_id = node.id
        return node


def paper_of(upload: Upload, media_type: str) -> Paper:
    """What an upload says of the paper that it becomes."""
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
    """Give an upload up and its room back. `by` is None when its time is over.

    Raises NotFound where it is completed, given up already, or where its end was pushed back. Rows before bytes: a
    crash leaves bytes that are due to be erased, under both their names.
    """
    await retried(lambda: _give_up(upload, by))
    await erase_ended(upload, store)


async def _give_up(upload: Upload, by: UUID | None) -> None:
    async with locked_space(upload.space_id):
        found = await Upload.get_or_none(id=upload.id, completed_at=None)
        if found is None or (by is None and found.expires_at > now()):
            raise NotFound("Ce dépôt est déjà terminé.")
        await found.delete()
        await promise_ended([found])
        space = await Space.get(id=found.space_id)
        await space.release(found.size)
        kind = kinds.UploadAbandoned if by else kinds.UploadExpired
        await record(kind(name=found.name, upload=str(found.id)), owner=space.owner_id, by=by)


async def check_known(upload: Upload) -> None:
    """Raises NotFound where an upload was given up meanwhile."""
    if not await Upload.exists(id=upload.id):
        raise NotFound
