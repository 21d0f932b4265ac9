"""One hostile paper, or one full box, does not hold everybody's previews."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from boite.clock import now
from boite.files import previews
from boite.files.models import Blob, PreviewState
from boite.files.render_contract import Limits, Rendering, RenderingFailed
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.files.boxes import box_of, deposit

pytestmark = pytest.mark.anyio


async def fill(new_person: OpenAccount, store: BlobStore, name: str, count: int) -> list[str]:
    """A new box with so many pictures; the keys of their bytes."""
    person = await new_person(name)
    root = await box_of(person)
    keys = []
    for number in range(count):
        paper = await deposit(root, f"{number}.gif", f"{name} {number}".encode(), store, person)
        due = {"preview_state": PreviewState.DUE, "preview_due": now(), "media_type": "image/gif"}
        await Blob.filter(key=paper.blob_id).update(**due)
        keys.append(str(paper.blob_id))
    return keys


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked of the drawing child, in order. « lent » takes longer than a quick drawing may."""
    asked: list[str] = []

    async def render(source: AsyncIterator[bytes], media_type: str, *, limits: Limits) -> Rendering:
        said = b"".join([chunk async for chunk in source]).decode()
        asked.append(said)
        if said.startswith("lent") and limits == previews.QUICK:
            raise RenderingFailed("timeout")
        return Rendering(None, [], 1)

    monkeypatch.setattr(previews, "render", render)
    return asked


async def test_boxes_take_turns(
    new_person: OpenAccount, store: BlobStore, settings: Settings, drawn: list[str]
) -> None:
    await fill(new_person, store, "pressé", 5)
    await fill(new_person, store, "ensuite", 2)
    while await previews.make_due(settings, store):
        pass
    assert [said.split()[0] for said in drawn] == ["pressé", "ensuite"] * 2 + ["pressé"] * 3


async def test_what_takes_long_waits_apart(
    new_person: OpenAccount, store: BlobStore, settings: Settings, drawn: list[str]
) -> None:
    slow = await fill(new_person, store, "lent", 1)
    quick = await fill(new_person, store, "vite", 1)
    while await previews.make_due(settings, store):
        pass
    assert drawn == ["lent 0", "vite 0"]
    assert {row.key: row.preview_state for row in await Blob.all()} == {
        slow[0]: PreviewState.DUE,
        quick[0]: PreviewState.READY,
    }
    assert await previews.make_slow_due(settings, store) == 1
    assert await Blob.filter(key=slow[0], preview_state=PreviewState.READY).exists()


async def test_the_two_lanes_do_not_wait_for_each_other(
    new_person: OpenAccount, store: BlobStore, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The true limits: a paper held for as long as it may be does not keep the other from being drawn meanwhile."""
    slow, quick = await fill(new_person, store, "lent", 1), await fill(new_person, store, "vite", 1)
    await Blob.filter(key=slow[0]).update(preview_tries=1)
    released, begun = asyncio.Event(), asyncio.Event()

    async def render(source: AsyncIterator[bytes], media_type: str, *, limits: Limits) -> Rendering:
        if (b"".join([chunk async for chunk in source])).startswith(b"lent"):
            begun.set()
            await released.wait()
        return Rendering(None, [], 1)

    monkeypatch.setattr(previews, "render", render)
    held = asyncio.create_task(previews.make_slow_due(settings, store))
    await begun.wait()
    assert await previews.make_due(settings, store) == 1
    assert await Blob.filter(key=quick[0], preview_state=PreviewState.READY).exists()
    released.set()
    assert await held == 1
