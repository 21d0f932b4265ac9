"""`/sante` says that the process lives; `/sante/prete`, that what it needs answers."""

from __future__ import annotations

import asyncio
import os

import httpx2
import pytest

from storage.errors import StorageUnavailable
from storage.store import BlobStore
from tests.live import Server
from tests.visitors import Visitor


async def test_alive(client: Visitor) -> None:
    answer = await client.get("/sante")
    assert answer.status_code == 200


async def test_ready(client: Visitor) -> None:
    answer = await client.get("/sante/prete")
    assert answer.status_code == 200
    assert answer.json() == {"base": "prêt", "rangement": "prêt"}


async def test_says_which_part_is_down(client: Visitor, store: BlobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails() -> None:
        raise StorageUnavailable("unplugged")

    monkeypatch.setattr(store, "check", fails)
    answer = await client.get("/sante/prete")
    assert answer.status_code == 503
    assert answer.json() == {"base": "prêt", "rangement": "en panne"}


async def test_survives_a_kill(live_server: Server) -> None:
    first = live_server.pid
    live_server.restart()
    assert live_server.pid != first
    async with httpx2.AsyncClient(base_url=live_server.url) as client:
        assert (await client.get("/sante/prete")).status_code == 200


async def test_stops_by_itself_when_asked(live_server: Server) -> None:
    process = live_server.process
    assert process is not None
    os.kill(live_server.pid, 15)
    assert await asyncio.to_thread(process.wait, 10) in {0, -15}
