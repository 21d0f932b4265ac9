"""Killed while it claims a store, sets something aside or puts it back: everything is whole, somewhere, once."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from storage.disk import DiskStore
from storage.errors import StorageUnavailable
from storage.keys import new_key
from storage.store import BLOCK, Aside, Checksum, Kind
from tests.storage.bodies import begun, body, listed, read, sealed, some_bytes
from tests.storage.child import DAY
from tests.storage.processes import child, heard

STEPS = [("mkdir", 1), ("rename", 1), ("fsync", 1), ("fsync", 2), ("fsync", 4)]


@pytest.mark.parametrize(("call", "count"), [("fsync", 1), ("link", 1), ("fsync", 2), ("fsync", 3)])
async def test_a_claim_is_whole_or_nothing(disk: DiskStore, tmp_path: Path, call: str, count: int) -> None:
    mine, next_one = new_key(), new_key()
    async with child("claim", tmp_path, mine, call, str(count)) as claimant:
        assert await claimant.wait() == -signal.SIGKILL
    kept = await disk.identity()
    assert kept in {None, mine}
    assert await disk.claim(next_one) == (kept or next_one) == await disk.identity()


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("call", "count"), STEPS)
async def test_a_thing_is_at_its_place_or_aside(
    disk: DiskStore, tmp_path: Path, kind: Kind, call: str, count: int
) -> None:
    name, data = new_key(), some_bytes(BLOCK + 1)
    if kind is Kind.BLOB:
        await disk.put(name, body(data))
    else:
        await disk.create(name)
        await disk.append(name, 0, body(data), limit=len(data))
    thing = Aside(DAY, kind, name)
    async with child("set_aside", tmp_path, kind, name, call, str(count)) as carrier:
        assert await carrier.wait() == -signal.SIGKILL
    assert await _places(disk, thing) == 1
    await (disk.set_aside if kind is Kind.BLOB else disk.set_upload_aside)(name, DAY)
    assert await _aside(disk) == {thing}
    async with child("put_back", tmp_path, kind, name, call, str(count)) as carrier:
        assert await carrier.wait() in {-signal.SIGKILL, 0}
    assert await _places(disk, thing) == 1
    await disk.put_back(thing)
    if kind is Kind.UPLOAD:
        await disk.finish(name, name)
    assert await read(disk, name, seal=sealed(data)) == data


async def _aside(disk: DiskStore) -> set[Aside]:
    return {found async for found in disk.aside()}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def _places(disk: DiskStore, thing: Aside) -> int:
    here = await listed(disk.keys() if thing.kind is Kind.BLOB else disk.uploads())
    return (thing.name in here) + (thing in await _aside(disk))


async def test_bytes_that_no_checksum_vouches_for_do_not_go_aside(disk: DiskStore, tmp_path: Path) -> None:
    upload = await begun(disk, b"before")
    file = tmp_path / "uploads" / upload
    async with child("receive", tmp_path, upload, str(3 * BLOCK), "sha1") as writer:
        await heard(writer, "sent")
        while file.stat().st_size == 6:
            pass
        writer.kill()
    await disk.set_upload_aside(upload, DAY)
    assert list((tmp_path / "uploads").iterdir()) == []
    await disk.put_back(Aside(DAY, Kind.UPLOAD, upload))
    assert await disk.offset(upload) == 6


async def test_a_day_that_is_empty_leaves_no_folder(disk: DiskStore, tmp_path: Path) -> None:
    key = new_key()
    await disk.put(key, body(b"abc"))
    await disk.set_aside(key, DAY)
    assert (tmp_path / "perdus" / "2026-11-29" / "blobs" / key).read_bytes() == b"abc"
    (tmp_path / "perdus" / "à garder.txt").write_text("somebody's note is nothing of ours")
    await disk.forget_aside(Aside(DAY, Kind.BLOB, key))
    assert [path.name for path in (tmp_path / "perdus").iterdir()] == ["à garder.txt"]
    assert await _aside(disk) == set()


class TestUnmounted:
    """The disk goes away under a process: its empty mount point says nothing about anybody's papers."""

    @pytest.fixture
    async def away(self, disk: DiskStore, tmp_path: Path) -> tuple[str, str]:
        key, upload = new_key(), await begun(disk, b"abc")
        await disk.put(key, body(b"abc"))
        await disk.claim(new_key())
        for name in ("identity", "blobs", "uploads", "new"):
            (tmp_path / name).rename(tmp_path.with_name(f"{tmp_path.name}-{name}"))
        for name in ("blobs", "uploads", "new"):
            (tmp_path / name).mkdir()
        return key, upload

    async def test_nothing_is_missing_nor_kept(self, disk: DiskStore, away: tuple[str, str], tmp_path: Path) -> None:
        key, upload = away
        checksum = Checksum("sha1", b"")
        for attempt in (
            disk.check(),
            disk.stat(key),
            read(disk, key),
            disk.delete(key),
            disk.put(new_key(), body(b"new")),
            disk.create(new_key()),
            disk.offset(upload),
            disk.append(upload, 3, body(b"d"), limit=4),
            disk.append(upload, 3, body(b"d"), limit=4, checksum=checksum),
            disk.finish(upload, new_key()),
            disk.discard(upload),
            disk.set_aside(key, DAY),
            disk.set_upload_aside(upload, DAY),
            listed(disk.keys()),
            listed(disk.uploads()),
            _aside(disk),
        ):
            with pytest.raises(StorageUnavailable):
                await attempt
        assert _files(tmp_path) == []

    async def test_it_is_itself_again_once_mounted(
        self, disk: DiskStore, away: tuple[str, str], tmp_path: Path
    ) -> None:
        for name in ("blobs", "uploads", "new", "identity"):
            if name != "identity":
                (tmp_path / name).rmdir()
            tmp_path.with_name(f"{tmp_path.name}-{name}").rename(tmp_path / name)
        assert await read(disk, away[0]) == b"abc"
        assert await disk.offset(away[1]) == 3
        await disk.check()


async def test_a_file_that_is_no_identity_stops_everything(disk: DiskStore, tmp_path: Path) -> None:
    (tmp_path / "identity").write_text("half of an identi")
    with pytest.raises(StorageUnavailable):
        await disk.identity()
    with pytest.raises(StorageUnavailable):
        await disk.claim(new_key())
