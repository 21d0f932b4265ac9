"""What goes to the trash, comes back, or is erased: the room it takes, and what was thrown away before it."""

from __future__ import annotations

import pytest

from boite.accounts.models import User
from boite.files.models import Discard, Node, Space
from boite.files.trash import purge, restore
from storage.store import BlobStore
from tests.files.boxes import box_of, deposit

pytestmark = pytest.mark.anyio


async def test_room_comes_back_when_a_discard_is_erased_and_not_before(person: User, store: BlobStore) -> None:
    root = await box_of(person)
    await deposit(root, "b.txt", b"ab", store, person)
    paper = await deposit(root, "a.txt", b"abc", store, person)
    discard = await paper.discard(by=person, days=30)
    assert (await Space.get(owner_id=person.id)).used_bytes == 5
    await purge(discard, by=person)
    assert (await Space.get(owner_id=person.id)).used_bytes == 2


async def test_what_came_back_can_go_and_come_again(person: User, store: BlobStore) -> None:
    """A discard that came back is a discard no more: the trash forgets it."""
    paper = await deposit(await box_of(person), "a.txt", b"abc", store, person)
    for _ in range(2):
        await restore(await paper.discard(by=person, days=30), by=person)
        assert not await Discard.exists()
    assert (await Node.get(id=paper.id)).discard_row_id is None
    assert (await Space.get(owner_id=person.id)).used_bytes == 3


async def test_what_was_discarded_before_its_folder_outlives_it(person: User, store: BlobStore) -> None:
    """It keeps its own days in the trash, and comes back higher."""
    root = await box_of(person)
    folder = await root.add_folder("Été", by=person)
    paper = await deposit(folder, "a.txt", b"abc", store, person)
    await deposit(folder, "b.txt", b"ab", store, person)
    earlier = await paper.discard(by=person, days=30)
    await purge(await folder.discard(by=person, days=30), by=person)
    assert (await Space.get(owner_id=person.id)).used_bytes == 3
    back = await restore(earlier, by=person)
    assert (back.id, (await Node.get(id=paper.id)).parent_id) == (paper.id, root.id)
