"""No room left, refused by the kernel itself: nothing kept before is lost, nothing useless stays."""

from __future__ import annotations

import hashlib
import resource
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from storage.disk import DiskStore
from storage.errors import StorageFull
from storage.keys import new_key
from storage.memory import MemoryStore
from storage.store import BLOCK, BlobStore, Checksum
from tests.storage.bodies import begun, body, listed, read, sealed, some_bytes

ROOM = 4 * BLOCK
PIECES = [some_bytes(BLOCK // 2, seed) for seed in range(16)]


@contextmanager
def little_disk(folder: Path) -> Iterator[None]:
    """A real disk of 4 MiB where we may mount one, else a real limit on the size of files."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    if subprocess.run(command, check=False, capture_output=True).returncode == 0:
        try:
            yield
        finally:
            subprocess.run(["umount", str(folder)], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture(params=["disk", "memory"])
async def full(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[BlobStore]:
    if request.param == "memory":
        yield MemoryStore(capacity=ROOM)
        return
    with little_disk(tmp_path):
        store = DiskStore(tmp_path)
        yield store
        assert list((tmp_path / "new").iterdir()) == []
        await store.close()


async def test_put_leaves_nothing(full: BlobStore) -> None:
    kept, key = new_key(), new_key()
    seal = await full.put(kept, body(b"kept before"))
    with pytest.raises(StorageFull):
        await full.put(key, body(*PIECES))
    assert await listed(full.keys()) == {kept}
    assert await read(full, kept, seal=seal) == b"kept before"
    await full.put(key, body(*PIECES[:4]))


async def test_append_keeps_what_found_room(full: BlobStore) -> None:
    upload, key = await begun(full, b"before"), new_key()
    with pytest.raises(StorageFull):
        await full.append(upload, 6, body(*PIECES), limit=1 << 40)
    first = await full.offset(upload)
    assert BLOCK < first <= ROOM
    with pytest.raises(StorageFull):
        await full.append(upload, first, body(*PIECES), limit=1 << 40)
    last = await full.offset(upload)
    kept = (b"before" + b"".join(PIECES))[:first] + b"".join(PIECES)[: last - first]
    assert await full.finish(upload, key) == sealed(kept)
    assert await read(full, key, seal=sealed(kept)) == kept
    await full.check()


async def test_append_with_a_checksum_leaves_nothing(full: BlobStore) -> None:
    upload = await begun(full, b"before")
    checksum = Checksum("sha1", hashlib.sha1(b"".join(PIECES)).digest())  # noqa: S324 (an accident of transport)
    with pytest.raises(StorageFull):
        await full.append(upload, 6, body(*PIECES), limit=1 << 40, checksum=checksum)
    assert await full.offset(upload) == 6
    await full.append(upload, 6, body(*PIECES[:2]), limit=1 << 40)


async def test_a_discarded_upload_gives_its_room_back(full: BlobStore) -> None:
    upload = await begun(full)
    with pytest.raises(StorageFull):
        await full.append(upload, 0, body(*PIECES), limit=1 << 40)
    await full.discard(upload)
    await full.put(new_key(), body(*PIECES[:6]))
