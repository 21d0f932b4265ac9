"""A box is erased at the very moment when its person comes back: one of the two comes first, and the other knows."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

from boite import clock
from boite.accounts.models import User
from boite.boxes import closing, erasing
from boite.clock import now
from boite.database.connection import execute
from boite.files.models import Blob, Node, Space
from boite.settings import Settings
from storage.store import BlobStore
from tests.boxes.papers import put
from tests.conftest import SignIn
from tests.meanwhile import stopped_by_it, uncommitted

KEEP = "/boite/fermeture/annulation"


async def closed(person: User, store: BlobStore) -> None:
    """Its thirty days are over; it holds one paper."""
    await put(person, store, "CV.pdf", b"contenu")
    await User.filter(id=person.id).update(closing_at=now() - timedelta(minutes=1))


async def test_whoever_keeps_a_box_while_it_is_about_to_be_erased_keeps_it_all(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await closed(person, store)
    async with uncommitted(lambda: closing.keep(person)):
        chore = await stopped_by_it(erasing.erase_due(settings, store))
        assert not chore.done()
    await chore
    assert (await User.get(id=person.id)).closing_at is None
    assert await Node.filter(space__owner_id=person.id, kind="file").count() == 1
    assert not await Blob.filter(erase_due__not_isnull=True).count()


async def test_without_a_space_too(person: User, settings: Settings, store: BlobStore) -> None:
    await User.filter(id=person.id).update(closing_at=now() - timedelta(minutes=1))
    await Space.filter(owner_id=person.id).delete()
    async with uncommitted(lambda: closing.keep(person)):
        chore = await stopped_by_it(erasing.erase_due(settings, store))
        assert not chore.done()
    await chore
    assert await User.exists(id=person.id)


async def test_whoever_comes_while_it_is_being_erased_is_not_told_that_it_is_kept(
    person: User, settings: Settings, store: BlobStore, sign_in: SignIn
) -> None:
    browser = await sign_in(person)
    await closed(person, store)
    async with uncommitted(lambda: execute("UPDATE files_blob SET erase_due = NULL")):
        chore = await stopped_by_it(erasing.erase_due(settings, store))
        came = await stopped_by_it(browser.submit(KEEP), sessions=2)
        assert not came.done(), "the erasure was there first, and holds the person until its end"
    answer = await came
    await chore
    assert not await User.exists(id=person.id)
    assert answer.status_code == 410
    assert "votre boîte vient d'être supprimée" in unescape(answer.text)
    assert "Vous gardez votre boîte" not in (await browser.get("/")).text


async def test_a_clock_set_back_as_it_is_about_to_be_erased_keeps_it(
    person: User, settings: Settings, store: BlobStore
) -> None:
    await closed(person, store)
    async with uncommitted(lambda: User.filter(id=person.id).update(theme="sombre")):
        chore = await stopped_by_it(erasing.erase_due(settings, store))
        clock.advance(-timedelta(days=2))
    await chore
    assert await User.exists(id=person.id)
