"""The server is killed at random moments of uploads, moves and deletions. Nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import hashlib
import random
import re
from contextlib import aclosing
from dataclasses import dataclass, field

import httpx2
import pytest

from boite.accounts.models import User
from boite.database.connection import fetch, opened
from boite.files import fsck
from boite.files.expiry import drifted_spaces
from storage import open_store
from tests.live import Server

pytestmark = pytest.mark.anyio
KILLS = 6
TUS = {"tus-resumable": "1.0.0"}
PIECE = 96 * 1024


@dataclass
class Sending:
    """One upload as its sender knows it: `sure` is the last offset that the server acknowledged."""

    address: str
    content: bytes
    sure: int = 0


@dataclass
class Memory:
    """What the person was told was done. `doubtful`: asked, and the server died before answering."""

    papers: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    trashed: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)
    sendings: list[Sending] = field(default_factory=list)


class Hand:
    """Somebody who goes on whatever happens: uploads in pieces, moves, puts in the trash."""

    def __init__(self, client: httpx2.AsyncClient, seed: int, folder: str) -> None:
        self.client = client
        self.dice = random.Random(seed)
        self.folder = folder
        self.memory = Memory()

    async def work(self) -> None:
        """Until the server dies."""
        while True:
            await self.dice.choice([self.send, self.send_whole, self.send_whole, self.move, self.trash])()

    async def send(self) -> None:
        content = self.dice.randbytes(self.dice.randrange(1, 500_000))
        headers = {**TUS, "upload-length": str(len(content)), "upload-metadata": "filename cGFwaWVyLmJpbg=="}
        answer = await self.client.post("/depots/", headers=headers)
        assert answer.status_code == 201, answer.text
        sending = Sending(answer.headers["location"], content)
        self.memory.sendings.append(sending)
        await self.go_on(sending)

    async def send_whole(self) -> None:
        """A small paper that comes with its declaration. Unanswered, it is there entirely or not at all."""
        content = self.dice.randbytes(self.dice.randrange(1, 50_000))
        headers = {
            **TUS,
            "upload-length": str(len(content)),
            "upload-metadata": "filename cGV0aXQuYmlu",
            "content-type": "application/offset+octet-stream",
        }
        answer = await self.client.post("/depots/", headers=headers, content=content)
        assert answer.status_code == 201, answer.text
        self.memory.papers[answer.headers["boite-papier"]] = content

    async def go_on(self, sending: Sending) -> None:
        """Send the rest, piece by piece."""
        while sending.sure < len(sending.content):
            piece = sending.content[sending.sure : sending.sure + PIECE]
            headers = {
                **TUS,
                "upload-offset": str(sending.sure),
                "content-type": "application/offset+octet-stream",
            }
            answer = await self.client.patch(sending.address, headers=headers, content=piece)
            assert answer.status_code == 204, answer.text
            sending.sure = int(answer.headers["upload-offset"])
        self.memory.sendings.remove(sending)
        self.memory.papers[answer.headers["boite-papier"]] = sending.content

    async def move(self) -> None:
        paper = self._living()
        if paper:
            self.memory.doubtful.add(paper)
            answer = await self.client.post(f"{paper}/deplacement", data={"dans": self.folder})
            assert answer.status_code == 303, answer.text
            self.memory.doubtful.discard(paper)
            self.memory.folders[paper] = self.folder

    async def trash(self) -> None:
        paper = self._living()
        if paper:
            self.memory.doubtful.add(paper)
            answer = await self.client.post(f"{paper}/corbeille")
            assert answer.status_code == 303, answer.text
            self.memory.doubtful.discard(paper)
            self.memory.trashed.add(paper)

    def _living(self) -> str | None:
        sure = sorted(set(self.memory.papers) - self.memory.trashed - self.memory.doubtful)
        return self.dice.choice(sure) if sure else None

    async def check(self) -> None:
        """After the restart: every acknowledged byte is there, and uploads go on where they were."""
        for sending in list(self.memory.sendings):
            answer = await self.client.head(sending.address, headers=TUS)
            assert answer.status_code == 200, answer.text
            found = int(answer.headers["upload-offset"])
            assert found >= sending.sure, "acknowledged bytes were lost"
            sending.sure = found
            if found == len(sending.content):
                self.memory.sendings.remove(sending)
                self.memory.papers[answer.headers["boite-papier"]] = sending.content
            else:
                await self.go_on(sending)
        for paper, content in self.memory.papers.items():
            answer = await self.client.get(f"{paper}/contenu")
            if paper in self.memory.doubtful and answer.status_code == 404:
                self.memory.trashed.add(paper)
            elif paper in self.memory.trashed:
                assert answer.status_code == 404
            else:
                assert hashlib.sha256(answer.content).digest() == hashlib.sha256(content).digest()
        self.memory.doubtful.clear()


@pytest.mark.timeout(300)
async def test_nothing_acknowledged_is_lost(live_server: Server) -> None:
    """Six deaths; after each, every promise is verified; at the end rows, bytes and totals agree."""
    person = await live_server.person()
    client = await _signed_in(live_server, person)
    dice = random.Random(20261123)
    async with aclosing(client):
        hands = [Hand(client, seed, await _folder(client, seed)) for seed in range(3)]
        for _ in range(KILLS):
            works = [asyncio.create_task(_until_death(hand)) for hand in hands]
            await asyncio.sleep(dice.uniform(0.3, 1.5))
            live_server.kill()
            await asyncio.gather(*works)
            live_server.start()
            for hand in hands:
                await hand.check()
    assert sum(len(hand.memory.papers) for hand in hands) > KILLS
    live_server.stop()
    await _rows_and_bytes_agree(live_server, hands)


async def _until_death(hand: Hand) -> None:
    """Work until the connection breaks. Anything else than a broken connection is a failure."""
    with pytest.raises(httpx2.TransportError):
        await hand.work()


async def _signed_in(server: Server, person: User) -> httpx2.AsyncClient:
    client = httpx2.AsyncClient(base_url=server.url, timeout=20)
    client.cookies.set("boite", await server.session(person))
    page = await client.get("/compte/profil")
    found = re.search(r'name="csrf" value="([0-9a-f]+)"', page.text)
    assert found
    client.headers["x-csrf-token"] = found[1]
    return client


async def _folder(client: httpx2.AsyncClient, number: int) -> str:
    """A new folder at the root; its identifier."""
    answer = await client.get("/espace/dossiers", follow_redirects=True)
    root = re.search(r"/espace/dossiers/([0-9a-f-]{36})/nouveau", answer.text)
    assert root
    answer = await client.post(f"/espace/dossiers/{root[1]}/nouveau", data={"name": f"Dossier {number}"})
    assert answer.status_code == 303, answer.text
    page = await client.get(answer.headers["location"])
    found = re.findall(r"/espace/dossiers/([0-9a-f-]{36})", str(answer.headers["location"]) + page.text)
    return str(next(identifier for identifier in found if identifier != root[1]))


async def _rows_and_bytes_agree(server: Server, hands: list[Hand]) -> None:
    store = open_store(server.settings.storage_url)
    async with opened(server.settings):
        drifted = [space async for space in drifted_spaces()]
        report = await fsck.check(server.settings, store, deep=True, repair=False, grace=0)
        places = {str(row["id"]): str(row["parent_id"]) for row in await fetch("SELECT id, parent_id FROM files_node")}
    await store.close()
    assert drifted == []
    assert report.clean, report
    for hand in hands:
        for paper, folder in hand.memory.folders.items():
            assert places[paper.rsplit("/", 1)[1]] == folder
