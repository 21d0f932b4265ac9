"""A film put on line without a mouse, then watched: it plays, it is sought, its subtitles come, its words are read."""

from __future__ import annotations

import pytest
from PIL import Image
from playwright.async_api import Page, Response, expect

from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.demo.documents import chime
from boite.demo.video import webm
from boite.library.models import Resource, ResourceKind
from boite.publishing.stages import Stage
from storage import open_store
from tests.conftest import OpenPage
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch
from tests.library.resources import VTT, make_resource, put, some_jobs
from tests.live import Server
from tests.news.desks import HERE, coordinator
from tests.people import open_account

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(120)]
COLOURS = ("teal", "maroon", "navy", "olive")
SEEK = """async (at) => {
  const film = document.querySelector("video, audio");
  await new Promise((go) => { film.addEventListener("seeked", go, { once: true }); film.currentTime = at; });
  return [film.currentTime, film.duration, film.seekable.end(0), film.error];
}"""
PLAY = """async () => {
  const film = document.querySelector("video");
  film.muted = true;
  await film.play();
  await new Promise((go) => film.addEventListener("timeupdate", go, { once: true }));
  film.pause();
  return film.textTracks[0].cues.length;
}"""


@pytest.fixture
async def nadia(live_server: Server) -> str:
    """Nadia coordinates Orléans; her group has a film and its subtitles, and one resource is on line."""
    store = open_store(live_server.settings.storage_url)
    frames = [Image.new("RGB", (160, 90), COLOURS[number % 4]) for number in range(16)]

    async def account(first_name: str, role: AccountRole) -> User:
        return await open_account(live_server.settings, first_name, role)

    async with opened(live_server.settings):
        user = await coordinator(account)
        await some_jobs()
        await put(store, "Le fournil.webm", webm(frames))
        await put(store, "Le fournil.vtt", VTT)
        page = await put(store, "Mon CV.pdf", b"%PDF-1.7 vide")
        await make_resource(user, store, kind=ResourceKind.DOCUMENT, title="Mon CV", link="", node=page.id)
        sound = await put(store, "Émission.wav", chime())
        heard = {"kind": ResourceKind.AUDIO, "link": "", "node": sound.id, "transcript": "Un carillon."}
        await make_resource(user, store, title="L'émission", **heard)
    await store.close()
    return await live_server.session(user)


async def test_published_without_a_mouse_then_watched(new_page: OpenPage, live_server: Server, nadia: str) -> None:
    page = await new_page(token=nadia)
    watch, keys = Watch(page, live_server.url), await Keyboard.of(page)
    await watch.begin()
    await page.goto("/ressources/redaction")
    await keys.go("Ajouter une ressource", "Ajouter une ressource")
    await keys.go("Une vidéo", "Ajouter une vidéo")
    await keys.write("Titre", "Une nuit au fournil")
    await keys.write("Résumé", "Ce que fait une boulangère, de nuit.")
    await keys.press("Choisir parmi les fichiers du groupe")
    for name, value in (("Vidéo du groupe", "Le fournil"), ("Sous-titres du groupe", "Le fournil")):
        await keys.reach(name)
        await page.keyboard.type(value)
    await keys.write("Transcription", "Je **pétris** la pâte.")
    await keys.reach("Thème")
    await page.keyboard.type("Emploi")
    await keys.reach("Choisir des métiers")
    await page.keyboard.press("Enter")
    await keys.write("Chercher un métier (facultatif)", "boulangère")
    await keys.reach("Chercher ce métier")
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Boulangerie et viennoiserie")).to_be_visible()
    await keys.reach("Boulangerie et viennoiserie")
    await page.keyboard.press("Space")
    await watch.look()
    await keys.reach("Publier")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("est en ligne")
    await watch.look()
    await page.goto("/ressources/redaction/a-verifier")
    await watch.look()
    await page.goto("/ressources/?mots=boulangeres")
    await keys.go("Une nuit au fournil", "Une nuit au fournil")
    await watch.look()
    await plays(page)
    async with opened(live_server.settings):
        assert (await Resource.get(title="Une nuit au fournil")).stage == Stage.PUBLISHED
    await read_on_a_phone(await new_page(width=320), live_server)


async def plays(page: Page) -> None:
    """Seeking asks for parts, and the subtitles are there."""
    parts: list[Response] = []
    page.on("response", lambda answer: parts.append(answer) if "/medias/" in answer.url else None)
    await page.reload()
    for moment in (6.5, 1.5):
        at, duration, seekable, error = await page.evaluate(SEEK, moment)
        assert abs(at - moment) < 0.1
        assert (round(duration), round(seekable), error) == (8, 8, None)
    assert await page.evaluate(PLAY) == 2
    assert {answer.status for answer in parts} == {206}


async def read_on_a_phone(page: Page, live_server: Server) -> None:
    """Somebody unknown, in the dark, finds it by the name of a job and reads what is said."""
    await page.emulate_media(color_scheme="dark")
    watch = Watch(page, live_server.url)
    await watch.begin()
    await page.goto(f"/ressources/?territoire={HERE}")
    await watch.look()
    await page.locator(".filters-fold > summary").click()
    await page.get_by_label("Métier").select_option("D1102")
    await watch.look()
    await page.get_by_role("button", name="Montrer").click()
    await expect(page.locator(".resource-title")).to_have_text(["Une nuit au fournil"])
    await page.get_by_role("link", name="Une nuit au fournil").click()
    await page.get_by_text("Transcription", exact=True).click()
    await expect(page.locator("#transcription strong")).to_have_text("pétris")
    await watch.look()
    await page.goto("/ressources/l-emission")
    await expect(page.locator("audio")).to_be_visible()
    at, duration, *_ = await page.evaluate(SEEK, 1)
    assert (at, round(duration)) == (1, 2)
