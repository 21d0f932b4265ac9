"""Any sequence of appends, cut anywhere, by two instances that do not know of each other, ends in the right bytes."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.disk import DiskStore
from storage.errors import ChecksumMismatch, UploadTooLong
from storage.keys import new_key
from storage.memory import MemoryStore
from storage.s3.ledger import MemoryLedger
from storage.s3.store import S3Store
from storage.store import BLOCK, BlobStore, Checksum
from tests.storage import seaweed
from tests.storage.bodies import LineCut, begun, body, read, sealed, some_bytes

POOL = some_bytes(4 * BLOCK)
LIMIT = 6 * BLOCK


@dataclass(frozen=True)
class Turn:
    sizes: list[int]
    cut: bool
    checksum: str  # "", "right" or "wrong"
    instance: int


SIZES = st.one_of(st.integers(0, 2000), st.sampled_from([BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 3]))
TURNS = st.builds(
    Turn,
    sizes=st.lists(SIZES, max_size=5),
    cut=st.booleans(),
    checksum=st.sampled_from(["", "", "right", "wrong"]),
    instance=st.integers(0, 1),
)


async def take(stores: list[BlobStore], upload: str, kept: bytes, turn: Turn) -> bytes:
    """Play one turn and give what the upload must hold after it, by a much simpler reckoning."""
    store = stores[turn.instance % len(stores)]
    pieces = [POOL[len(kept) % BLOCK :][:size] for size in turn.sizes]
    sent = b"".join(pieces)
    announced = sent if turn.checksum == "right" else sent + b"!"
    checksum = Checksum("sha256", hashlib.sha256(announced).digest()) if turn.checksum else None
    too_long = len(kept) + len(sent) > LIMIT
    with suppress(LineCut, UploadTooLong, ChecksumMismatch):
        offset = await store.append(upload, len(kept), body(*pieces, cut=turn.cut), limit=LIMIT, checksum=checksum)
        assert not turn.cut
        assert not too_long
        assert turn.checksum != "wrong"
        assert offset == len(kept) + len(sent)
    if turn.checksum and (turn.cut or too_long or turn.checksum == "wrong"):
        return kept
    return (kept + sent)[:LIMIT]


async def play(stores: list[BlobStore], turns: list[Turn]) -> None:
    upload, kept = await begun(stores[0]), b""
    for turn in turns:
        kept = await take(stores, upload, kept, turn)
        for store in stores:
            assert await store.offset(upload) == len(kept)
    key = new_key()
    assert await stores[-1].finish(upload, key) == sealed(kept)
    assert await read(stores[0], key, seal=sealed(kept)) == kept


@settings(max_examples=60, deadline=None)
@given(turns=st.lists(TURNS, max_size=8))
async def test_on_disk(turns: list[Turn]) -> None:
    with TemporaryDirectory() as folder:
        stores: list[BlobStore] = [DiskStore(Path(folder), durable=False) for _ in range(2)]
        await play(stores, turns)
        for store in stores:
            await store.close()


@settings(max_examples=60, deadline=None)
@given(turns=st.lists(TURNS, max_size=8))
async def test_in_memory(turns: list[Turn]) -> None:
    await play([MemoryStore()], turns)


@pytest.mark.usefixtures("seaweed_service")
@settings(max_examples=15, deadline=None)
@given(turns=st.lists(TURNS, max_size=8))
async def test_in_a_bucket(turns: list[Turn]) -> None:
    """Two machines, which share the bucket and the ledger."""
    bucket, ledger = seaweed.bucket(), MemoryLedger()
    stores: list[BlobStore] = [S3Store(bucket, ledger) for _ in range(2)]
    await play(stores, turns)
    for store in stores:
        await store.close()


@settings(max_examples=100, deadline=None)
@given(start=st.integers(0, 4 * BLOCK), length=st.integers(0, 4 * BLOCK), whole=st.booleans())
async def test_any_range(start: int, length: int, whole: bool) -> None:
    data = POOL[: 3 * BLOCK + 17]
    with TemporaryDirectory() as folder:
        for store in (DiskStore(Path(folder), durable=False), MemoryStore()):
            key = new_key()
            seal = await store.put(key, body(data))
            assert await read(store, key, start, start + length, seal=seal if whole else None) == data[start:][:length]
            await store.close()
