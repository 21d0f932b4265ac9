"""A service goes from its folder to a bucket and comes back, while people write, and whoever stops the copy."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable
from contextlib import suppress
from dataclasses import replace

import pytest

from boite.accounts.models import User
from boite.errors import CannotStart
from boite.files.comparing import look
from boite.files.expiry import erase_blobs
from boite.files.store_copy import copy_all
from boite.files.store_identity import WrongStore, own_store
from boite.settings import Settings
from storage.disk import DiskStore
from storage.errors import BlobMissing
from storage.keys import new_key
from storage.pair import PairStore
from storage.store import BLOCK, BlobStore, Seal
from tests.files.papers import erase, put
from tests.people import open_account
from tests.storage import seaweed
from tests.storage.bodies import body, listed, some_bytes

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("seaweed_service")]
PAPERS = 12


async def writes(person: User, store: BlobStore, name: str) -> None:
    """What people do meanwhile: papers come, some go at once."""
    for number in range(6):
        node = await put(person, store, f"{name}-{number}.txt", f"{name} {number}".encode())
        if number % 2:
            await erase(node, by=person)
        await asyncio.sleep(0)


async def moved(settings: Settings, person: User, name: str) -> None:
    """Copy while people write and erase; stop the copy in the middle, and begin it again."""
    async with own_store(settings) as store:
        writing = asyncio.create_task(writes(person, store, name))
        with suppress(TimeoutError):
            await asyncio.wait_for(copy_all(store), 0.15)
        await writing
        await erase_blobs(settings, store)
        done = await copy_all(store)
        assert done.whole or done.copied
        assert (await copy_all(store)).whole


async def check(settings: Settings) -> int:
    async with own_store(settings) as store:
        report = await look(store, deep=True, grace=0)
        assert report.clean, report
        return report.blobs


async def test_there_and_back(settings: Settings) -> None:
    remote = seaweed.in_bucket(settings)
    async with own_store(settings) as store:
        person = await open_account(settings, "Inès")
        for number in range(PAPERS):
            await put(person, store, f"{number}.bin", some_bytes(BLOCK + number, number))
    with pytest.raises(WrongStore):
        await check(remote)
    await moved(replace(remote, storage_other=settings.storage_url), person, "aller")
    there = await check(remote)
    assert there >= PAPERS + 3
    # What is erased from now on does not leave the folder: it is emptied, as the command says.
    emptied = settings.data / "papiers"
    emptied.rename(settings.data / "anciens")
    await moved(replace(remote, storage=settings.storage_url, storage_other=remote.storage), person, "retour")
    assert await check(settings) >= there + 3


async def test_an_upload_under_way_ends_where_it_began(settings: Settings) -> None:
    remote = seaweed.in_bucket(settings)
    upload, key = new_key(), new_key()
    async with own_store(settings) as store:
        await store.create(upload, key)
        await store.append(upload, 0, body(b"avant "), limit=99)
    async with own_store(replace(remote, storage_other=settings.storage_url)) as store:
        assert isinstance(store, PairStore)
        first = await copy_all(store)
        assert (first.uploads, first.whole, await store.main.identity()) == (1, False, None)
        await store.append(upload, 6, body(b"apres"), limit=99)
        await store.finish(upload, key)
        assert await store.other.stat(key) == 11
        await copy_all(store)
        assert await store.main.stat(key) == 11
        assert await store.main.identity() == await store.other.identity()


async def test_damaged_bytes_are_told_and_hold_the_switch(settings: Settings) -> None:
    remote = seaweed.in_bucket(settings)
    async with own_store(settings) as store:
        person = await open_account(settings, "Inès")
        node = await put(person, store, "cv.pdf", b"un papier entier")
        assert isinstance(store, DiskStore)
        store.folders.blob(str(node.blob_id)).write_bytes(b"un papier abime ")
    async with own_store(replace(remote, storage_other=settings.storage_url)) as store:
        assert (await copy_all(store)).damaged == [str(node.blob_id)]
        assert isinstance(store, PairStore)
        assert await store.main.identity() is None


async def test_what_is_erased_or_written_again_meanwhile_does_not_come_back(settings: Settings) -> None:
    remote = seaweed.in_bucket(settings)
    async with own_store(replace(remote, storage_other=settings.storage_url)) as store:
        assert isinstance(store, PairStore)
        erased, written = new_key(), new_key()
        for key in (erased, written):
            await store.other.put(key, body(b"avant"))
        await store.put(written, body(b"apres"))
        with pytest.raises(BlobMissing):
            await store.other.stat(written)
        original = store.main.put

        async def put_while_somebody_erases(key: str, chunks: AsyncIterable[bytes]) -> Seal:
            seal = await original(key, chunks)
            await store.other.delete(key)  # the first half of an erasing: the second has passed already
            return seal

        store.main.put = put_while_somebody_erases  # type: ignore[method-assign]
        await copy_all(store)
        assert await listed(store.keys()) == {written}


async def test_one_store_alone_has_nothing_to_copy(settings: Settings) -> None:
    async with own_store(settings) as store:
        with pytest.raises(CannotStart):
            await copy_all(store)
