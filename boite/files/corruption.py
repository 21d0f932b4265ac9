"""What is done when a reading finds bytes that are not those deposited: noted, told, and never sent."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator
from uuid import UUID

from boite.clock import now
from boite.database.connection import execute, transaction
from boite.errors import Damaged
from boite.files import journal_kinds as kinds
from boite.files.models import Blob, Node
from boite.files.previews import seal_of
from boite.journal.record import record
from storage.errors import BlobCorrupted, BlobMissing
from storage.store import BlobStore


async def note(node: Node, blob_key: str) -> None:
    """Mark the bytes as damaged and write it in the journal of their owner; only once."""
    async with transaction():
        marked = "UPDATE files_blob SET damaged_at = ? WHERE key = ? AND damaged_at IS NULL"
        if await execute(marked, now(), blob_key):
            happening = kinds.FoundDamaged(name=node.shown_name, node=str(node.id))
            await record(happening, owner=await node.owner_id(), by=None)


async def verified_row(node_id: UUID | str, blob: Blob, store: BlobStore) -> AsyncGenerator[bytes, None]:
    """All the bytes of a paper that is known by its identifier only, as `verified` gives them. Raises Damaged."""
    try:
        async for piece in store.open(blob.key, seal=seal_of(blob)):
            yield piece
    except (BlobCorrupted, BlobMissing) as error:
        if node := await Node.get_or_none(id=node_id):  # purged meanwhile, nothing promises it any more
            await note(node, blob.key)
        raise Damaged from error


async def verified(
    node: Node, blob: Blob, store: BlobStore, start: int = 0, stop: int | None = None
) -> AsyncIterator[bytes]:
    """The bytes of a paper from `start` to `stop` (excluded), each block verified before it is given.

    Raises Damaged, at the first piece or later, once the damage is noted.
    """
    try:
        async for piece in store.open(blob.key, start, stop, seal=seal_of(blob)):
            yield piece
    except (BlobCorrupted, BlobMissing) as error:
        await note(node, blob.key)
        raise Damaged from error


async def beginning(node: Node, blob: Blob, store: BlobStore, length: int) -> bytes:
    """The first `length` bytes of a paper, or all of a shorter one. Raises Damaged."""
    return b"".join([piece async for piece in verified(node, blob, store, 0, length)])
