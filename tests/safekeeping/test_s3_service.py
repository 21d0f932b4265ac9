"""The whole service with its bytes in S3: two machines that share no disk, and backups from there and back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from boite.backups.making import make
from boite.backups.restoration import restore
from boite.backups.trial import try_last
from boite.files.comparing import look
from boite.files.store_identity import own_store
from boite.settings import Settings
from storage.s3.objects import PART
from storage.store import BLOCK
from tests.files.papers import put
from tests.live import Server
from tests.people import open_account
from tests.safekeeping.elsewhere import empty_place
from tests.storage import seaweed
from tests.storage.bodies import some_bytes
from tests.tus.speaking import BODY, TUS, metadata

pytestmark = [pytest.mark.anyio, pytest.mark.usefixtures("seaweed_service")]
DATA = some_bytes(2 * PART + 5 * BLOCK + 3)


@pytest.fixture
def remote(settings: Settings) -> Settings:
    return seaweed.in_bucket(settings)


async def test_an_upload_hops_between_two_machines_and_one_dies(remote: Settings, tmp_path: Path) -> None:
    """Two processes, two folders of data, one database, one bucket. The second is killed in the middle of a body."""
    one = Server(remote)
    (tmp_path / "autre").mkdir()
    two = Server(replace(remote, data=tmp_path / "autre", database=remote.database_url))
    one.start()
    two.start()
    inès = await one.person()
    cookie = {"cookie": f"boite={await two.session(inès)}"}
    async with httpx2.AsyncClient(timeout=30, headers=cookie) as client:
        size = {"upload-length": str(len(DATA)), "upload-metadata": metadata(filename="film.mp4")}
        declared = await client.post(f"{one.url}/depots/", headers=TUS | size | {"origin": one.url})
        assert declared.status_code == 201
        path = httpx2.URL(declared.headers["location"]).path

        async def send(server: Server, start: int, body: object) -> httpx2.Response:
            headers = TUS | BODY | {"upload-offset": str(start), "origin": server.url}
            return await client.patch(f"{server.url}{path}", content=body, headers=headers)  # type: ignore[arg-type]

        async def slowly(start: int) -> object:
            for first in range(start, len(DATA), 500_000):
                yield DATA[first : first + 500_000]
                await asyncio.sleep(0.02)
                if first > start + PART + 2 * BLOCK:
                    await asyncio.sleep(0.5)
                    two.kill()
                    return

        first = await send(one, 0, DATA[:BLOCK])
        assert first.headers["upload-offset"] == str(BLOCK)
        with pytest.raises(httpx2.TransportError):
            await send(two, BLOCK, slowly(BLOCK))
        where = int((await client.head(f"{one.url}{path}", headers=TUS)).headers["upload-offset"])
        assert PART <= where < len(DATA), "what had landed counts"
        last = await send(one, where, DATA[where:])
        assert last.status_code == 204
        paper_url = one.url + httpx2.URL(last.headers["boite-papier"]).path
        paper = await client.get(f"{paper_url}/contenu")
        assert paper.status_code == 200, paper.text
        assert paper.content == DATA
        some = await client.get(f"{paper_url}/contenu", headers={"range": "bytes=1048570-1048579"})
        assert some.content == DATA[1048570:1048580]
    one.stop()
    for folder in (remote.data, tmp_path / "autre"):
        assert not (folder / "papiers").exists()


async def test_backed_up_from_a_bucket_and_put_back_in_a_folder_and_in_another_bucket(
    remote: Settings, tmp_path: Path
) -> None:
    folder = tmp_path / "sauvegardes"
    async with own_store(remote) as store:
        person = await open_account(remote, "Inès")
        await put(person, store, "long.bin", DATA[: 3 * BLOCK])
        await put(person, store, "court.txt", b"bonjour")
        place, manifest = await make(remote, folder)
    assert manifest.papers == 2
    assert (await asyncio.to_thread(lambda: sorted(place.iterdir()))) != []
    await try_last(remote, folder)
    for number, target in enumerate([seaweed.in_bucket(remote), replace(remote, storage="")]):
        with empty_place(target, tmp_path / f"ailleurs-{number}") as elsewhere:
            await restore(elsewhere, folder)
            async with own_store(elsewhere) as store:
                report = await look(store, deep=True, grace=0)
                assert report.clean
                assert report.blobs == 2
