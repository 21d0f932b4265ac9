"""A process killed by SIGKILL at any call to S3 or to the ledger: another one goes on, and nothing promised is lost."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from boite.database.connection import opened
from boite.files.opened_store import store_of
from boite.settings import Settings
from storage.keys import new_key
from storage.s3.objects import PART
from storage.s3.store import S3Store
from storage.store import BLOCK, BlobStore
from tests.live import ROOT, environment
from tests.storage import seaweed
from tests.storage.bodies import read, sealed, some_bytes

pytestmark = pytest.mark.usefixtures("seaweed_service")
SIZE = PART + 2 * BLOCK + 77
CALLS = ["objects.begin", "objects.part", "objects.put", "ledger.save", "ledger.take", "ledger.release"]
ENDS = ["objects.part", "objects.complete", "objects.delete", "objects.head", "ledger.save", "ledger.remove"]
LIVES = 8
"""Random deaths of one upload before it is left to end."""


@pytest.fixture
def remote(settings: Settings) -> Settings:
    """A service whose bytes are in a bucket of its own."""
    return seaweed.in_bucket(settings)


class Lives:
    """Processes that live one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def one(self, upload: str, key: str = "", call: str = "", count: int = 1, *, after: bool = False) -> bool:
        """Whether it was killed. Any other end than that or a good one is a fault."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        what: dict[str, Any] = {"upload": upload, "key": key, "call": call, "count": count, "after": after}
        self._process.stdin.write(json.dumps({**what, "size": SIZE}) + "\n")
        self._process.stdin.flush()
        status = int(self._process.stdout.readline())
        assert status in (0, -signal.SIGKILL)
        return status != 0


@contextmanager
def lives(settings: Settings) -> Iterator[Lives]:
    command = [sys.executable, "-m", "tests.files.s3_lives"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment(settings), text=True, stdin=pipe, stdout=pipe) as process:
        yield Lives(process)
        assert process.stdin is not None
        process.stdin.close()


async def whole(store: BlobStore, upload: str, key: str) -> None:
    """The blob is there and right, the upload is gone, and nothing else is left once swept."""
    data = some_bytes(SIZE)
    assert await store.finish(upload, key) == sealed(data)
    assert await read(store, key, seal=sealed(data)) == data
    assert isinstance(store, S3Store)
    await store.sweep()
    assert [found.name async for found in store.objects.names("")] == [f"b/{key}"]
    assert [begun async for begun in store.objects.in_parts() if begun.name == f"b/{key}"] == []
    await store.delete(key)


async def test_killed_at_any_call(remote: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.s3.store.FORGOTTEN", -timedelta(days=1))
    choose, killed = random.Random(5), 0
    with lives(remote) as life:
        async with opened(remote):
            store = store_of(remote)
            upload, key = new_key(), new_key()
            await store.create(upload, key)
            kept = 0
            for _ in range(LIVES):
                killed += life.one(upload, "", choose.choice(CALLS), choose.randint(1, 2), after=choose.random() < 0.5)
                offset = await store.offset(upload)
                assert kept <= offset <= SIZE, "what was acknowledged is never lost"
                kept = offset
            life.one(upload)
            assert await store.offset(upload) == SIZE
            for call in choose.sample(ENDS, 3):
                killed += life.one(upload, key, call, 1, after=choose.random() < 0.5)
            await whole(store, upload, key)
            await store.close()
    assert killed >= 3, "lives that end well kill nobody: chance must leave some deaths"


@pytest.mark.parametrize(("call", "after"), [("objects.complete", True), ("ledger.remove", True)])
async def test_killed_between_completion_and_recording(
    remote: Settings, monkeypatch: pytest.MonkeyPatch, call: str, after: bool
) -> None:
    """S3 has made the whole object, and the row does not say so; or says so, and nobody has heard its seal."""
    monkeypatch.setattr("storage.s3.store.FORGOTTEN", -timedelta(days=1))
    with lives(remote) as life:
        async with opened(remote):
            store = store_of(remote)
            upload, key = new_key(), new_key()
            await store.create(upload, key)
            life.one(upload)
            assert life.one(upload, key, call, after=after)
            assert await store.stat(key) == SIZE
            await whole(store, upload, key)
            await store.close()
