"""Files that a test sends, and what the server keeps of them, read behind its back."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path

from boite.database.connection import opened
from boite.files.models import Node, Space, Upload
from storage import open_store
from storage.errors import UploadMissing
from storage.store import BlobStore
from tests.live import Server


def file_of(folder: Path, size: int, name: str = "Mémoire.bin") -> Path:
    """A file of random bytes."""
    path = folder / name
    path.write_bytes(os.urandom(size))
    return path


async def kept(server: Server) -> list[tuple[str, str]]:
    """Name and digest of every paper, read from the store; and nothing promised for nothing."""
    store = open_store(server.settings.storage_url)
    async with opened(server.settings):
        found = []
        for node in await Node.filter(rank=1).order_by("name"):
            digest = hashlib.sha256()
            async for piece in store.open(str(node.blob_id)):
                digest.update(piece)
            found.append((node.name, digest.hexdigest()))
        for space in await Space.all():
            promised = await Upload.filter(space_id=space.id, completed_at=None).values_list("size", flat=True)
            assert space.reserved_bytes == sum(map(int, map(str, promised)))
    await store.close()
    return found


def digest(path: Path) -> str:
    """The digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


async def received(server: Server, at_least: int) -> str:
    """Wait until the only upload under way has this many bytes; its identifier."""
    store = open_store(server.settings.storage_url)
    for _ in range(400):
        async with opened(server.settings):
            upload = await Upload.get_or_none(completed_at=None)
        if upload is not None and await _offset(store, upload) >= at_least:
            await store.close()
            return str(upload.id)
        await asyncio.sleep(0.05)
    raise AssertionError("the bytes did not come")


async def _offset(store: BlobStore, upload: Upload) -> int:
    """The bytes so far; none in the instant between the row and its place in the store."""
    try:
        return await store.offset(upload.id.hex)
    except UploadMissing:
        return 0
