"""Whoever changes a box takes its space first: two gestures wait for each other, and none is taken back."""

from __future__ import annotations

import asyncio

import pytest

from boite.accounts.models import User
from boite.database.connection import fetch, on_sqlite
from boite.errors import NotFound
from boite.files import abandonment, unsized_deposits, uploads
from boite.files.expiry import recount_quotas
from boite.files.models import Node, OnConflict, QuotaExceeded, Space, Upload
from boite.files.quota import locked_space
from boite.files.uploads import UploadRequest
from boite.settings import Settings
from storage.store import BlobStore
from tests.files.boxes import box_of, deposit
from tests.files.papers import erase, put

pytestmark = pytest.mark.anyio
ROUNDS = 10
DEPOSITS = 6


@pytest.mark.parametrize("end", ["give up", "shrink"])
async def test_a_deposit_ends_while_its_folder_is_erased(person: User, store: BlobStore, end: str) -> None:
    """PostgreSQL: the one took the deposit then the space, the other the space then the deposit."""
    root = await box_of(person)
    for _ in range(ROUNDS):
        folder = await root.add_folder("Été", by=person)
        wish = UploadRequest(name="x.txt", size=9)
        begun = [await uploads.declare(folder, wish, store, by=person.id, days=7) for _ in range(DEPOSITS)]
        if end == "give up":
            gestures = [abandonment.abandon(upload, store, by=person.id) for upload in begun]
        else:
            gestures = [unsized_deposits.resize(upload, 4) for upload in begun]
        await asyncio.gather(*gestures, erase(await Node.get(id=folder.id), by=person))
        for upload in await Upload.filter(space_id=root.space_id):
            assert upload.parent_id is None
            await abandonment.abandon(upload, store, by=person.id)
            with pytest.raises(NotFound):
                await abandonment.abandon(upload, store, by=person.id)
    space = await Space.get(id=root.space_id)
    assert (space.used_bytes, space.reserved_bytes) == (0, 0)


async def test_two_hands_erase_one_version(person: User, store: BlobStore) -> None:
    """Its room comes back once."""
    root = await box_of(person)
    for turn in range(ROUNDS):
        name = f"{turn}.txt"
        for content in (b"one", b"three"):
            node = await put(person, store, name, content, parent=root, on_conflict=OnConflict.NEW_VERSION)
        hands = [(await Node.get(id=node.id)).purge_version(1, by=person) for _ in range(4)]
        ended = await asyncio.gather(*hands, return_exceptions=True)
        assert sorted(type(end).__name__ for end in ended) == ["NoneType", *["NotFound"] * 3]
    space = await Space.get(id=root.space_id)
    assert space.used_bytes == (await space.gauge()).used == ROUNDS * 5


async def test_a_version_brought_back_takes_its_room(person: User, store: BlobStore) -> None:
    root = await box_of(person, quota=10)
    for content in (b"one", b"five."):
        node = await put(person, store, "a.txt", content, parent=root, on_conflict=OnConflict.NEW_VERSION)
    with pytest.raises(QuotaExceeded):
        await node.restore_version(1, by=person)
    await Space.filter(id=root.space_id).update(quota_bytes=11)
    await node.restore_version(1, by=person)
    space = await Space.get(id=root.space_id)
    assert space.used_bytes == (await space.gauge()).used == 11


async def test_a_recount_waits_for_who_is_writing(person: User, store: BlobStore, settings: Settings) -> None:
    """What is being written counts in both, or in neither."""
    root = await box_of(person)
    await Space.filter(id=root.space_id).update(used_bytes=77)
    written, leave = asyncio.Event(), asyncio.Event()

    async def writes() -> None:
        async with locked_space(root.space_id):
            await deposit(root, "a.txt", b"12345", store, person)
            written.set()
            await leave.wait()

    writing = asyncio.create_task(writes())
    await written.wait()
    recount = asyncio.create_task(recount_quotas(settings, store))
    await somebody_waits()
    leave.set()
    await asyncio.gather(writing, recount)
    assert (await Space.get(id=root.space_id)).used_bytes == 5


async def somebody_waits() -> None:
    """Until another session waits for a row. On SQLite whoever writes waits for its turn in this very process."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(3_000):
        if on_sqlite() or await fetch(waiting):
            return
        await asyncio.sleep(0.01)
    raise AssertionError("nobody waits")
