"""Whoever changes a box takes its space first: two gestures wait for each other, and none is taken back."""

from __future__ import annotations

import asyncio

import pytest

from boite.accounts.models import User
from boite.errors import NotFound
from boite.files import abandonment, selection, unsized_deposits, uploads
from boite.files.models import Node, Space, Upload
from boite.files.uploads import UploadRequest
from storage.store import BlobStore
from tests.files.boxes import box_of

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
        await asyncio.gather(*gestures, selection.erase(await Node.get(id=folder.id), by=person))
        for upload in await Upload.filter(space_id=root.space_id):
            assert upload.parent_id is None
            await abandonment.abandon(upload, store, by=person.id)
            with pytest.raises(NotFound):
                await abandonment.abandon(upload, store, by=person.id)
    space = await Space.get(id=root.space_id)
    assert (space.used_bytes, space.reserved_bytes) == (0, 0)
