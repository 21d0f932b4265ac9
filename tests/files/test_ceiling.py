"""A box holds so many papers and folders: said before, refused beyond, whoever comes together."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from boite.accounts.models import User
from boite.files import abandonment, ceiling, selection, uploads, writings
from boite.files.ceiling import TooManyPapers
from boite.files.models import Node, NodeKind, OnConflict, Space, Upload
from boite.files.names import naming
from boite.files.uploads import UploadRequest
from storage.store import BlobStore
from tests.files.boxes import chunks
from tests.files.papers import erase, put, top
from tests.tus.speaking import declare
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio
MOST, NEAR = 60, 54
WISH = UploadRequest(name="x.txt", size=3)


@pytest.fixture(autouse=True)
def small_box(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ceiling, "MOST", MOST)
    monkeypatch.setattr(ceiling, "NEAR", NEAR)


async def filled(person: User, left: int) -> Node:
    """The top of a box where so many papers can still come."""
    root = await top(person)
    root.space = await Space.get(id=root.space_id)
    missing = MOST - left - await ceiling.count(root.space_id)
    columns = {"space_id": root.space_id, "parent_id": root.id, "kind": NodeKind.NOTE}
    await Node.bulk_create(Node(**columns, **naming(uuid4().hex)) for _ in range(missing))
    return root


Gesture = Callable[[Node, User, BlobStore], Awaitable[object]]
GESTURES: dict[str, Gesture] = {
    "declare": lambda root, who, store: uploads.declare(root, WISH, store, by=who.id, days=7),
    "deposit": lambda root, who, store: uploads.deposit(root, WISH, b"abc", store, by=who.id, days=7),
    "write": lambda root, who, store: writings.write(root, NodeKind.NOTE, "Idées", "Un mot.", store, by=who),
    "make a folder": lambda root, who, store: root.add_folder("Santé", by=who),
    "copy": lambda root, who, store: copied(root, who),
}


async def copied(root: Node, who: User) -> None:
    paper = await Node.filter(parent_id=root.id).first()
    assert paper is not None
    await selection.copy([paper], root, by=who)


@pytest.mark.parametrize("gesture", GESTURES.values(), ids=GESTURES)
async def test_the_last_one_enters_and_the_next_does_not(person: User, store: BlobStore, gesture: Gesture) -> None:
    root = await filled(person, left=1)
    await gesture(root, person, store)
    with pytest.raises(TooManyPapers):
        await gesture(root, person, store)
    assert await ceiling.count(root.space_id) == MOST
    space = await Space.get(id=root.space_id)
    assert space.reserved_bytes == sum(row.size for row in await Upload.filter(completed_at=None))


async def test_ten_together_never_pass_it(person: User, store: BlobStore) -> None:
    root = await filled(person, left=3)
    tries = [gesture(root, person, store) for gesture in [*GESTURES.values()][:4] for _ in range(3)]
    answers = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(answer, TooManyPapers) for answer in answers) == len(tries) - 3
    assert await ceiling.count(root.space_id) == MOST


async def test_a_full_box_finishes_replaces_and_empties(person: User, store: BlobStore) -> None:
    paper = await put(person, store, "CV.pdf")
    root = await filled(person, left=1)
    begun = await uploads.declare(root, WISH, store, by=person.id, days=7)
    await uploads.deposit(
        root, replace(WISH, name="CV.pdf", on_conflict=OnConflict.NEW_VERSION), b"abc", store, by=person.id, days=7
    )
    assert len(await (await Node.get(id=paper.id)).history()) == 2
    await store.append(begun.id.hex, 0, chunks(b"abc"), limit=3)
    assert await uploads.offset(begun, store, by=person.id) == 3
    await erase(await Node.get(id=paper.id), by=person)
    second = await uploads.declare(root, WISH, store, by=person.id, days=7)
    await abandonment.abandon(second, store, by=person.id)
    await root.add_folder("Santé", by=person)


async def test_a_replacement_of_nothing_does_not_enter_by_the_window(person: User, store: BlobStore) -> None:
    """It is known at its end only that no paper bears this name."""
    root = await filled(person, left=0)
    wish = replace(WISH, on_conflict=OnConflict.NEW_VERSION)
    begun = await uploads.declare(root, wish, store, by=person.id, days=7)
    with pytest.raises(TooManyPapers):
        await uploads.receive(begun, 0, chunks(b"abc"), store, by=person.id, days=7)
    assert (await Space.get(id=root.space_id)).reserved_bytes == 0
    assert not [key async for key in store.uploads()]
    assert not await Upload.exists()


async def test_pages_say_it_before_and_then(visitor: Visitor, person: User) -> None:
    said = "papiers et dossiers ici, corbeille comprise"
    for address in ("/espace/", "/espace/ajouter"):
        assert said not in (await visitor.get(address)).text
    root = await filled(person, left=MOST - NEAR)
    for address in ("/espace/", "/espace/ajouter"):
        assert f"54 {said}" in (await visitor.get(address)).text
    await filled(person, left=0)
    answer = await visitor.submit(f"/espace/dossiers/{root.id}/nouveau", name="Santé")
    assert answer.status_code == 413
    assert f"20\u202f000 {said}" in answer.text
    told = await declare(visitor, 3)
    assert (told.status_code, f"20\u202f000 {said}" in told.text) == (507, True)
