"""One writer per upload, over processes that share nothing but the folder."""

from __future__ import annotations

import asyncio
import signal
import time
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from storage.disk import DiskStore
from storage.errors import UploadMissing, UploadTaken
from storage.keys import new_key
from storage.store import BLOCK
from tests.storage.bodies import begun, body, sealed, silent, some_bytes
from tests.storage.processes import child, heard


async def test_the_holder_in_another_process_lets_go(disk: DiskStore, tmp_path: Path) -> None:
    upload, data = await begun(disk), some_bytes(2 * BLOCK)
    async with child("receive", tmp_path, upload, str(len(data)), "") as holder:
        await heard(holder, "sent")
        started = time.monotonic()
        assert await disk.append(upload, len(data), body(b"end"), limit=1 << 40) == len(data) + 3
        assert time.monotonic() - started < 2
        await heard(holder, "taken")
    assert await disk.finish(upload, new_key()) == sealed(data + b"end")


async def test_a_stopped_holder_does_not_let_go(tmp_path: Path) -> None:
    disk = DiskStore(tmp_path, patience=0.5)
    upload = await begun(disk)
    async with child("receive", tmp_path, upload, "10", "") as holder:
        await heard(holder, "sent")
        holder.send_signal(signal.SIGSTOP)
        with pytest.raises(UploadTaken):
            await disk.append(upload, 0, body(b"abc"), limit=9)
        with pytest.raises(UploadTaken):
            await disk.discard(upload)
    assert await disk.offset(upload) == 0
    assert await disk.append(upload, 0, body(b"abc"), limit=9) == 3
    await disk.close()
    assert [path.name for path in (tmp_path / "uploads").iterdir()] == [upload]


async def test_many_processes_fill_one_upload(disk: DiskStore, tmp_path: Path) -> None:
    upload, size = await begun(disk), 400_000
    async with AsyncExitStack() as stack:
        children = [await stack.enter_async_context(child("fill", tmp_path, upload, str(size))) for _ in range(3)]
        for one in children:
            await heard(one, "full")
    assert await disk.finish(upload, new_key()) == sealed(some_bytes(size))


async def test_a_digest_that_was_overtaken_catches_up(disk: DiskStore, tmp_path: Path) -> None:
    other, data = DiskStore(tmp_path), some_bytes(9 * BLOCK + 5)
    upload = await begun(disk)
    for turn, first in enumerate(range(0, len(data), BLOCK)):
        writer = other if turn in {1, 2, 3, 4, 5, 6, 8} else disk
        await writer.append(upload, first, body(data[first : first + BLOCK]), limit=len(data))
    assert await disk.finish(upload, new_key()) == sealed(data)
    await other.close()


async def test_finish_elsewhere_ends_the_waiting(disk: DiskStore, tmp_path: Path) -> None:
    other = DiskStore(tmp_path)
    upload = await begun(disk)
    key = new_key()
    stuck = asyncio.create_task(disk.append(upload, 0, silent(b"abc"), limit=9))
    await asyncio.sleep(0.1)
    seal = await other.finish(upload, key)
    with pytest.raises(UploadTaken):
        await stuck
    assert seal == sealed(b"abc") == await disk.finish(upload, key)
    with pytest.raises(UploadMissing):
        await disk.append(upload, 3, body(b"d"), limit=9)
    await other.close()
