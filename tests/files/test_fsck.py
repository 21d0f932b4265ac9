"""What `boite fsck` finds, mends, and leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from boite.accounts.models import User
from boite.clock import today
from boite.commands import fsck as command
from boite.files import fsck
from boite.files.comparing import StoreReport
from boite.files.models import Blob, Preview, PreviewState, Space
from boite.files.previews import make_due
from boite.settings import Settings
from storage.keys import new_key
from storage.store import Aside, BlobStore, Kind
from tests.files.boxes import box_of, chunks, deposit
from tests.pictures import png

pytestmark = pytest.mark.anyio


async def file_of(blob_key: str, store: BlobStore) -> Path:
    path = store.local_path(blob_key)
    assert path is not None
    return path


async def a_paper(person: User, store: BlobStore, name: str = "photo.png") -> str:
    node = await deposit(await box_of(person), name, png(), store, person)
    assert node.blob_id is not None
    return node.blob_id


async def kept_aside(store: BlobStore) -> set[Aside]:
    return {thing async for thing in store.aside()}


async def check(settings: Settings, store: BlobStore, *, deep: bool = False, repair: bool = True) -> StoreReport:
    return await fsck.check(settings, store, deep=deep, repair=repair, grace=0)


async def test_a_healthy_service_is_clean(
    person: User, store: BlobStore, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await a_paper(person, store)
    await make_due(settings, store)
    report = await check(settings, store, deep=True)
    assert (report.clean, report.blobs) == (True, 1)
    command.tell(report)
    assert "Tout est en ordre." in capsys.readouterr().out


async def test_an_orphan_goes_aside(person: User, store: BlobStore, settings: Settings) -> None:
    await a_paper(person, store)
    key = new_key()
    await store.put(key, chunks(b"a crash came before the row"))
    assert (await check(settings, store, repair=False)).orphans == [key]
    assert await kept_aside(store) == set()
    assert (await check(settings, store)).orphans == [key]
    assert await kept_aside(store) == {Aside(today(), Kind.BLOB, key)}
    assert (await check(settings, store)).clean


async def test_a_missing_blob_is_told_and_kept_in_mind(person: User, store: BlobStore, settings: Settings) -> None:
    key = await a_paper(person, store)
    await store.delete(key)
    report = await check(settings, store)
    assert report.missing == [key]
    assert (await Blob.get(key=key)).damaged_at is not None


async def test_a_changed_size_shows_at_once(person: User, store: BlobStore, settings: Settings) -> None:
    key = await a_paper(person, store)
    path = await file_of(key, store)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes() + b"!")
    assert (await check(settings, store)).wrong_size == [key]


async def test_a_changed_byte_shows_when_read_again(person: User, store: BlobStore, settings: Settings) -> None:
    key = await a_paper(person, store)
    path = await file_of(key, store)
    good = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    assert (await check(settings, store)).clean
    assert (await check(settings, store, deep=True)).corrupted == [key]
    path.write_bytes(good)
    assert (await check(settings, store, deep=True)).clean
    assert (await Blob.get(key=key)).damaged_at is None


async def test_a_lost_preview_is_made_again(person: User, store: BlobStore, settings: Settings) -> None:
    key = await a_paper(person, store)
    await make_due(settings, store)
    preview = await Preview.filter(blob_id=key, page=0).get()
    await store.delete(preview.key)
    assert (await check(settings, store)).lost_previews == [preview.key]
    await make_due(settings, store)
    assert (await Blob.get(key=key)).preview_state == PreviewState.READY
    assert (await check(settings, store)).clean


async def test_a_preview_made_again_leaves_nothing(person: User, store: BlobStore, settings: Settings) -> None:
    """Its sister pictures, whose rows go too, once became bytes without a row."""
    key = await a_paper(person, store)
    await make_due(settings, store)
    pictures = await Preview.filter(blob_id=key)
    assert len(pictures) > 1
    await store.delete(pictures[0].key)
    await check(settings, store)
    assert await kept_aside(store) == set()
    assert [kept async for kept in store.keys()] == [key]  # noqa: SIM118 - a store is no mapping


async def test_it_looks_unless_told_to_act(person: User, store: BlobStore, settings: Settings) -> None:
    key = await a_paper(person, store)
    await store.delete(key)
    await Space.filter(owner_id=person.id).update(used_bytes=428)
    report = await fsck.check(settings, store, grace=0)
    assert (report.missing, report.drifted_quotas, report.repaired) == ([key], 1, False)
    assert (await Blob.get(key=key)).damaged_at is None
    assert (await Space.get(owner_id=person.id)).used_bytes == 428
    assert (await check(settings, store)).repaired
    assert (await Blob.get(key=key)).damaged_at is not None
    assert (await Space.get(owner_id=person.id)).used_bytes != 428
