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


def on_a_plain_file_system(folder: Path) -> DiskStore:
    """As on a file system without O_TMPFILE, which promises nothing of the order of its writes."""
    store = DiskStore(folder)
    store.folders.nameless = store.folders.ordered = False
    return store


def in_memory(_: Path) -> MemoryStore:
    return MemoryStore()


@pytest.fixture(params=["disk", "plain disk", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[BlobStore]:
    """The contract is asked of every twin."""
    makers: dict[str, Callable[[Path], BlobStore]] = {
        "disk": DiskStore,
        "plain disk": on_a_plain_file_system,
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
