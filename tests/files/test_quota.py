"""The quota is hard, whoever comes together at the last bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress

import pytest
from starlette.applications import Starlette
from tortoise.exceptions import IntegrityError

from boite.accounts.models import User
from boite.errors import NotFound
from boite.files import abandonment, expiry, selection, uploads, writings
from boite.files.deposit import complete, root_of
from boite.files.expiry import expire_uploads, recount_quotas
from boite.files.models import Node, NodeKind, QuotaExceeded, Space, Upload
from boite.files.uploads import UploadRequest
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.files.boxes import box_of, chunks, deposit
from tests.files.papers import erase
from tests.files.test_query_counts import counted

pytestmark = pytest.mark.anyio


async def test_ten_parallel_uploads_never_overshoot(person: User, store: BlobStore) -> None:
    """At 99 % of the quota, ten come at once with 0.3 % each: three pass, to the byte."""
    root = await box_of(person, quota=100_000)
    await deposit(root, "gros.bin", b"x" * 99_000, store, person)
    wish = UploadRequest(name="petit.bin", size=300)
    tries = [uploads.declare(root, wish, store, by=person.id, days=7) for _ in range(10)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(answer, Upload) for answer in answers) == 3
    assert sum(isinstance(answer, QuotaExceeded) for answer in answers) == 7
    space = await Space.get(owner_id=person.id)
    assert (space.used_bytes, space.reserved_bytes) == (99_000, 900)


async def test_a_refusal_gives_the_exact_lack_and_what_weighs_most(person: User, store: BlobStore) -> None:
    root = await box_of(person, quota=1000)
    for number in range(7):
        await deposit(root, f"papier {number}.txt", b"x" * (100 + number), store, person)
    with pytest.raises(QuotaExceeded) as refusal:
        await uploads.declare(root, UploadRequest(name="x", size=500), store, by=person.id, days=7)
    assert refusal.value.lack == 500 - (1000 - sum(100 + number for number in range(7)))
    assert [row["weight"] for row in refusal.value.heaviest] == [106, 105, 104, 103, 102]
    assert await Upload.filter(space_id=root.space_id).count() == 0


async def test_room_comes_back_when_an_upload_is_given_up(person: User, store: BlobStore) -> None:
    root = await box_of(person, quota=1000)
    upload = await uploads.declare(root, UploadRequest(name="x", size=1000), store, by=person.id, days=7)
    await uploads.receive(upload, 0, chunks(b"abc"), store, by=person.id, days=7)
    await abandonment.abandon(upload, store, by=person.id)
    assert (await Space.get(owner_id=person.id)).reserved_bytes == 0
    assert [key async for key in store.uploads()] == []


async def test_room_comes_back_when_the_time_is_over(person: User, store: BlobStore, settings: Settings) -> None:
    root = await box_of(person, quota=1000)
    await uploads.declare(root, UploadRequest(name="x", size=1000), store, by=person.id, days=-1)
    assert await expire_uploads(settings, store) == 1
    assert (await Space.get(owner_id=person.id)).reserved_bytes == 0


async def test_one_that_cannot_end_holds_up_no_other(
    person: User, stranger: User, store: BlobStore, settings: Settings
) -> None:
    """A total that drifted forbids to give its room back: the others get theirs, and the chore says that it failed."""
    for late in (person, stranger):
        root = await box_of(late, quota=1000)
        await uploads.declare(root, UploadRequest(name="x", size=1000), store, by=late.id, days=-1)
    await Space.filter(owner_id=person.id).update(reserved_bytes=0)
    with pytest.raises(IntegrityError):
        await expire_uploads(settings, store)
    assert (await Space.get(owner_id=stranger.id)).reserved_bytes == 0
    assert await recount_quotas(settings, store) == 1
    assert await expire_uploads(settings, store) == 1


async def test_completing_twice_counts_once(person: User, store: BlobStore) -> None:
    root = await box_of(person, quota=1000)
    upload = await uploads.declare(root, UploadRequest(name="x.txt", size=3), store, by=person.id, days=7)
    await store.append(upload.id.hex, 0, chunks(b"abc"), limit=3)
    await asyncio.gather(*(complete(upload, store, by=person.id) for _ in range(4)))
    space = await Space.get(owner_id=person.id)
    assert (space.used_bytes, space.reserved_bytes) == (3, 0)
    assert await Node.filter(space_id=space.id, kind="file").count() == 1


async def test_a_drift_is_found_and_mended(app: Starlette, person: User, store: BlobStore, settings: Settings) -> None:
    root = await box_of(person)
    await deposit(root, "a.txt", b"abc", store, person)
    await Space.filter(owner_id=person.id).update(used_bytes=77)
    assert await recount_quotas(settings, store) == 1
    assert (await Space.get(owner_id=person.id)).used_bytes == 3
    assert await recount_quotas(settings, store) == 0


async def test_a_recount_keeps_the_promises_of_deposits_in_progress_only(
    app: Starlette, person: User, store: BlobStore, settings: Settings
) -> None:
    root = await box_of(person)
    done, begun = [
        await uploads.declare(root, UploadRequest(name="x.txt", size=size), store, by=person.id, days=7)
        for size in (3, 50)
    ]
    await uploads.receive(done, 0, chunks(b"abc"), store, by=person.id, days=7)
    await Space.filter(owner_id=person.id).update(used_bytes=77, reserved_bytes=77)
    assert await recount_quotas(settings, store) == 1
    space = await Space.get(owner_id=person.id)
    assert (space.used_bytes, space.reserved_bytes) == (3, begun.size)


async def test_a_recount_among_notes_being_written(person: User, store: BlobStore, settings: Settings) -> None:
    """What is seen between a note's bytes and its room is no drift: counted again where nobody writes."""
    root = await box_of(person)

    async def notes(number: int) -> None:
        for turn in range(8):
            made = await writings.write(root, NodeKind.NOTE, f"N° {number}", "x" * (turn + 1), store, by=person)
            await writings.rewrite(made, "y" * 5, store, version=1, by=person)
            await (await made.discard(by=person, days=1)).refresh_from_db()
            await selection.empty(root.space_id, by=person)

    async def recounts() -> list[int]:
        return [await recount_quotas(settings, store) for _ in range(40)]

    *_, found = await asyncio.gather(*(swallowed(notes(number)) for number in range(3)), recounts())
    assert set(found or ()) == {0}
    space = await Space.get(owner_id=person.id)
    assert space.used_bytes == (await space.gauge()).used


async def swallowed(work: Awaitable[None]) -> None:
    """Another hand may empty the trash first."""
    with suppress(NotFound):
        await work


async def test_a_folder_gone_meanwhile_gives_way_to_its_ancestor(person: User, store: BlobStore) -> None:
    root = await box_of(person)
    folder = await root.add_folder("Été", by=person)
    upload = await uploads.declare(folder, UploadRequest(name="x.txt", size=3), store, by=person.id, days=7)
    await folder.discard(by=person, days=30)
    await uploads.receive(upload, 0, chunks(b"abc"), store, by=person.id, days=7)
    await upload.refresh_from_db()
    assert (await Node.get(id=upload.node_id)).parent_id == (await root_of(root.space_id)).id


async def test_a_folder_erased_while_a_deposit_is_declared(person: User, store: BlobStore) -> None:
    """The door gave the folder; it is gone when the deposit is written. It lands higher, as elsewhere."""
    root = await box_of(person)
    for whole in (False, True):
        folder = await root.add_folder("Été", by=person)
        folder.space = await Space.get(id=root.space_id)
        await erase(await Node.get(id=folder.id), by=person)
        wish = UploadRequest(name="x.txt", size=3)
        if whole:
            upload = await uploads.deposit(folder, wish, b"abc", store, by=person.id, days=7)
        else:
            upload = await uploads.declare(folder, wish, store, by=person.id, days=7)
            await uploads.receive(upload, 0, chunks(b"abc"), store, by=person.id, days=7)
        await upload.refresh_from_db()
        assert (await Node.get(id=upload.node_id)).parent_id == root.id


async def test_the_daily_recount_asks_by_batches(
    new_person: OpenAccount, store: BlobStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [await new_person(f"N° {number}") for number in range(7)]
    monkeypatch.setattr(expiry, "RECOUNTED", 3)
    await Space.filter(owner_id__in=[people[1].id, people[6].id]).update(used_bytes=12)
    with counted() as asked:
        assert await recount_quotas(settings, store) == 2
    assert len([one for one in asked if one.startswith("SELECT id, CASE")]) == 4
    assert await Space.filter(used_bytes=0).count() == 7
