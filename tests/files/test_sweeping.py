"""The chores: what is due goes, what is not stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite import clock
from boite.accounts.models import Attempt, Session, User
from boite.files import selection, uploads
from boite.files.expiry import sweep_orphan_uploads
from boite.files.models import Blob, Discard, Node
from boite.files.uploads import UploadRequest
from boite.settings import Settings
from boite.worker import TIMETABLE, run_all
from storage.keys import new_key
from storage.store import BlobStore
from tests.files.boxes import box_of, chunks, deposit

pytestmark = pytest.mark.anyio


async def kept(store: BlobStore) -> list[str]:
    keys = store.keys()
    return [key async for key in keys]


async def test_an_upload_under_way_is_not_an_orphan(person: User, store: BlobStore, settings: Settings) -> None:
    """Found by killing the server: its first chore threw the bytes of every deposit to finish."""
    root = await box_of(person)
    upload = await uploads.declare(root, UploadRequest(name="a.txt", size=10), store, by=person.id, days=7)
    await uploads.receive(upload, 0, chunks(b"abc"), store, by=person.id, days=7)
    assert await sweep_orphan_uploads(settings, store) == 0
    assert await uploads.offset(upload, store, by=person.id) == 3


async def test_an_upload_without_a_row_is_swept(person: User, store: BlobStore, settings: Settings) -> None:
    await store.create(new_key())
    assert await sweep_orphan_uploads(settings, store) == 1
    assert [key async for key in store.uploads()] == []


async def test_the_trash_empties_itself_after_thirty_days(person: User, store: BlobStore, settings: Settings) -> None:
    node = await deposit(await box_of(person), "a.txt", b"abc", store, person)
    await node.discard(by=person, days=settings.trash_days)
    clock.advance(timedelta(days=29))
    await run_all(settings, store)
    assert await Discard.all().count() == 1
    clock.advance(timedelta(days=2))
    await run_all(settings, store)
    await run_all(settings, store)
    assert await Discard.all().count() == 0
    assert await Node.filter(id=node.id).count() == 0
    assert await Blob.all().count() == 0
    assert await kept(store) == []


async def test_bytes_shared_by_a_copy_stay(person: User, store: BlobStore, settings: Settings) -> None:
    root = await box_of(person)
    node = await deposit(root, "a.txt", b"abc", store, person)
    [twin] = await selection.copy([node], root, by=person)
    await node.discard(by=person, days=-1)
    await run_all(settings, store)
    await run_all(settings, store)
    assert (await Blob.get(key=twin.blob_id)).erase_due is None
    assert await kept(store) == [twin.blob_id]


async def test_sessions_and_tries_are_forgotten(person: User, store: BlobStore, settings: Settings) -> None:
    await Attempt.create(scope="account", key="x")
    await Session.create(user_id=person.id, token_digest="x", expires_at=clock.now())
    clock.advance(timedelta(minutes=16))
    await run_all(settings, store)
    assert await Attempt.all().count() == await Session.all().count() == 0


def test_every_chore_has_its_name() -> None:
    assert len({chore.name for chore in TIMETABLE}) == len(TIMETABLE)
