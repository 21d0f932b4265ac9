"""Nadia's group in a real browser: a picture put in its space, shown with its words, without a mouse or a script."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from boite.database.connection import opened
from boite.groups.creation import open_group
from boite.news.models import Article
from tests.conftest import OpenPage
from tests.groups.groups import ORLEANS, coordinator, territory
from tests.journeys import depositing
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch
from tests.live import Server

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
TITLE = "Affiche du forum d'été"
NAME, WORDS = f"{TITLE}.png", "Une affiche : trois stands sous les arbres."


@pytest.mark.parametrize("script", [True, False])
async def test_a_picture_of_the_group_is_shown_with_its_words(
    script: bool, new_page: OpenPage, live_server: Server, tmp_path: Path
) -> None:
    async with opened(live_server.settings):
        nadia = await coordinator(live_server.settings, ORLEANS)
        await open_group(await territory(ORLEANS), quota=20_000_000, by=nadia)
    token = await live_server.session(nadia)
    page = await new_page(width=1280 if script else 320, javascript=script, token=token)
    watch, keys = Watch(page, live_server.url, scripts=script), await Keyboard.of(page)
    await watch.begin()
    await page.goto("/groupe/")
    await looked_at_both_ways(page, watch)
    await keys.go("Ouvrir l'espace – Groupe Orléans", "Groupe Orléans")
    await watch.look()
    await keys.go("Ajouter au groupe", "Ajouter un papier")
    photo = depositing.photo(tmp_path, NAME)
    if script:
        row = await keys.choose("Choisir des papiers", photo)
        await expect(row).to_contain_text("Rangé dans l'espace du groupe", timeout=depositing.PATIENCE)
    else:
        await page.get_by_label("Vos papiers").set_input_files(photo)
        await page.get_by_role("button", name="Ajouter au groupe").click()
    await watch.look()

    await page.goto("/actualites/redaction/nouvelle")
    await page.get_by_label("Titre", exact=True).fill("Le forum d'été")
    await page.get_by_text("Choisir parmi les fichiers du groupe").click()
    await page.get_by_label("Chercher un fichier du groupe").fill("affiche ete")
    await page.get_by_role("button", name="Chercher le fichier").press("Enter")
    await expect(page.get_by_text("1\u202ffichier trouvé")).to_be_visible()
    await expect(page.get_by_label("Titre", exact=True)).to_have_value("Le forum d'été")
    await watch.look()
    await page.get_by_label("Image du groupe").select_option(TITLE)
    await page.get_by_label("Ce que montre l'image").fill(WORDS)
    # The key Enter saves, though the button that looks for files comes first.
    await page.get_by_label("Ce que montre l'image").press("Enter")
    await expect(page.get_by_role("heading", level=1, name="Le forum d'été")).to_be_visible()
    await watch.look()
    async with opened(live_server.settings):
        article = await Article.get().select_related("picture")
        assert article.picture is not None
        assert (article.picture.name, article.picture_alt) == (NAME, WORDS)


async def looked_at_both_ways(page: Page, watch: Watch) -> None:
    """As large and light, then as small and dark as it gets."""
    await watch.look()
    await page.set_viewport_size({"width": 320, "height": 640})
    await page.emulate_media(color_scheme="dark")
    await watch.look()
    if watch.scripts:
        await page.set_viewport_size({"width": 1280, "height": 900})
        await page.emulate_media(color_scheme="light")
