"""Giving a deposit up at the very moment of its last piece: real requests to a real server, whoever wins."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from boite.accounts.models import User
from boite.database.connection import opened
from boite.files.models import Node, Space, Upload
from storage import open_store
from tests.live import Server
from tests.tus.speaking import BODY, TUS

pytestmark = pytest.mark.anyio
SIZE = 400_000
QUOTA = 12 * SIZE
"""Room for what wins; what was given up and stayed would soon be more."""
ROUNDS = 20


@pytest.fixture
async def inès(live_server: Server) -> User:
    person = await live_server.person()
    async with opened(live_server.settings):
        await Space.filter(owner_id=person.id).update(quota_bytes=QUOTA)
    return person


@pytest.fixture
async def browser_of_inès(live_server: Server, inès: User) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=live_server.url, timeout=60) as client:
        client.cookies.set("boite", await live_server.session(inès))
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get("/compte/profil")).text)
        assert found
        client.headers["x-csrf-token"] = found[1]
        yield client


def on_disk(server: Server) -> int:
    """Bytes that the store holds, under whatever name, beside the line that says whose store it is."""
    root = Path(server.settings.storage_url.removeprefix("file://"))
    return sum(file.stat().st_size for file in root.rglob("*") if file.is_file() and file != root / "identity")


async def later(seconds: float, request: Any) -> httpx2.Response:
    await asyncio.sleep(seconds)
    answer: httpx2.Response = await request()
    return answer


async def test_the_disk_holds_what_is_counted(
    live_server: Server, inès: User, browser_of_inès: httpx2.AsyncClient
) -> None:
    dice, client = random.Random(20261129), browser_of_inès
    papers, spent = dict[str, bytes](), 0.05
    for _ in range(ROUNDS):
        content = dice.randbytes(SIZE)
        answer = await client.post("/depots/", headers=TUS | {"upload-length": str(SIZE)})
        if answer.status_code == 507:
            assert len(papers) == QUOTA // SIZE, "what was given up still takes room"
            break
        address, half = answer.headers["location"], SIZE // 2
        await client.patch(address, headers=TUS | BODY | {"upload-offset": "0"}, content=content[:half])

        async def last(address: str = address, content: bytes = content) -> httpx2.Response:
            said = TUS | BODY | {"upload-offset": str(SIZE // 2)}
            return await client.patch(address, headers=said, content=content[SIZE // 2 :])

        async def give_up(address: str = address) -> httpx2.Response:
            return await client.delete(address, headers=TUS)

        begun = asyncio.get_running_loop().time()
        sent, given_up = await asyncio.gather(last(), later(dice.uniform(0, spent), give_up))
        spent = (spent + asyncio.get_running_loop().time() - begun) / 2
        assert (sent.status_code, given_up.status_code) in {(204, 404), (404, 204), (423, 204)}
        if sent.status_code == 204:
            papers[sent.headers["boite-papier"]] = content
        assert on_disk(live_server) <= QUOTA
    live_server.stop()
    assert on_disk(live_server) == len(papers) * SIZE
    store = open_store(live_server.settings.storage_url)
    async with opened(live_server.settings):
        space = await Space.get(owner_id=inès.id)
        assert (space.used_bytes, space.reserved_bytes) == (len(papers) * SIZE, 0)
        assert await Upload.filter(completed_at=None).count() == 0
        for address, content in papers.items():
            node = await Node.get(id=address.rsplit("/", 1)[1])
            assert b"".join([piece async for piece in store.open(str(node.blob_id))]) == content
    await store.close()
