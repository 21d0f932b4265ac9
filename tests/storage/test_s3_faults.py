"""A store in a bucket at the end of a bad line: nothing acknowledged is lost, nothing wrong is ever given."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

import pytest

from storage.errors import BlobCorrupted, OffsetMismatch, StorageUnavailable, UploadMissing
from storage.keys import new_key
from storage.s3.client import Bucket
from storage.s3.ledger import MemoryLedger
from storage.s3.objects import PART
from storage.s3.receiving import MOST_TAILS
from storage.s3.store import S3Store
from storage.store import BLOCK, Seal
from tests.storage import seaweed
from tests.storage.bodies import begun, body, read, sealed, some_bytes
from tests.storage.faulty_line import Line, faulty

pytestmark = pytest.mark.usefixtures("seaweed_service")
SIZE = PART + 3 * BLOCK + 11
TURNS = 60


async def sent(store: S3Store, data: bytes, piece: int) -> tuple[str, Seal]:
    """Send as a person's browser does: where it is refused, it asks where it is, and goes on from there."""
    upload, key = new_key(), new_key()
    await store.create(upload, key)
    acknowledged = 0
    for _ in range(TURNS):
        offset = await store.offset(upload)
        try:
            if offset == len(data):
                return key, await store.finish(upload, key)
            some = data[offset : offset + piece]
            acknowledged = await store.append(upload, offset, body(*_cut(some)), limit=len(data))
        except OffsetMismatch as refusal:
            acknowledged = refusal.actual  # the service lost bytes that it had acknowledged: they are sent again
        except StorageUnavailable:
            continue
    raise AssertionError(f"{acknowledged} of {len(data)} bytes after {TURNS} turns")


def _cut(data: bytes) -> list[bytes]:
    return [data[start : start + 200_000] for start in range(0, len(data), 200_000)]


@pytest.mark.parametrize(
    ("fault", "often"),
    [("busy", 0.25), ("cut", 0.25), ("lost", 0.25), ("slow", 0.2), ("half", 0.5), ("bit", 0.3), ("lies", 0.15)],
)
async def test_a_bad_line(fault: str, often: float) -> None:
    line, data = Line(fault, often), some_bytes(SIZE)
    async with faulty(seaweed.bucket(), line) as bucket:
        store = S3Store(bucket, MemoryLedger())
        for piece in (SIZE, 5 * BLOCK):
            key, seal = await sent(store, data, piece)
            assert seal == sealed(data)
            with suppress(*([BlobCorrupted] if fault == "bit" else [])):  # said, where it was changed three times
                assert await read(store, key, seal=seal) == data
        await store.close()
    assert line.done > 1


async def test_a_service_that_went_and_came_back(seaweed_service: seaweed.Seaweed | None) -> None:
    if seaweed_service is None:
        pytest.skip("the service was not started here")
    store = S3Store(seaweed.bucket(), MemoryLedger())
    upload, data = await begun(store, b"before"), some_bytes(3 * BLOCK)
    seaweed_service.kill()
    with pytest.raises(StorageUnavailable):
        await store.append(upload, 6, body(data), limit=1 << 30)
    assert await store.offset(upload) == 6
    seaweed_service.start_again()
    await store.append(upload, 6, body(data), limit=1 << 30)
    assert await store.finish(upload, new_key()) == sealed(b"before" + data)
    await store.close()


@pytest.fixture
async def two() -> AsyncIterator[list[S3Store]]:
    """Two machines: they share the bucket and the ledger, and nothing else."""
    bucket, ledger = seaweed.bucket(), MemoryLedger()
    stores = [S3Store(bucket, ledger) for _ in range(2)]
    yield stores
    for store in stores:
        await store.close()


async def test_many_small_pieces_over_two_machines(two: list[S3Store]) -> None:
    data = some_bytes(60_000)
    upload, key = new_key(), new_key()
    await two[0].create(upload, key)
    for turn, start in enumerate(range(0, len(data), 1000)):
        await two[turn % 2].append(upload, start, body(data[start : start + 1000]), limit=len(data))
    row = await two[0].ledger.read(upload)
    assert row is not None
    assert len(row.tails) <= MOST_TAILS
    assert await two[1].finish(upload, key) == sealed(data)
    assert [found.name async for found in two[0].objects.names("")] == [f"b/{key}"]


async def test_a_holder_that_sleeps_is_fenced(two: list[S3Store]) -> None:
    """As a machine that was suspended: it wakes up when another has gone on, and what it writes does not count."""
    data = some_bytes(PART + BLOCK)
    upload = await begun(two[0])
    row = await two[0].ledger.take(upload, "asleep")
    assert row is not None
    assert await two[1].append(upload, 0, body(data), limit=1 << 30) == len(data)
    row.size = 5
    assert not await two[0].ledger.save(row)
    assert await two[0].offset(upload) == len(data)
    assert await two[0].finish(upload, new_key()) == sealed(data)


async def test_a_full_memory_becomes_small_objects() -> None:
    data = some_bytes(PART + 2 * BLOCK)
    store = S3Store(seaweed.bucket(), MemoryLedger(), room=BLOCK)
    upload = new_key()
    await store.create(upload)
    await store.append(upload, 0, body(*_cut(data)), limit=len(data))
    row = await store.ledger.read(upload)
    assert row is not None
    assert row.tails
    assert await store.finish(upload, new_key()) == sealed(data)
    await store.close()


@pytest.mark.parametrize("size", [PART, BLOCK])
async def test_a_bit_changed_on_the_way_there_is_refused_by_the_service(size: int) -> None:
    line, data = Line("sent", 1, most=1), some_bytes(size)
    async with faulty(seaweed.bucket(), line) as bucket:
        store = S3Store(bucket, MemoryLedger())
        key, seal = new_key(), sealed(data)
        assert await store.put(key, body(data)) == seal
        assert await read(store, key, seal=seal) == data
        await store.close()
    assert line.done == 1


@pytest.mark.parametrize(("times", "told"), [(2, False), (3, True)])
async def test_a_bit_changed_on_the_way_back_is_asked_again_twice(times: int, told: bool) -> None:
    line, data, key = Line("bit", 1, most=times), some_bytes(BLOCK + 9), new_key()
    async with faulty(seaweed.bucket(), line) as bucket:
        store = S3Store(bucket, MemoryLedger())
        seal = await store.put(key, body(data))
        if told:
            with pytest.raises(BlobCorrupted):
                await read(store, key, seal=seal)
        else:
            assert await read(store, key, seal=seal) == data
        await store.close()
    assert line.done == times


async def test_an_upload_that_is_becoming_one_blob_becomes_no_other() -> None:
    """As after a death between the intent and the deed."""
    store = S3Store(seaweed.bucket(), MemoryLedger())
    upload, key = await begun(store, b"abc"), new_key()
    row = await store.ledger.take(upload, "dead")
    assert row is not None
    row.finishing = key
    await store.ledger.save(row)
    await store.ledger.release(row)
    with pytest.raises(UploadMissing):
        await store.finish(upload, new_key())
    with pytest.raises(UploadMissing):
        await store.append(upload, 3, body(b"d"), limit=9)
    assert await store.finish(upload, key) == sealed(b"abc")
    await store.close()


@pytest.mark.parametrize("changed", [False, True], ids=["gone", "changed"])
async def test_a_tail_that_is_lost_is_sent_again(changed: bool) -> None:
    data = some_bytes(PART + BLOCK)
    store = S3Store(seaweed.bucket(), MemoryLedger())
    upload, key = await begun(store, data), new_key()
    async for found in store.objects.names("u/"):
        await store.objects.delete(found.name)
        if changed:
            await store.objects.put(found.name, [bytes(found.size)])
    with pytest.raises(StorageUnavailable):
        await store.finish(upload, key)
    assert await store.offset(upload) == PART
    with pytest.raises(OffsetMismatch):
        await store.append(upload, len(data), body(b""), limit=len(data))
    await store.append(upload, PART, body(data[PART:]), limit=len(data))
    assert await store.finish(upload, key) == sealed(data)
    await store.close()


async def test_what_the_dead_left_is_swept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.s3.store.FORGOTTEN", -timedelta(days=1))
    store = S3Store(seaweed.bucket(), MemoryLedger())
    upload = await begun(store, some_bytes(PART + 5))
    await store.objects.begin("b/" + new_key())
    await store.objects.put(f"u/{new_key()}/1-5", [b"bytes"])
    assert await store.sweep() == 2
    assert await store.sweep() == 0
    assert await store.finish(upload, new_key()) == sealed(some_bytes(PART + 5))
    await store.close()


@pytest.mark.parametrize(("wrong", "words"), [("keys", "clé"), ("bucket", "seau")])
async def test_a_wrong_setting_is_said_in_words(wrong: str, words: str) -> None:
    right = seaweed.bucket()
    keys = seaweed.KEYS.__class__("essais", "une-autre-clé")
    bucket = Bucket(right.endpoint, right.name, right.prefix, keys) if wrong == "keys" else right
    if wrong == "bucket":
        bucket = Bucket(right.endpoint, "nulle-part", right.prefix, right.keys)
    store = S3Store(bucket, MemoryLedger())
    with pytest.raises(StorageUnavailable, match=words):
        await store.check()
    await store.close()


async def test_another_bucket_is_not_an_empty_one() -> None:
    store = S3Store(seaweed.bucket(), MemoryLedger())
    await store.claim(new_key())
    await store.objects.delete("identity")
    for ask in (store.stat, store.offset):
        with pytest.raises(StorageUnavailable):
            await ask(new_key())
    with pytest.raises(StorageUnavailable):
        await read(store, new_key())
    await store.close()


async def test_an_upload_that_finished_elsewhere_is_missing(two: list[S3Store]) -> None:
    upload, key = await begun(two[0], b"abc"), new_key()
    seal = await two[1].finish(upload, key)
    with pytest.raises(UploadMissing):
        await two[0].append(upload, 3, body(b"d"), limit=9)
    assert await two[0].finish(upload, key) == seal
