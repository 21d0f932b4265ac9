"""The disk of a real server fills up: it is told, nothing is lost, and all goes on once there is room again."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import httpx2
import pytest

from boite.accounts.models import Session
from boite.clock import now
from boite.database import file_permissions
from boite.database.connection import is_sqlite, opened
from boite.database.schema import migrate
from boite.errors import CannotStart
from boite.files import fsck
from boite.files.models import Upload
from boite.settings import Settings
from storage import open_store
from tests.crash.little_disk import MIB, LittleDisk
from tests.live import Server

pytestmark = pytest.mark.anyio
TUS = {"tus-resumable": "1.0.0"}
BODY = TUS | {"content-type": "application/offset+octet-stream"}
MESSAGE = "Nos disques sont pleins. Vos papiers sont à l'abri."


@pytest.fixture(autouse=True)
def disk(tmp_path: Path) -> Iterator[LittleDisk]:
    """Under the data of this test's server; made before them, removed after."""
    little = LittleDisk(tmp_path / "donnees")
    yield little
    little.remove()


@pytest.fixture
def live_server(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    """The real server, chores included; its log is elsewhere, as under systemd or in a container."""
    server = Server(replace(settings, chores=True))
    server.log = tmp_path / "server.log"
    server.start()
    yield server
    server.kill()


@pytest.fixture
async def inès(live_server: Server) -> AsyncIterator[httpx2.AsyncClient]:
    """Somebody signed in, with the token of her forms."""
    async with httpx2.AsyncClient(base_url=live_server.url, timeout=60) as client:
        client.cookies.set("boite", await live_server.session(await live_server.person()))
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await client.get("/compte/profil")).text)
        assert found
        client.headers["x-csrf-token"] = found[1]
        yield client


async def declared(client: httpx2.AsyncClient, content: bytes) -> str:
    """The address of a new upload."""
    said = TUS | {"upload-length": str(len(content)), "upload-metadata": "filename ZmlsbS5iaW4="}
    answer = await client.post("/depots/", headers=said)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def sent(client: httpx2.AsyncClient, address: str, content: bytes, offset: int) -> httpx2.Response:
    """The bytes from `offset` on."""
    return await client.patch(address, headers=BODY | {"upload-offset": str(offset)}, content=content[offset:])


async def offset_of(client: httpx2.AsyncClient, address: str) -> int:
    """How much the server says it keeps."""
    answer = await client.head(address, headers=TUS)
    assert answer.status_code == 200
    return int(answer.headers["upload-offset"])


async def form(client: httpx2.AsyncClient, name: str, content: bytes) -> httpx2.Response:
    """The plain form, as a browser without script sends it."""
    token = {"csrf": client.headers["x-csrf-token"]}
    return await client.post("/espace/ajouter", data=token, files={"papers": (name, content)})


async def folder(client: httpx2.AsyncClient, name: str) -> int:
    """Ask for a folder at the top; the status of the answer."""
    page = await client.get("/espace/dossiers", follow_redirects=True)
    found = re.search(r"/espace/dossiers/[0-9a-f-]{36}/nouveau", page.text)
    assert found
    return (await client.post(found[0], data={"name": name})).status_code


async def reads_on(client: httpx2.AsyncClient, papers: dict[str, bytes]) -> None:
    """Pages are drawn, and every earlier paper is there byte for byte."""
    for page in ("/", "/espace/", "/journal/", "/compte/profil", "/sante"):
        assert (await client.get(page)).status_code == 200, page
    for paper, content in papers.items():
        answer = await client.get(f"{paper}/contenu")
        assert (answer.status_code, answer.content == content) == (200, True)


@pytest.mark.parametrize("leave", [0, 2 * MIB])
async def test_a_full_disk_loses_nothing_and_the_deposit_resumes(
    live_server: Server, inès: httpx2.AsyncClient, disk: LittleDisk, leave: int
) -> None:
    papers: dict[str, bytes] = {}
    for size in (1, MIB // 2, 3 * MIB):
        content = os.urandom(size)
        answer = await sent(inès, await declared(inès, content), content, 0)
        papers[answer.headers["boite-papier"]] = content
    film = os.urandom(9 * MIB)
    address = await declared(inès, film)
    begun = await inès.patch(address, headers=BODY | {"upload-offset": "0"}, content=film[:MIB])
    assert begun.status_code == 204

    disk.fill(leave, live_server.pid)
    for _ in range(2):
        refused = await sent(inès, address, film, await offset_of(inès, address))
        assert (refused.status_code, refused.headers["tus-resumable"]) == (507, "1.0.0")
        assert MESSAGE in refused.text
    plain = await form(inès, "photo.bin", os.urandom(4 * MIB))
    assert plain.status_code == 507
    assert plain.headers["content-type"].startswith("text/html")
    assert "Vous pouvez toujours lire vos papiers" in plain.text
    assert '<html lang="fr">' in plain.text
    # A limit on the size of each file leaves room to the base's own; a full disk does not.
    no_room = is_sqlite(live_server.settings) and (disk.mounted or not leave)
    assert await folder(inès, "Pendant") == (507 if no_room else 303)
    await reads_on(inès, papers)
    kept = await offset_of(inès, address)
    assert MIB <= kept < len(film)

    disk.free(live_server.pid)
    assert await offset_of(inès, address) == kept
    done = await sent(inès, address, film, kept)
    assert done.status_code == 204
    papers[done.headers["boite-papier"]] = film
    assert (await form(inès, "photo.bin", b"photo")).status_code == 303
    assert await folder(inès, "Après") == 303
    live_server.restart()
    await reads_on(inès, papers)
    assert "Après" in (await inès.get("/espace/dossiers", follow_redirects=True)).text
    live_server.stop()
    await nothing_is_lost(live_server.settings, len(papers) + 1)


async def test_a_form_that_finds_no_room_gives_back_what_it_took(
    live_server: Server, inès: httpx2.AsyncClient, disk: LittleDisk
) -> None:
    kept = os.urandom(MIB)
    answer = await sent(inès, await declared(inès, kept), kept, 0)
    disk.fill(3 * MIB, live_server.pid)
    for _ in range(3):
        assert (await form(inès, "film.bin", os.urandom(5 * MIB))).status_code == 507
    assert (await form(inès, "photo.bin", os.urandom(MIB))).status_code == 303
    await reads_on(inès, {answer.headers["boite-papier"]: kept})
    live_server.stop()
    await nothing_is_lost(live_server.settings, 2)


async def nothing_is_lost(given: Settings, papers: int) -> None:
    """Rows and bytes agree, every digest read again, and no room is promised for nothing."""
    store = open_store(given.storage_url)
    async with opened(given):
        report = await fsck.check(given, store, deep=True, repair=False, grace=0)
        waiting = await Upload.filter(completed_at=None).count()
    await store.close()
    assert report.clean, report
    assert (report.blobs, waiting) == (papers, 0)


async def test_a_service_stopped_on_a_full_disk_starts_again_and_is_read(
    live_server: Server, inès: httpx2.AsyncClient, disk: LittleDisk
) -> None:
    if not disk.mounted or not is_sqlite(live_server.settings):
        pytest.skip("a limit on the size of each file is no full disk; PostgreSQL has its own disk")
    kept = os.urandom(1000)
    papers = {(await sent(inès, await declared(inès, kept), kept, 0)).headers["boite-papier"]: kept}
    assert (disk.folder / file_permissions.NAME).stat().st_size == file_permissions.RESERVE
    async with opened(live_server.settings):  # a visit is to be noted, for which there is no room
        await Session.all().update(seen_at=now() - timedelta(hours=1))
    live_server.stop()
    disk.fill(0, 0)
    live_server.start()
    await reads_on(inès, papers)
    live_server.stop()
    disk.fill(0, 0)
    (disk.folder / file_permissions.NAME).unlink(missing_ok=True)
    disk.free(0)
    live_server.start()
    assert await folder(inès, "Après") == 303


async def test_without_room_to_give_back_the_start_says_why(
    live_server: Server, disk: LittleDisk, settings: Settings
) -> None:
    if not disk.mounted or not is_sqlite(settings):
        pytest.skip("a limit on the size of each file is no full disk; PostgreSQL has its own disk")
    live_server.stop()
    (disk.folder / file_permissions.NAME).unlink()
    disk.fill(0, 0)
    with pytest.raises(CannotStart, match="Le disque des données est plein"):
        await migrate(settings)
    disk.free(0)
