"""Inès without a mouse: every gesture by the keyboard, the focus always seen, named and never lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page, Route, expect

from boite.clock import now
from boite.database.connection import opened
from boite.files.models import Blob, PreviewState
from storage import open_store
from tests.conftest import OpenPage
from tests.files.papers import put
from tests.journeys import cutting, depositing
from tests.journeys.keyboard import Keyboard
from tests.journeys.keyboard_filing import file_away
from tests.journeys.watch import Watch
from tests.live import Server
from tests.people import PASSPHRASE
from tests.pictures import png
from tests.tus.arrivals import file_of, received

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

NEW_NAME = "Mon stage de mai.png"


@pytest.mark.parametrize(("width", "height", "shared"), [(1280, 900, False), (320, 640, True)])
async def test_a_story_without_a_mouse(
    new_page: OpenPage, live_server: Server, tmp_path: Path, width: int, height: int, shared: bool
) -> None:
    photo, handle = depositing.photo(tmp_path), (await live_server.person()).handle
    page = await new_page(width=width, height=height)
    watch, keys = Watch(page, live_server.url), await Keyboard.of(page)
    await watch.begin()

    await page.goto("/")
    await keys.go("Se connecter", "Se connecter")
    await keys.write("Votre identifiant", handle)
    await keys.write("Votre phrase secrète", PASSPHRASE)
    if shared:
        await keys.press("Ordinateur partagé", "Space")
    await keys.go("Me connecter", "Bonjour Inès")

    await keys.go("Ajouter un papier", "Ajouter un papier")
    row = await keys.choose("Choisir des papiers", photo)
    await depositing.stored(row)
    assert await keys.stop() == "Choisir des papiers"
    await keys.press("Attestation de formation", "Space")
    await expect(page.get_by_role("status").filter(has_text=": Attestation de formation.")).to_have_count(1)
    await watch.look()

    await keys.go("Ma boîte SPRO", "Bonjour Inès", key="Shift+Tab")
    await keys.reach("Chercher dans mes papiers")
    await page.keyboard.type("pitHIV stage a")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Chercher", exact=True)).to_be_visible()
    await expect(page.get_by_label("Papiers trouvés").get_by_role("link")).to_have_text(depositing.title(photo))
    await keys.go(depositing.title(photo), depositing.title(photo))
    await watch.look()

    await page.keyboard.press("Tab")
    assert await keys.stop() == "Aller au contenu"
    await page.keyboard.press("Enter")
    await file_away(keys, watch, NEW_NAME)
    await watch.look()
    await keys.go("Quitter", "Vos papiers et vos contacts, gardés pour la vie")
    await watch.look()


async def with_papers(server: Server, new_page: OpenPage, *papers: str, width: int = 1280, height: int = 900) -> Page:
    """Inès's browser, these papers in her box."""
    person = await server.person()
    store = open_store(server.settings.storage_url)
    async with opened(server.settings):
        for name in papers:
            await put(person, store, name, png(20, 20))
    await store.close()
    return await new_page(token=await server.session(person), width=width, height=height)


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 640), (640, 450), (320, 256)])
async def test_nothing_hides_what_has_the_focus(
    new_page: OpenPage, live_server: Server, width: int, height: int
) -> None:
    """Each menu opened and each paper ticked on the way. 320 by 256 is a screen of 1280 px, four times larger."""
    page = await with_papers(live_server, new_page, *(f"Papier {n}.png" for n in range(7)), width=width, height=height)
    keys = await Keyboard.of(page)
    await page.goto("/espace/?vue=liste")
    async for name in keys.around():
        if name in {"Écrire ou garder", "Autres types"}:
            await page.keyboard.press("Enter")
        if name.startswith("Choisir"):
            await page.keyboard.press("Space")
    await keys.reach("Aller au contenu", "Shift+Tab")


@pytest.mark.parametrize(
    ("words", "reached", "left"),
    [("bleu", "Papier bleu", "Papier bleu"), ("rouge", "Choisir Papier bleu", "Résultats")],
)
async def test_results_that_come_late(
    new_page: OpenPage, live_server: Server, words: str, reached: str, left: str
) -> None:
    """On a slow line one is already among the former results. The same paper keeps the focus, or else the results."""
    page = await with_papers(live_server, new_page, "Papier bleu.png", "Papier rouge.png")
    keys = await Keyboard.of(page)
    await page.goto("/espace/recherche?mots=papier")
    asked: asyncio.Queue[Route] = asyncio.Queue()
    await page.route("**/espace/recherche?**", asked.put)
    await keys.write("Un mot du papier", words)
    answer = await asked.get()
    await keys.reach(reached)
    await answer.continue_()
    await expect(page.get_by_label("Papiers trouvés").get_by_role("listitem")).to_have_count(1)
    assert await keys.stop() == left


async def test_a_deposit_that_ends_under_the_focus(new_page: OpenPage, live_server: Server, tmp_path: Path) -> None:
    """Its buttons go away: each leaves the focus to the next one, the last to the paper."""
    page, path = await with_papers(live_server, new_page), file_of(tmp_path, 3_000_000, "Mémoire.zip")
    keys = await Keyboard.of(page)
    await page.goto("/espace/ajouter")
    line = await cutting.slow(page)
    row = await keys.choose("Choisir des papiers", path)
    await received(live_server, 300_000)
    await keys.reach("Mettre en pause")
    await page.keyboard.press("Enter")
    assert await keys.stop() == f"Reprendre : {path.name}"
    await page.keyboard.press("Enter")
    assert await keys.stop() == f"Mettre en pause : {path.name}"
    await keys.reach("Annuler")
    await cutting.set_line(line, offline=False)
    await depositing.stored(row)
    assert await keys.stop() == depositing.title(path)


async def test_a_deposit_taken_up_again(new_page: OpenPage, live_server: Server, tmp_path: Path) -> None:
    """Its line leaves the list of what is to be finished, with the button that had the focus."""
    page, path = await with_papers(live_server, new_page), file_of(tmp_path, 3_000_000, "Mémoire.zip")
    await page.goto("/espace/ajouter")
    line = await cutting.slow(page)
    await depositing.choose(page, path)
    await received(live_server, 300_000)
    keys = await Keyboard.of(page)
    await page.goto("/espace/depots")  # in the same tab: Chromium loses the keyboard while another one is closing
    await cutting.set_line(line, offline=False)
    await depositing.stored(await keys.choose(f"Reprendre {path.name}", path))
    assert await keys.stop() == depositing.title(path)


async def test_a_preview_made_while_one_looks(new_page: OpenPage, live_server: Server) -> None:
    """The page looks again every three seconds: nothing there takes the focus, to lose it with the next look."""
    page = await with_papers(live_server, new_page, "Papier.png")
    async with opened(live_server.settings):
        await Blob.all().update(preview_state=PreviewState.DUE, preview_due=now() + timedelta(hours=1), preview_tries=9)
    keys = await Keyboard.of(page)
    await page.goto("/espace/")
    await keys.go("Papier", "Papier")
    await expect(page.get_by_text("Aperçu en préparation")).to_be_visible()
    assert "Regarder s'il est prêt" not in [name async for name in keys.around()]
