"""Papers whose size is known only at their last byte: a plain form gives a bound, never the size."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from uuid import UUID

from boite.database.connection import execute
from boite.database.disk_full import FAMILIES, lacks_room
from boite.database.retries import retried
from boite.errors import Invalid, NotFound
from boite.files import abandonment, uploads
from boite.files.deposit import complete
from boite.files.models import Node, Space, Upload
from boite.files.quota import locked_space
from boite.languages.messages import _
from storage.errors import UploadTooLong
from storage.store import BlobStore

DAYS = 1
"""How long the room of a form is kept if the service itself dies in the middle: nobody can resume a form."""


async def resize(upload: Upload, size: int) -> None:
    """Give back the room that an upload was promised in excess. `size` in bytes. Raises Invalid, NotFound.

    An upload never grows: only `declare` can promise. Two callers never give the same byte back.
    """
    if not 0 <= size <= upload.size:
        raise Invalid(_("La taille annoncée n'est pas possible."))
    await retried(lambda: _shrink(upload, size))
    upload.size = size


async def _shrink(upload: Upload, size: int) -> None:
    claim = "UPDATE files_upload SET size = ? WHERE id = ? AND size = ? AND completed_at IS NULL"
    async with locked_space(upload.space_id):
        if not await execute(claim, size, upload.id, upload.size):
            raise NotFound(_("Ce dépôt est déjà terminé."))
        space = await Space.get(id=upload.space_id)
        await space.release(upload.size - size)


async def deposit(
    parent: Node, wish: uploads.UploadRequest, chunks: AsyncIterator[bytes], store: BlobStore, *, by: UUID
) -> Node | None:
    """A paper of the bytes that come, where `wish.size` bounds their number.

    Raises QuotaExceeded before the first byte, and what `chunks` and the store raise. Whatever happens short of
    a crash of the service, nothing stays reserved. Returns None where the paper was deleted straight away.
    """
    if wish.size == 0:
        return await _empty(parent, wish, chunks, store, by)
    upload = await uploads.declare(parent, wish, store, by=by, days=DAYS)
    try:
        received = await store.append(upload.id.hex, 0, chunks, limit=upload.size)
        await resize(upload, received)
        return await complete(upload, store, by=by)
    except BaseException:
        # Shielded: cancelling this request (when the service stops) does not cancel the clean-up.
        await asyncio.shield(asyncio.ensure_future(_tidy(upload, store, by)))
        raise


async def _empty(
    parent: Node, wish: uploads.UploadRequest, chunks: AsyncIterator[bytes], store: BlobStore, by: UUID
) -> Node | None:
    """An empty paper is complete when declared: see first that its bytes do end here."""
    async for chunk in chunks:
        if chunk:
            raise UploadTooLong(f"{len(chunk)} bytes where none was possible")
    upload = await uploads.declare(parent, wish, store, by=by, days=DAYS)
    return await Node.get_or_none(id=upload.node_id)


async def _tidy(upload: Upload, store: BlobStore, by: UUID) -> None:
    with suppress(NotFound):  # it was complete: the refusal came after the paper
        try:
            await abandonment.abandon(upload, store, by=by)
        except FAMILIES as error:
            if not lacks_room(error):
                raise
            # The database is on the disk that these bytes fill: they go first, then there is room to write so.
            if await Upload.exists(id=upload.id, completed_at=None):
                await store.discard(upload.id.hex)
                await store.delete(upload.blob_key)
            await abandonment.abandon(upload, store, by=by)
