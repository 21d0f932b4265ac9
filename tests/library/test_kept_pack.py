"""A pack for a workshop: unzipped on a key, opened without a connection in a real browser, the film plays."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, expect

from boite.accounts import throttle
from boite.accounts.models import User
from boite.accounts.throttle import ThrottledForm
from boite.clock import advance, now, reset
from boite.demo.video import webm
from boite.files.models import Blob, Node
from boite.library.desk import LIBRARY
from boite.library.models import ResourceKind
from storage.store import BlobStore
from tests.accessibility import assert_accessible
from tests.conftest import OpenAccount
from tests.library.resources import VTT, make_resource, put
from tests.news.desks import ELSEWHERE, HERE, coordinator
from tests.visitors import Visitor

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(200)]
PACK = "/ressources/cle-usb/emploi.zip"
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def shelf(nadia: User, store: BlobStore) -> dict[str, Node]:
    """A film with subtitles, two documents of one name that Windows reserves, a link, one elsewhere, one withdrawn."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "green", "blue", "white")]
    film = await put(store, "Visite d'atelier – été.webm", webm(frames))
    captions = await put(store, "sous-titres.vtt", VTT)
    first = await put(store, "CON.pdf", b"%PDF-1.7 un")
    second = await put(store, "con.PDF", b"%PDF-1.7 deux", ELSEWHERE)
    await make_resource(
        nadia,
        store,
        kind=ResourceKind.VIDEO,
        title="Visite d'un atelier <b>",
        link="",
        node=film.id,
        subtitles=captions.id,
        transcript="**Le chef** dit bonjour.\n\n<script>alert(1)</script>",
    )
    for number, node in enumerate((first, second)):
        await make_resource(nadia, store, kind=ResourceKind.DOCUMENT, title=f"Fiche {number}", link="", node=node.id)
    await make_resource(nadia, store, title="Le site des métiers")
    lost = await put(store, "perdu.pdf", b"%PDF-1.7 perdu")
    await make_resource(nadia, store, kind=ResourceKind.DOCUMENT, title="Un papier perdu", link="", node=lost.id)
    await Blob.filter(key=lost.blob_id).update(damaged_at=now())
    gone = await make_resource(nadia, store, title="Retirée")
    await LIBRARY.withdraw(gone, "Dépassé", by=nadia)
    await make_resource(nadia, store, title="Une formation", topic="formation")
    return {"film": film, "first": first, "second": second}


async def test_the_key_opens_without_a_connection_and_the_film_plays(
    shelf: dict[str, Node], client: Visitor, browser: Browser, tmp_path: Path
) -> None:
    page = (await client.get(f"/ressources/cle-usb?theme=emploi&territoire={HERE}")).text
    assert f'href="{PACK}?territoire={HERE}"' in page
    assert "1\u202ffichier manque" in page
    answer = await client.get(f"{PACK}?territoire={HERE}")
    assert 'filename="cle-usb-emploi-orleans.zip"' in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        archive.extractall(tmp_path)
    assert names[:3] == ["index.html", "style.css", "LISEZ-MOI.txt"]
    assert len({name.lower() for name in names}) == len(names) == 8
    for name in names:
        assert name.isascii()
        assert not re.search(r'[<>:"\\|?*]|[. ]$', name)
        assert not RESERVED.match(name.rpartition("/")[2]), name
        assert len(name) < 150
    assert (tmp_path / "fichiers/_con.pdf").read_bytes() == b"%PDF-1.7 deux", "the newest one first"
    assert (tmp_path / "fichiers/visite-d-atelier-ete.vtt").read_bytes() == VTT
    assert "Retirée" not in (tmp_path / "index.html").read_text()

    context = await browser.new_context(offline=True)
    asked, faults = list[str](), list[str]()
    key = await context.new_page()
    key.on("request", lambda request: asked.append(request.url))
    key.on("pageerror", lambda error: faults.append(str(error)))
    await key.goto((tmp_path / "index.html").as_uri())
    await assert_accessible(key)
    for words in ("Fiche 0", "Fiche 1", "Un papier perdu", "https://example.org/metiers", "Orléans"):
        await expect(key.get_by_text(words).first).to_be_visible()
    await expect(key.get_by_text("Son fichier n'est plus en ligne")).to_have_count(1)
    await expect(key.get_by_role("link", name="Un papier perdu")).to_have_count(0)
    await key.get_by_role("link", name="Visite d'un atelier").click()
    await assert_accessible(key)
    await expect(key.get_by_text("Le chef")).to_be_visible()
    state = await key.evaluate(
        """async () => {
          const video = document.querySelector("video");
          video.muted = true;
          video.textTracks[0].mode = "showing";
          await video.play();
          await new Promise(done => video.addEventListener("timeupdate", () => video.currentTime > 0.4 && done()));
          return [video.videoWidth, video.currentTime > 0.4, [...video.textTracks[0].cues].map(cue => cue.text)];
        }"""
    )
    assert state == [64, True, ["Bonjour.", "Au revoir."]]
    await key.get_by_role("link", name="Emploi : toutes les ressources").click()
    await expect(key.get_by_role("heading", name="Emploi", exact=True)).to_be_visible()
    await context.close()
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    assert not faults, faults


async def test_one_file_of_many_resources_goes_once(nadia: User, client: Visitor, store: BlobStore) -> None:
    film = await put(store, "film.webm", webm([Image.new("RGB", (8, 8), "red")]))
    captions = await put(store, "film.srt", b"1\n00:00:00,000 --> 00:00:01,000\nD\xe9j\xe0\n")
    other = await put(store, "autre.webm", webm([Image.new("RGB", (8, 8), "red")]))
    filled = {"kind": ResourceKind.VIDEO, "link": "", "subtitles": captions.id, "transcript": "Bonjour."}
    for number, node in enumerate((film, film, film, other)):
        await make_resource(nadia, store, title=f"Film {number}", node=node.id, **filled)
    answer = await client.get(f"{PACK}?territoire={HERE}")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = archive.namelist()
        assert sorted(name for name in names if name.startswith("fichiers/")) == [
            "fichiers/autre.vtt",
            "fichiers/autre.webm",
            "fichiers/film.vtt",
            "fichiers/film.webm",
        ]
        assert len([name for name in names if name.startswith("pages/")]) == 4
        assert len(set(names)) == len(names)
        text = archive.read("fichiers/film.vtt").decode()
    assert text.startswith("WEBVTT\n\n1\n00:00:00.000 --> 00:00:01.000\nDéjà"), "as every player reads it"


async def test_who_asks_for_what_and_how_often(shelf: dict[str, Node], client: Visitor) -> None:
    elsewhere = await client.get(f"{PACK}?territoire={ELSEWHERE}")
    assert elsewhere.status_code == 404, "nothing there yet"
    for address in ("/ressources/cle-usb/chiens.zip", f"{PACK}?territoire=SPRO-99"):
        assert (await client.get(address)).status_code == 404
    assert (await client.post(PACK)).status_code == 405
    assert (await client.get("/ressources/cle-usb?theme=%00&territoire=x")).status_code == 200
    assert (await client.head(PACK)).content == b""
    settings = client.app.state.settings
    for _ in range(settings.packs_per_address):
        await throttle.count_try(settings, ThrottledForm.PACK, "127.0.0.1")
    refused = await client.get(PACK)
    assert refused.status_code == 429
    advance(timedelta(minutes=settings.tries_minutes))
    assert (await client.get(PACK)).status_code == 200
    reset()
