"""Closing a box: asked with the secret, called off for thirty days, then nothing remains."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from starlette.applications import Starlette

from boite import clock
from boite.accounts.models import User
from boite.database.connection import fetch
from boite.files import selection, uploads
from boite.files.models import Blob, OnConflict, Preview
from boite.files.uploads import UploadRequest
from boite.journal.models import Entry
from boite.worker import run_all
from storage.keys import new_key
from storage.store import BlobStore
from tests.boxes.papers import put, root
from tests.conftest import SignIn
from tests.people import PASSPHRASE
from tests.visitors import Visitor

URL, KEEP = "/boite/fermeture", "/boite/fermeture/annulation"
TABLES = (
    *("account_user", "account_session", "account_attempt", "journal_entry", "files_space", "files_node"),
    *("files_version", "files_blob", "files_preview", "files_discard", "files_upload"),
)


async def test_asks_the_passphrase(visitor: Visitor, person: User) -> None:
    answer = await visitor.submit(URL, passphrase="pas celle-ci")
    assert answer.status_code == 422
    await person.refresh_from_db()
    assert person.closing_at is None


async def test_tells_the_day_on_every_page_and_everything_still_works(visitor: Visitor, person: User) -> None:
    assert (await visitor.submit(URL, passphrase=PASSPHRASE)).status_code == 303
    for page in ("/", "/journal/", "/compte/profil", "/aide", URL):
        assert "Votre boîte sera supprimée le" in (await visitor.get(page)).text
    assert (await visitor.submit("/compte/profil", first_name="Zoé")).status_code == 303
    assert await Entry.filter(owner_id=person.id, kind="account.closing_asked").count() == 1


async def test_asking_twice_keeps_the_first_day(visitor: Visitor, person: User) -> None:
    await visitor.submit(URL, passphrase=PASSPHRASE)
    await person.refresh_from_db()
    first = person.closing_at
    clock.advance(timedelta(days=3))
    await visitor.submit(URL, passphrase=PASSPHRASE)
    await person.refresh_from_db()
    assert person.closing_at == first


async def test_can_be_called_off(visitor: Visitor, app: Starlette, person: User) -> None:
    await visitor.submit(URL, passphrase=PASSPHRASE)
    for _ in range(2):
        assert (await visitor.submit(KEEP)).status_code == 303
    assert "sera supprimée" not in (await visitor.get("/")).text
    clock.advance(timedelta(days=31))
    await run_all(app.state.settings, app.state.store)
    assert await User.exists(id=person.id)
    assert await Entry.filter(owner_id=person.id, kind="account.closing_cancelled").count() == 1


async def test_guessing_the_passphrase_is_limited(visitor: Visitor) -> None:
    for _ in range(10):
        await visitor.submit(URL, passphrase="non")
    assert (await visitor.submit(URL, passphrase=PASSPHRASE)).status_code == 429


async def test_the_right_passphrase_forgets_the_wrong_ones(visitor: Visitor) -> None:
    for _ in range(2):
        for _ in range(9):
            await visitor.submit(URL, passphrase="non")
        assert (await visitor.submit(URL, passphrase=PASSPHRASE)).status_code == 303


async def test_twenty_nine_days_later_everything_is_there(visitor: Visitor, app: Starlette, person: User) -> None:
    await put(person, app.state.store, "CV.pdf", b"contenu")
    await visitor.submit(URL, passphrase=PASSPHRASE)
    clock.advance(timedelta(days=29))
    await run_all(app.state.settings, app.state.store)
    assert (await visitor.get("/boite/emporter/ma-boite.zip")).status_code == 200


async def test_thirty_days_later_nothing_remains(app: Starlette, sign_in: SignIn, person: User) -> None:
    store, settings = app.state.store, app.state.settings
    visitor = await sign_in(person)
    await fill(person, store)
    await visitor.submit(URL, passphrase=PASSPHRASE)
    clock.advance(timedelta(days=30, minutes=1))
    for _ in range(3):
        await run_all(settings, store)
        clock.advance(timedelta(hours=1))  # the names of unfinished deposits are looked at again, an hour later
    for table in TABLES:
        assert not await fetch(f"SELECT * FROM {table}"), table
    assert await stored(store) == []
    assert [key async for key in store.uploads()] == []
    assert (await visitor.get("/compte/profil")).status_code == 303


async def test_others_lose_nothing(app: Starlette, visitor: Visitor, person: User, stranger: User) -> None:
    store = app.state.store
    await fill(person, store)
    kept = await put(stranger, store, "à moi.pdf", b"toujours la")
    await visitor.submit(URL, passphrase=PASSPHRASE)
    clock.advance(timedelta(days=30, minutes=1))
    for _ in range(2):
        await run_all(app.state.settings, store)
    assert [user.id for user in await User.all()] == [stranger.id]
    assert await stored(store) == [kept.blob_id]


async def stored(store: BlobStore) -> list[str]:
    """What the store still keeps."""
    keys = store.keys()
    return [key async for key in keys]


async def fill(person: User, store: BlobStore) -> None:
    """A box with everything that a box can hold: versions, trash, copies, previews, a deposit under way."""
    top = await root(person)
    for content in (b"un", b"deux"):
        cv = await put(person, store, "CV.pdf", content, on_conflict=OnConflict.NEW_VERSION)
    folder = await top.add_folder("Dossier", by=person)
    await selection.copy([cv], folder, by=person)
    lost = await put(person, store, "perdu.pdf", b"perdu", folder=folder)
    await lost.discard(by=person, days=60)
    await preview(str(cv.blob_id), store)
    upload = await uploads.declare(top, UploadRequest(name="film.mp4", size=100), store, by=person.id, days=60)
    await uploads.receive(upload, 0, once(b"debut"), store, by=person.id, days=60)


async def preview(blob: str, store: BlobStore) -> None:
    seal = await store.put(key := new_key(), once(b"picture"))
    await Blob.filter(key=blob).update(preview_state="ready")
    await Preview.create(blob_id=blob, page=0, key=key, size=seal.size, blocks=seal.blocks)


async def once(content: bytes) -> AsyncIterator[bytes]:
    yield content


@pytest.mark.parametrize("url", [URL, KEEP])
async def test_a_visitor_closes_nothing(client: Visitor, url: str) -> None:
    assert (await client.submit(url)).status_code == 401


async def test_reading_does_not_keep(visitor: Visitor) -> None:
    assert (await visitor.get(KEEP)).status_code == 405
