"""A process killed by SIGKILL at each step that matters: what was promised is still true for the next one."""

from __future__ import annotations

import hashlib
import os
import signal
from pathlib import Path

import pytest

from storage.disk import DiskStore
from storage.errors import BlobMissing
from storage.keys import new_key
from storage.store import BLOCK, Checksum
from tests.storage.bodies import begun, body, listed, read, sealed, some_bytes
from tests.storage.processes import child, heard


async def test_append_keeps_what_had_reached_the_store(disk: DiskStore, tmp_path: Path) -> None:
    upload, data = await begun(disk), some_bytes(3 * BLOCK)
    async with child("receive", tmp_path, upload, str(len(data)), "") as writer:
        await heard(writer, "sent")
        while not await disk.offset(upload):
            pass
        writer.kill()
    offset = await disk.offset(upload)
    assert 0 < offset <= len(data)
    await disk.append(upload, offset, body(data[offset:]), limit=len(data))
    assert await disk.finish(upload, new_key()) == sealed(data)


async def test_append_with_a_checksum_leaves_nothing(disk: DiskStore, tmp_path: Path) -> None:
    data = some_bytes(3 * BLOCK)
    upload = await begun(disk, b"before")
    file = tmp_path / "uploads" / upload
    async with child("receive", tmp_path, upload, str(len(data)), "sha256") as writer:
        await heard(writer, "sent")
        while file.stat().st_size == 6:
            assert await disk.offset(upload) == 6
        writer.kill()
    assert file.stat().st_size > 6
    assert await disk.offset(upload) == 6
    checksum = Checksum("sha256", hashlib.sha256(data).digest())
    await disk.append(upload, 6, body(data), limit=1 << 40, checksum=checksum)
    assert await disk.finish(upload, new_key()) == sealed(b"before" + data)


async def test_finish_after_a_killed_append_seals_what_counts(disk: DiskStore, tmp_path: Path) -> None:
    upload = await begun(disk, b"before")
    file = tmp_path / "uploads" / upload
    async with child("receive", tmp_path, upload, str(3 * BLOCK), "sha1") as writer:
        await heard(writer, "sent")
        while file.stat().st_size == 6:
            pass
        writer.kill()
    assert await disk.finish(upload, new_key()) == sealed(b"before")
    assert list((tmp_path / "uploads").iterdir()) == []


@pytest.mark.parametrize(
    ("call", "count"), [("mkdir", 1), ("fsync", 1), ("rename", 1), ("fsync", 2), ("fsync", 3), ("fsync", 5)]
)
async def test_finish_can_be_done_again(disk: DiskStore, tmp_path: Path, call: str, count: int) -> None:
    data, key = some_bytes(BLOCK + 1), new_key()
    upload = await begun(disk, data)
    async with child("finish", tmp_path, upload, key, call, str(count)) as writer:
        assert await writer.wait() == -signal.SIGKILL
    uploads, keys = await listed(disk.uploads()), await listed(disk.keys())
    assert (uploads, keys) in [({upload}, set()), (set(), {key})]
    seal = await disk.finish(upload, key)
    assert seal == sealed(data)
    assert await read(disk, key, seal=seal) == data


async def test_finish_when_both_names_came_back(disk: DiskStore, tmp_path: Path) -> None:
    data, key = some_bytes(100), new_key()
    upload = await begun(disk, data)
    seal = await disk.finish(upload, key)
    former = tmp_path / "uploads" / upload
    former.hardlink_to(tmp_path / "blobs" / key[:2] / key[2:4] / key)
    assert await disk.finish(upload, key) == seal
    assert not former.exists()
    former.hardlink_to(tmp_path / "blobs" / key[:2] / key[2:4] / key)
    await disk.discard(upload)
    assert await read(disk, key, seal=seal) == data


@pytest.mark.parametrize(("call", "count"), [("write", 2), ("link", 1), ("fsync", 1), ("fsync", 2), ("fsync", 4)])
async def test_put_leaves_nothing_or_an_orphan(disk: DiskStore, tmp_path: Path, call: str, count: int) -> None:
    key, data = new_key(), some_bytes(2 * BLOCK)
    async with child("put", tmp_path, key, str(len(data)), call, str(count)) as writer:
        assert await writer.wait() == -signal.SIGKILL
    assert await listed(disk.keys()) <= {key}
    assert list((tmp_path / "new").iterdir()) == []
    seal = await disk.put(key, body(data))
    assert await read(disk, key, seal=seal) == data


async def test_an_old_unfinished_file_is_swept_at_the_next_start(tmp_path: Path) -> None:
    await DiskStore(tmp_path).close()
    old, young = tmp_path / "new" / new_key(), tmp_path / "new" / new_key()
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (0, 0))
    await DiskStore(tmp_path).close()
    assert list((tmp_path / "new").iterdir()) == [young]


async def test_a_deleted_blob_does_not_come_back(disk: DiskStore, tmp_path: Path) -> None:
    key = new_key()
    await disk.put(key, body(b"abc"))
    await disk.delete(key)
    other = DiskStore(tmp_path)
    with pytest.raises(BlobMissing):
        await other.stat(key)
    await other.close()
