"""Chores let people be answered first, and are done all the same."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from boite import worker as worker_module
from boite.database.chores import Chore
from boite.settings import Settings
from boite.web import idle as lull_module
from boite.web.idle import Lull, NotesRequests
from boite.worker import Worker
from storage import open_store

pytestmark = pytest.mark.anyio


class Hours:
    """A clock of which each sleep is an instant of this test. `coming` are when requests come, in seconds."""

    def __init__(self, lull: Lull, coming: list[float]) -> None:
        self.lull, self.coming, self.now = lull, coming, 0.0

    async def sleep(self, seconds: float) -> None:
        end = self.now + seconds
        while self.coming and self.coming[0] <= end:
            self.now = self.coming.pop(0)
            self.lull.note()
        self.now = end


@pytest.mark.parametrize(
    ("coming", "began"),
    [
        ([], 0.03),
        ([0.02, 0.04], 0.07),
        ([0.02, 0.04, 0.9], 0.07),
        ([number / 100 for number in range(1000)], 5.0),
    ],
    ids=["nobody", "two requests", "a third one, later", "a crowd"],
)
async def test_a_chore_waits_for_a_rest_and_not_for_ever(
    monkeypatch: pytest.MonkeyPatch, coming: list[float], began: float
) -> None:
    lull = Lull()
    hours = Hours(lull, coming)
    monkeypatch.setattr(lull_module, "monotonic", lambda: hours.now)
    monkeypatch.setattr(lull_module, "sleep", hours.sleep)
    lull.note()
    await lull.wait()
    assert hours.now == pytest.approx(began)


async def test_a_request_is_noted_when_it_comes_and_when_it_ends() -> None:
    lull, noted = Lull(), []
    lull.note = lambda: noted.append(len(noted))  # type: ignore[method-assign]  # what is called is what is tried

    async def app(scope: object, receive: object, send: object) -> None:
        assert noted == [0]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await NotesRequests(app, lull=lull)({"type": "http"}, None, None)  # type: ignore[arg-type]  # nobody sends
    assert noted == [0, 1]


async def test_no_chore_begins_while_the_site_is_asked(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, quiet = asyncio.Event(), asyncio.Event()

    async def chore(_: object, __: object) -> int:
        done.set()
        return 0

    monkeypatch.setattr(worker_module, "TIMETABLE", (Chore("try", 3600, chore),))
    store = open_store(replace(settings, data=tmp_path).storage_url)
    worker = Worker(settings, store, rest=quiet.wait)  # type: ignore[arg-type]  # what it gives does not matter
    worker.start()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not done.is_set()
    quiet.set()
    await asyncio.wait_for(done.wait(), 20)
    await worker.stop()
    await store.close()
