from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from storage.disk import DiskStore
from storage.memory import MemoryStore
from storage.store import BlobStore


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def without_nameless_files(folder: Path) -> DiskStore:
    """As on a file system that does not know O_TMPFILE."""
    store = DiskStore(folder)
    store.folders.nameless = False
    return store


def in_memory(_: Path) -> MemoryStore:
    return MemoryStore()


@pytest.fixture(params=["disk", "disk with names", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[BlobStore]:
    """The contract is asked of every twin."""
    makers: dict[str, Callable[[Path], BlobStore]] = {
        "disk": DiskStore,
        "disk with names": without_nameless_files,
        "memory": in_memory,
    }
    twin = makers[request.param](tmp_path)
    yield twin
    await twin.close()


@pytest.fixture
async def disk(tmp_path: Path) -> AsyncIterator[DiskStore]:
    twin = DiskStore(tmp_path)
    yield twin
    await twin.close()
