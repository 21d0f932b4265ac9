from __future__ import annotations

from pathlib import Path

import pytest

from storage import open_store
from storage.disk import DiskStore
from storage.errors import StorageUnavailable
from storage.keys import is_key, new_key
from storage.memory import MemoryStore


async def test_a_folder_is_made_where_needed(tmp_path: Path) -> None:
    folder = tmp_path / "été à Paris" / "octets"
    store = open_store(folder.as_uri())
    assert isinstance(store, DiskStore)
    assert (folder / "blobs").is_dir()
    assert folder.stat().st_mode & 0o007 == 0
    await store.close()


def test_memory() -> None:
    assert isinstance(open_store("memory:"), MemoryStore)


@pytest.mark.parametrize("url", ["", "/tmp/x", "file:x", "file://elsewhere/x", "memory:x", "ftp://host/x", "s3://"])  # noqa: S108 (never opened)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="address"):
        open_store(url)


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    with pytest.raises(StorageUnavailable):
        open_store((file / "folder").as_uri())


def test_keys_are_random_and_recognised() -> None:
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(is_key(key) for key in keys)
