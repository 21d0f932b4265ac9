from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.disk import DiskStore
from storage.memory import MemoryStore
from storage.store import BlobStore


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(params=["disk", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[BlobStore]:
    """The contract is asked of both twins."""
    twin: BlobStore = DiskStore(tmp_path) if request.param == "disk" else MemoryStore()
    yield twin
    await twin.close()


@pytest.fixture
async def disk(tmp_path: Path) -> AsyncIterator[DiskStore]:
    twin = DiskStore(tmp_path)
    yield twin
    await twin.close()
