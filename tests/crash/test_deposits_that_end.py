"""However a deposit ends, and whenever the server dies, the disk holds what is counted and nothing more."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.database.connection import opened
from boite.files.models import Upload
from boite.settings import Settings
from storage import open_store
from storage.store import BlobStore
from tests.crash.acts import Actor, content
from tests.crash.staging import Act, Stage, every_byte_has_its_row, only_what_is_counted, paper, somebody

pytestmark = pytest.mark.timeout(900)
SIZE = 40_000
ENDS = ("give up", "expire", "close", "send")


async def half_sent(settings: Settings, store: BlobStore) -> Actor:
    """Somebody who sent half of a paper."""
    actor = Actor(settings, store, await somebody())
    await actor.act("declare", "a.bin", SIZE)
    assert await actor.act("send", "a.bin", SIZE // 2) == SIZE // 2
    return actor


async def test_it_dies_at_each_step_of_the_last_piece(stage: Stage, settings: Settings, own_store: BlobStore) -> None:
    """Then the deposit is given up, expires, goes with its box, or is finished: each in turn."""
    for step in range(1, 300):
        actor = await half_sent(settings, own_store)
        died = stage.play(actor.person, ("send", "a.bin", 0), step=step) is None
        await every_byte_has_its_row(own_store)
        end = ENDS[step % len(ENDS)]
        told = await actor.act(end, "a.bin", 0)
        await every_byte_has_its_row(own_store)
        if end == "send":
            assert told == SIZE
            assert await paper(own_store, actor.person, "a.bin") == content("a.bin", SIZE)
        if not died:
            break
    assert step > 30, "a last piece has more steps than that"
    await only_what_is_counted(settings, own_store)


@pytest.mark.parametrize("end", ["give up", "expire", "close"])
@pytest.mark.parametrize("sealed", [False, True], ids=["under way", "sealed"])
async def test_it_dies_at_each_step_of_the_end(
    stage: Stage, settings: Settings, own_store: BlobStore, end: str, sealed: bool
) -> None:
    """The bytes are under the name of the upload, or under that of the blob after a death between seal and row."""
    for step in range(1, 300):
        actor = await half_sent(settings, own_store)
        if sealed:
            upload = await Upload.get(by_id=actor.person)
            await own_store.append(upload.id.hex, SIZE // 2, _once(content("a.bin", SIZE)[SIZE // 2 :]), limit=SIZE)
            await own_store.finish(upload.id.hex, upload.blob_key)
        died = stage.play(actor.person, (end, "a.bin", 0), step=step) is None
        await every_byte_has_its_row(own_store)
        if not died:
            break
        await actor.act(end, "a.bin", 0)  # asked again, as people do: done, or done already
        await every_byte_has_its_row(own_store)
    assert step > 15, "an end has more steps than that"
    assert await Upload.filter(completed_at=None).count() == 0
    await only_what_is_counted(settings, own_store)


async def _once(piece: bytes) -> AsyncIterator[bytes]:
    yield piece


NAMES = st.sampled_from(["a.bin", "b.bin", "c.bin"])
ACTS = st.one_of(
    st.tuples(st.just("declare"), NAMES, st.integers(0, SIZE)),
    st.tuples(st.sampled_from(["deposit", "write"]), NAMES, st.integers(0, SIZE)),
    st.tuples(st.just("send"), NAMES, st.sampled_from([0, 0, 1000, 20_000])),
    st.tuples(st.sampled_from(["ask", "give up", "give up", "expire", "sweep"]), NAMES, st.just(0)),
    st.tuples(st.sampled_from(["close", "send", "send", "send"]), NAMES, st.just(0)),
)


def told_apart(acts: list[Act]) -> bool:
    """Two deposits of one name, begun together, could not be told apart afterwards."""
    begun = [name for verb, name, _ in acts if verb in {"declare", "deposit", "write"}]
    return len(begun) == len(set(begun))


TOGETHER = st.lists(ACTS, min_size=1, max_size=3).filter(told_apart)
SCENES = st.lists(st.tuples(TOGETHER, st.one_of(st.just(0), st.integers(1, 90))), min_size=2, max_size=7)


class Promises:
    """What the person was told, and may hold us to."""

    def __init__(self) -> None:
        self.received: dict[str, int] = {}

    def note(self, acts: list[Act], told: list[Any] | None) -> None:
        ended = {name for verb, name, _ in acts if verb in {"give up", "expire"}}
        again = {name for verb, name, _ in acts if verb in {"declare", "deposit", "write"}}
        for (verb, name, _), answer in zip(acts, told or [None] * len(acts), strict=True):
            if verb == "send" and isinstance(answer, int):
                self.received[name] = max(answer, self.received.get(name, 0))
        for name in ended | again:  # another deposit of the same name: which one is meant is nobody's promise
            self.received.pop(name, None)
        if any(verb == "close" for verb, _, _ in acts):
            self.received.clear()


def test_whatever_the_order(settings: Settings) -> None:
    """Giving up, last piece, expiry, closing, chores and deaths, one after the other or together."""
    stage = Stage(settings)

    @profile(
        max_examples=20, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None
    )
    @given(SCENES)
    def play(scenes: list[tuple[list[Act], int]]) -> None:
        asyncio.run(_play(stage, settings, scenes))

    try:
        play()
    finally:
        stage.end()


async def _play(stage: Stage, settings: Settings, scenes: list[tuple[list[Act], int]]) -> None:
    store, promises = open_store(settings.storage_url), Promises()
    try:
        async with opened(settings):
            person = await somebody()
            stage.play(person, ("declare", "a.bin", SIZE))
            for acts, step in scenes:
                promises.note(acts, stage.play(person, *acts, step=step))
                await every_byte_has_its_row(store)
            for name, received in promises.received.items():
                told = stage.play(person, ("ask", name, 0))
                assert told is not None
                assert told[0] is not None
                assert told[0] >= received, "acknowledged bytes were lost"
            await only_what_is_counted(settings, store)
    finally:
        await store.close()
