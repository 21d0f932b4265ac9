"""Killed at each step of giving both an identity, or of setting bytes aside: the next one ends it, no byte is gone."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from boite.accounts.models import User
from boite.database.connection import opened
from boite.files.models import Blob
from boite.files.store_identity import own_store
from boite.settings import Settings
from storage import open_store
from storage.keys import new_key
from storage.store import BlobStore
from tests.files.boxes import box_of, chunks, deposit
from tests.live import ROOT, Server, environment
from tests.people import open_account

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def of_before(settings: Settings, papers: int) -> AsyncIterator[BlobStore]:
    """An installation with papers, and no identity yet."""
    store = open_store(settings.storage_url)
    async with opened(settings):
        person: User = await open_account(settings)
        root = await box_of(person)
        for number in range(papers):
            await deposit(root, f"{number}.txt", b"abc", store, person)
        yield store
    await store.close()


async def deaths(settings: Settings, what: str) -> int:
    command = [sys.executable, "-W", "error", "-m", "tests.crash.joining", what]
    ended = await asyncio.to_thread(
        subprocess.run, command, check=False, cwd=ROOT, env=environment(settings), capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return int(ended.stdout)


@pytest.mark.timeout(300)
async def test_a_first_start_killed_at_each_step(settings: Settings) -> None:
    async with of_before(settings, 3):
        pass
    assert await deaths(settings, "start") > 5


@pytest.mark.timeout(300)
async def test_a_repair_killed_at_each_step(settings: Settings) -> None:
    async with of_before(settings, 2) as store:
        for _ in range(2):
            await store.put(new_key(), chunks(b"without a row"))
            await store.create(new_key())
    async with own_store(settings):
        pass
    assert await deaths(settings, "repair") > 6


@pytest.mark.timeout(300)
@pytest.mark.parametrize("command", [["serve"], ["work"], ["fsck", "--repair"], ["dev"]])
async def test_no_command_starts_on_an_empty_mount_point(settings: Settings, command: list[str]) -> None:
    async with of_before(settings, 2):
        pass
    async with own_store(settings):
        pass
    papers = settings.data / "papiers"
    papers.rename(settings.data / "ailleurs")
    ended = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "boite", *command],
        check=False,
        cwd=ROOT,
        env=environment(settings),
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert ended.returncode == 78, ended.stdout + ended.stderr
    assert "pas monté" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not [path for path in papers.rglob("*") if path.is_file()]
    async with opened(settings):
        assert not await Blob.exists(damaged_at__not_isnull=True)


async def test_a_disk_that_goes_away_while_people_read_marks_nothing(live_server: Server) -> None:
    """The papers are not lost: the site says that it cannot answer, and `/sante/prete` which part is down."""
    person = await live_server.person()
    store = open_store(live_server.settings.storage_url)
    async with opened(live_server.settings):
        node = await deposit(await box_of(person), "a.txt", b"abc", store, person)
    await store.close()
    papers = live_server.settings.data / "papiers"
    papers.rename(live_server.settings.data / "ailleurs")
    (papers / "blobs").mkdir(parents=True)
    cookies = {"boite": await live_server.session(person)}
    async with httpx2.AsyncClient(base_url=live_server.url, cookies=cookies, timeout=20) as client:
        answer = await client.get(f"/espace/papiers/{node.id}/contenu")
        ready = await client.get("/sante/prete")
    assert answer.status_code == 503
    assert (ready.status_code, ready.json()["rangement"]) == (503, "en panne")
    async with opened(live_server.settings):
        assert not await Blob.exists(damaged_at__not_isnull=True)
