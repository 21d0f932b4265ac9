"""What any store promises, asked of the one on disk and of the one in memory."""

from __future__ import annotations

import asyncio
import hashlib
import zlib
from datetime import date

import pytest

from storage.errors import (
    BlobCorrupted,
    BlobMissing,
    ChecksumMismatch,
    InvalidKey,
    OffsetMismatch,
    StorageError,
    UploadMissing,
    UploadTaken,
    UploadTooLong,
)
from storage.keys import new_key
from storage.store import BLOCK, CHECKSUMS, Aside, BlobStore, Checksum, Kind, Seal
from tests.storage.bodies import LineCut, begun, body, listed, read, sealed, silent, some_bytes

DAY, NEXT = date(2026, 11, 29), date(2026, 11, 30)
SIZES = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7]


class TestBlobs:
    @pytest.mark.parametrize("size", SIZES)
    async def test_gives_back_what_was_put(self, store: BlobStore, size: int) -> None:
        key, data = new_key(), some_bytes(size)
        seal = await store.put(key, body(data[:10], b"", data[10:]))
        assert seal == sealed(data)
        assert await read(store, key, seal=seal) == data
        assert await store.stat(key) == size

    async def test_joins_many_small_chunks(self, store: BlobStore) -> None:
        key, data = new_key(), some_bytes(5000)
        await store.put(key, body(*(data[at : at + 1] for at in range(len(data)))))
        assert await read(store, key) == data

    async def test_keeps_nothing_of_a_body_that_is_cut(self, store: BlobStore) -> None:
        key = new_key()
        with pytest.raises(LineCut):
            await store.put(key, body(some_bytes(3 * BLOCK), cut=True))
        with pytest.raises(BlobMissing):
            await store.stat(key)

    async def test_put_again_replaces(self, store: BlobStore) -> None:
        key = new_key()
        await store.put(key, body(b"first"))
        seal = await store.put(key, body(b"second"))
        assert await read(store, key, seal=seal) == b"second"

    @pytest.mark.parametrize("whole", [True, False], ids=["sealed", "unsealed"])
    async def test_reads_ranges(self, store: BlobStore, whole: bool) -> None:
        key, data = new_key(), some_bytes(2 * BLOCK + 100)
        put = await store.put(key, body(data))
        seal: Seal | None = put if whole else None
        edges = [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 99, 2 * BLOCK + 100, 5 * BLOCK]
        for start in edges:
            assert await read(store, key, start, seal=seal) == data[start:]
            for stop in (edge for edge in edges if edge >= start):
                assert await read(store, key, start, stop, seal=seal) == data[start:stop]

    @pytest.mark.parametrize(("start", "stop"), [(-1, None), (0, -1), (3, 2)])
    async def test_refuses_a_range_that_means_nothing(self, store: BlobStore, start: int, stop: int | None) -> None:
        key = new_key()
        await store.put(key, body(b"abc"))
        with pytest.raises(ValueError, match="range"):
            await read(store, key, start, stop)

    async def test_a_reader_may_leave_in_the_middle(self, store: BlobStore) -> None:
        key, data = new_key(), some_bytes(3 * BLOCK)
        await store.put(key, body(data))
        async for piece in store.open(key):
            assert data.startswith(piece)
            break

    async def test_a_seal_of_other_bytes_is_refused(self, store: BlobStore) -> None:
        key = new_key()
        await store.put(key, body(b"abc"))
        for other in (b"abd", b"abcd", b""):
            with pytest.raises(BlobCorrupted):
                await read(store, key, seal=sealed(other))

    async def test_delete_forgets_and_may_be_repeated(self, store: BlobStore) -> None:
        key = new_key()
        await store.put(key, body(b"abc"))
        await store.delete(key)
        await store.delete(key)
        with pytest.raises(BlobMissing):
            await store.stat(key)
        with pytest.raises(BlobMissing):
            await read(store, key)

    async def test_lists_its_keys(self, store: BlobStore) -> None:
        keys = {new_key() for _ in range(5)}
        for key in keys:
            await store.put(key, body(b"abc"))
        assert await listed(store.keys()) == keys

    async def test_a_local_path_is_the_blob_itself(self, store: BlobStore) -> None:
        key = new_key()
        await store.put(key, body(b"abc"))
        path = store.local_path(key)
        assert path is None or path.read_bytes() == b"abc"

    @pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 32, "a" * 31, "a" * 33, "a" * 32 + "\n", "é" * 32])
    async def test_nothing_typed_becomes_a_name(self, store: BlobStore, name: str) -> None:
        with pytest.raises(InvalidKey):
            await store.put(name, body(b"abc"))
        with pytest.raises(InvalidKey):
            await read(store, name)
        for ask in (store.stat, store.delete, store.create, store.offset, store.discard, store.claim):
            with pytest.raises(InvalidKey):
                await ask(name)
        for carry in (store.set_aside, store.set_upload_aside):
            with pytest.raises(InvalidKey):
                await carry(name, DAY)
        for thing in (Aside(DAY, kind, name) for kind in Kind):
            with pytest.raises(InvalidKey):
                await store.put_back(thing)
            with pytest.raises(InvalidKey):
                await store.forget_aside(thing)
        with pytest.raises(InvalidKey):
            store.local_path(name)
        with pytest.raises(InvalidKey):
            await store.append(name, 0, body(b"abc"), limit=3)
        upload = await begun(store)
        with pytest.raises(InvalidKey):
            await store.finish(upload, name)

    async def test_is_ready(self, store: BlobStore) -> None:
        await store.check()


class TestUploads:
    @pytest.mark.parametrize("size", SIZES)
    async def test_becomes_a_blob(self, store: BlobStore, size: int) -> None:
        upload, key, data = new_key(), new_key(), some_bytes(size)
        await store.create(upload)
        half = await store.append(upload, 0, body(data[: size // 2]), limit=size)
        assert half == size // 2 == await store.offset(upload)
        assert await store.append(upload, half, body(data[half:]), limit=size) == size
        assert await store.finish(upload, key) == sealed(data)
        assert await read(store, key, seal=sealed(data)) == data
        assert await listed(store.uploads()) == set()

    async def test_finish_again_gives_the_same_seal(self, store: BlobStore) -> None:
        data, key = some_bytes(BLOCK + 5), new_key()
        upload = await begun(store, data)
        assert await store.finish(upload, key) == await store.finish(upload, key) == sealed(data)
        with pytest.raises(UploadMissing):
            await store.finish(upload, new_key())

    async def test_finish_does_not_touch_the_blob_of_another(self, store: BlobStore) -> None:
        key = new_key()
        await store.put(key, body(b"another"))
        upload = await begun(store, b"mine")
        with pytest.raises(StorageError):
            await store.finish(upload, key)
        assert await read(store, key) == b"another"
        assert await store.offset(upload) == 4

    async def test_says_where_it_is(self, store: BlobStore) -> None:
        upload = await begun(store, b"abc")
        for wrong in (0, 2, 4):
            with pytest.raises(OffsetMismatch) as refusal:
                await store.append(upload, wrong, body(b"d"), limit=10)
            assert refusal.value.actual == 3
        assert await store.offset(upload) == 3

    async def test_keeps_what_came_before_a_cut(self, store: BlobStore) -> None:
        upload, data = await begun(store), some_bytes(2 * BLOCK + 9)
        with pytest.raises(LineCut):
            await store.append(upload, 0, body(data[:BLOCK], data[BLOCK:], cut=True), limit=9 * BLOCK)
        assert await store.offset(upload) == len(data)
        assert await store.finish(upload, new_key()) == sealed(data)

    async def test_a_cancelled_append_keeps_what_came(self, store: BlobStore) -> None:
        upload, data = await begun(store), some_bytes(BLOCK + 9)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await store.append(upload, 0, silent(data[:100], data[100:]), limit=9 * BLOCK)
        assert await store.offset(upload) == len(data)
        assert await store.finish(upload, new_key()) == sealed(data)

    async def test_does_not_keep_the_excess(self, store: BlobStore) -> None:
        upload = await begun(store, b"abc")
        with pytest.raises(UploadTooLong):
            await store.append(upload, 3, body(b"d", b"efgh"), limit=5)
        assert await store.offset(upload) == 5
        with pytest.raises(UploadTooLong):
            await store.append(upload, 5, body(b"f"), limit=4)
        key = new_key()
        await store.finish(upload, key)
        assert await read(store, key) == b"abcde"

    async def test_discard_forgets_and_may_be_repeated(self, store: BlobStore) -> None:
        upload = await begun(store, b"abc")
        await store.discard(upload)
        await store.discard(upload)
        with pytest.raises(UploadMissing):
            await store.offset(upload)
        with pytest.raises(UploadMissing):
            await store.append(upload, 3, body(b"d"), limit=9)

    async def test_create_again_loses_nothing(self, store: BlobStore) -> None:
        upload = await begun(store, b"abc")
        await store.create(upload)
        assert await store.offset(upload) == 3

    async def test_lists_its_uploads(self, store: BlobStore) -> None:
        uploads = {await begun(store, b"abc") for _ in range(3)}
        assert await listed(store.uploads()) == uploads


class TestChecksums:
    @staticmethod
    def of(data: bytes, algorithm: str) -> Checksum:
        crc = zlib.crc32(data).to_bytes(4, "big")
        return Checksum(algorithm, crc if algorithm == "crc32" else hashlib.new(algorithm, data).digest())

    @pytest.mark.parametrize("algorithm", CHECKSUMS)
    async def test_a_right_one_is_kept_and_a_wrong_one_leaves_nothing(self, store: BlobStore, algorithm: str) -> None:
        first, second = some_bytes(BLOCK + 3, 1), some_bytes(2 * BLOCK, 2)
        upload = await begun(store)
        limit = len(first + second)
        kept = await store.append(upload, 0, body(first), limit=limit, checksum=self.of(first, algorithm))
        assert kept == len(first)
        with pytest.raises(ChecksumMismatch):
            await store.append(upload, kept, body(second[::-1]), limit=limit, checksum=self.of(second, algorithm))
        assert await store.offset(upload) == kept
        await store.append(upload, kept, body(second), limit=limit, checksum=self.of(second, algorithm))
        assert await store.finish(upload, new_key()) == sealed(first + second)

    async def test_a_cut_body_leaves_nothing(self, store: BlobStore) -> None:
        data = some_bytes(2 * BLOCK)
        upload = await begun(store, b"abc")
        with pytest.raises(LineCut):
            await store.append(upload, 3, body(data, cut=True), limit=9 * BLOCK, checksum=self.of(data, "sha1"))
        assert await store.offset(upload) == 3
        assert await store.finish(upload, new_key()) == sealed(b"abc")

    async def test_too_long_a_body_leaves_nothing(self, store: BlobStore) -> None:
        upload = await begun(store, b"abc")
        with pytest.raises(UploadTooLong):
            await store.append(upload, 3, body(b"def"), limit=5, checksum=self.of(b"def", "sha1"))
        assert await store.offset(upload) == 3

    async def test_bytes_under_way_are_not_counted(self, store: BlobStore) -> None:
        upload, data = await begun(store, b"abc"), some_bytes(3 * BLOCK)
        checksum = self.of(data, "sha256")
        writer = asyncio.create_task(store.append(upload, 3, silent(data), limit=9 * BLOCK, checksum=checksum))
        for _ in range(20):
            await asyncio.sleep(0.01)
            assert await store.offset(upload) == 3
        writer.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writer
        assert await store.offset(upload) == 3

    def test_an_unknown_algorithm_is_refused(self) -> None:
        with pytest.raises(ValueError, match="sha3"):
            Checksum("sha3", b"")


class TestTwoWriters:
    async def test_the_one_who_comes_back_gets_the_upload(self, store: BlobStore) -> None:
        upload, data = await begun(store), some_bytes(BLOCK)
        stuck = asyncio.create_task(store.append(upload, 0, silent(data), limit=9 * BLOCK))
        await asyncio.sleep(0.1)
        with pytest.raises(OffsetMismatch) as refusal:
            await store.append(upload, 0, body(data), limit=9 * BLOCK)
        assert refusal.value.actual == BLOCK
        with pytest.raises(UploadTaken):
            await stuck
        assert await store.append(upload, BLOCK, body(b"end"), limit=9 * BLOCK) == BLOCK + 3
        assert await store.finish(upload, new_key()) == sealed(data + b"end")

    async def test_many_at_once_never_mix(self, store: BlobStore) -> None:
        upload, data = await begun(store), some_bytes(100)
        tries = [store.append(upload, 0, body(data[:50], data[50:]), limit=100) for _ in range(8)]
        answers = await asyncio.gather(*tries, return_exceptions=True)
        refusals = [answer for answer in answers if answer != 100]
        assert all(isinstance(answer, OffsetMismatch | UploadTaken) for answer in refusals)
        offset = await store.offset(upload)
        await store.append(upload, offset, body(data[offset:]), limit=100)
        assert await store.finish(upload, new_key()) == sealed(data)

    async def test_discard_stops_the_writer(self, store: BlobStore) -> None:
        upload = await begun(store)
        stuck = asyncio.create_task(store.append(upload, 0, silent(b"abc"), limit=9))
        await asyncio.sleep(0.1)
        await store.discard(upload)
        with pytest.raises(UploadTaken):
            await stuck
        with pytest.raises(UploadMissing):
            await store.offset(upload)


class TestIdentity:
    async def test_nobody_s_until_it_is_claimed(self, store: BlobStore) -> None:
        mine, other = new_key(), new_key()
        assert await store.identity() is None
        assert await store.claim(mine) == mine == await store.identity()
        assert await store.claim(other) == mine == await store.identity()
        await store.check()

    async def test_two_who_claim_at_once_hear_the_same(self, store: BlobStore) -> None:
        wanted = [new_key() for _ in range(8)]
        heard = await asyncio.gather(*map(store.claim, wanted))
        assert set(heard) == {await store.identity()} <= set(wanted)

    async def test_it_is_neither_a_blob_nor_an_upload(self, store: BlobStore) -> None:
        await store.claim(new_key())
        assert await listed(store.keys()) == await listed(store.uploads()) == set()


class TestAside:
    async def test_a_blob_goes_aside_and_comes_back(self, store: BlobStore) -> None:
        key, data = new_key(), some_bytes(BLOCK + 5)
        seal = await store.put(key, body(data))
        await store.set_aside(key, DAY)
        with pytest.raises(BlobMissing):
            await store.stat(key)
        thing = Aside(DAY, Kind.BLOB, key)
        assert (await listed(store.keys()), await everything(store)) == (set(), {thing})
        await store.put_back(thing)
        assert (await listed(store.keys()), await everything(store)) == ({key}, set())
        assert await read(store, key, seal=seal) == data

    async def test_an_upload_goes_aside_and_comes_back(self, store: BlobStore) -> None:
        upload = await begun(store, b"abc")
        await store.set_upload_aside(upload, DAY)
        with pytest.raises(UploadMissing):
            await store.offset(upload)
        thing = Aside(DAY, Kind.UPLOAD, upload)
        assert (await listed(store.uploads()), await everything(store)) == (set(), {thing})
        await store.put_back(thing)
        assert await store.append(upload, 3, body(b"def"), limit=6) == 6
        assert await store.finish(upload, new_key()) == sealed(b"abcdef")

    async def test_what_is_not_there_is_left(self, store: BlobStore) -> None:
        await store.set_aside(new_key(), DAY)
        await store.set_upload_aside(new_key(), DAY)
        for kind in Kind:
            await store.put_back(Aside(DAY, kind, new_key()))
            await store.forget_aside(Aside(DAY, kind, new_key()))
        assert await everything(store) == set()

    async def test_nothing_aside_is_ever_replaced(self, store: BlobStore) -> None:
        key = new_key()
        await store.put(key, body(b"first"))
        await store.set_aside(key, DAY)
        await store.put(key, body(b"second"))
        first = Aside(DAY, Kind.BLOB, key)
        with pytest.raises(StorageError):
            await store.set_aside(key, DAY)
        with pytest.raises(StorageError):
            await store.put_back(first)
        assert await read(store, key) == b"second"
        await store.set_aside(key, NEXT)
        assert await everything(store) == {first, Aside(NEXT, Kind.BLOB, key)}
        await store.put_back(first)
        assert await read(store, key) == b"first"

    async def test_what_is_forgotten_does_not_come_back(self, store: BlobStore) -> None:
        kept, gone = new_key(), new_key()
        for key in (kept, gone):
            await store.put(key, body(b"abc"))
            await store.set_aside(key, DAY)
        for _ in range(2):
            await store.forget_aside(Aside(DAY, Kind.BLOB, gone))
        assert await everything(store) == {Aside(DAY, Kind.BLOB, kept)}
        await store.put_back(Aside(DAY, Kind.BLOB, gone))
        assert await listed(store.keys()) == set()

    async def test_going_aside_stops_the_writer(self, store: BlobStore) -> None:
        upload = await begun(store)
        stuck = asyncio.create_task(store.append(upload, 0, silent(b"abc"), limit=9))
        await asyncio.sleep(0.1)
        await store.set_upload_aside(upload, DAY)
        with pytest.raises(UploadTaken):
            await stuck
        await store.put_back(Aside(DAY, Kind.UPLOAD, upload))
        assert await store.offset(upload) == 3


async def everything(store: BlobStore) -> set[Aside]:
    """What is aside."""
    return {thing async for thing in store.aside()}
