"""Bytes that changed on the disk are told before any of them is given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.disk import DiskStore
from storage.errors import BlobCorrupted, StorageUnavailable
from storage.keys import new_key
from storage.store import BLOCK, Seal
from tests.storage.bodies import body, read, some_bytes

DATA = some_bytes(3 * BLOCK + 100)


@pytest.fixture
async def kept(disk: DiskStore) -> tuple[str, Path, Seal]:
    key = new_key()
    seal = await disk.put(key, body(DATA))
    path = disk.local_path(key)
    assert path is not None
    return key, path, seal


async def gather(pieces: AsyncIterator[bytes], into: bytearray) -> None:
    async for piece in pieces:
        into += piece


@pytest.mark.parametrize("place", [0, BLOCK - 1, BLOCK, 2 * BLOCK + 5, 3 * BLOCK + 99])
async def test_one_bit(disk: DiskStore, kept: tuple[str, Path, Seal], place: int) -> None:
    key, path, seal = kept
    with path.open("r+b") as file:
        file.seek(place)
        file.write(bytes([DATA[place] ^ 1]))
    given = bytearray()
    with pytest.raises(BlobCorrupted):
        await gather(disk.open(key, seal=seal), given)
    assert given == DATA[: place // BLOCK * BLOCK]
    first = place // BLOCK * BLOCK
    with pytest.raises(BlobCorrupted):
        await read(disk, key, first, first + 1, seal=seal)
    sound = 0 if place >= BLOCK else BLOCK
    assert await read(disk, key, sound + 7, sound + 20, seal=seal) == DATA[sound + 7 : sound + 20]
    assert len(await read(disk, key)) == len(DATA)


@pytest.mark.parametrize("size", [0, BLOCK, len(DATA) - 1, len(DATA) + 1])
async def test_another_size(disk: DiskStore, kept: tuple[str, Path, Seal], size: int) -> None:
    key, path, seal = kept
    with path.open("r+b") as file:
        file.truncate(size)
    with pytest.raises(BlobCorrupted):
        await read(disk, key, 0, 1, seal=seal)


async def test_cut_while_it_is_read(disk: DiskStore, kept: tuple[str, Path, Seal]) -> None:
    key, path, seal = kept
    reading = disk.open(key, seal=seal)
    assert await anext(reading) == DATA[:BLOCK]
    with path.open("r+b") as file:
        file.truncate(BLOCK + 5)
    with pytest.raises(BlobCorrupted):
        await gather(reading, bytearray())


async def test_a_folder_that_went_away(disk: DiskStore, tmp_path: Path) -> None:
    (tmp_path / "blobs").rmdir()
    with pytest.raises(StorageUnavailable):
        await disk.check()
    (tmp_path / "new").rmdir()
    with pytest.raises(StorageUnavailable):
        await disk.put(new_key(), body(b"abc"))
