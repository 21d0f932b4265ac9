"""The worker dies while it keeps the pictures that it drew: none stays that no row knows."""

from __future__ import annotations

import pytest

from boite.files import picture_widths, uploads
from boite.files.deposit import root_of
from boite.files.models import Blob, Node, Preview, PreviewState, Space, Width, WidthOrder
from boite.settings import Settings
from storage.store import BlobStore
from tests.crash.staging import Stage, every_byte_has_its_row, held, only_what_is_counted, somebody
from tests.pictures import png

pytestmark = pytest.mark.timeout(900)
NAME = "photo.png"


async def test_it_dies_at_one_step_in_three_of_drawing(stage: Stage, settings: Settings, own_store: BlobStore) -> None:
    """Then the box is closed at once, or the picture is drawn in the end."""
    for step in range(1, 300, 3):
        person = await somebody()
        space = await Space.get(owner_id=person)
        root = await root_of(space.id)
        root.space, picture = space, png()
        wish = uploads.UploadRequest(name=NAME, size=len(picture))
        upload = await uploads.deposit(root, wish, picture, own_store, by=person, days=7)
        await picture_widths.order([await Node.get(id=upload.node_id)])
        died = stage.play(person, ("draw", NAME, 0), step=step) is None
        await every_byte_has_its_row(own_store)
        # What waits for its lease is not this test's matter: nobody else draws it.
        await Blob.all().update(preview_state=PreviewState.NONE)
        await WidthOrder.all().update(state=PreviewState.READY)
        if not died:
            break
        stage.play(person, ("close", NAME, 0))
    assert step > 20, "drawing has more steps than that"
    assert await Preview.all().count() > 0
    assert await Width.all().count() > 0
    stage.play(person, ("close", NAME, 0))
    await only_what_is_counted(settings, own_store)
    assert await held(own_store) == (set(), set())
