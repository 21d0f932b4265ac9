from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable
from pathlib import Path

import pytest

from storage.disk import DiskStore
from storage.memory import MemoryStore
from storage.pair import PairStore
from storage.s3.ledger import MemoryLedger
from storage.s3.store import S3Store
from storage.store import BlobStore, Seal
from tests.storage import seaweed


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


def in_a_bucket(_: Path) -> S3Store:
    return S3Store(seaweed.bucket(), MemoryLedger())


def moving(folder: Path) -> PairStore:
    return PairStore(MemoryStore(), DiskStore(folder, durable=False))


class _Left(PairStore):
    """A pair whose bytes are all where it leaves, as at the beginning of a move."""

    async def put(self, key: str, chunks: AsyncIterable[bytes]) -> Seal:
        return await self.other.put(key, chunks)

    async def create(self, upload: str, key: str | None = None) -> None:
        await self.other.create(upload, key)


def moving_with_the_past_elsewhere(folder: Path) -> PairStore:
    return _Left(MemoryStore(), DiskStore(folder, durable=False))


@pytest.fixture(params=["disk", "plain disk", "memory", "s3", "pair", "left"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[BlobStore]:
    """The contract is asked of every twin."""
    if request.param == "s3":
        request.getfixturevalue("seaweed_service")
    makers: dict[str, Callable[[Path], BlobStore]] = {
        "disk": DiskStore,
        "plain disk": on_a_plain_file_system,
        "memory": in_memory,
        "s3": in_a_bucket,
        "pair": moving,
        "left": moving_with_the_past_elsewhere,
    }
    twin = makers[request.param](tmp_path)
    yield twin
    await twin.close()


@pytest.fixture
async def disk(tmp_path: Path) -> AsyncIterator[DiskStore]:
    twin = DiskStore(tmp_path)
    yield twin
    await twin.close()
