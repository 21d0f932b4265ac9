"""Inès without a mouse, in a browser that runs no script: the same gestures, by plain pages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.conftest import OpenPage
from tests.journeys import depositing
from tests.journeys.keyboard import Keyboard
from tests.journeys.keyboard_filing import file_away
from tests.journeys.watch import Watch
from tests.live import Server
from tests.people import PASSPHRASE

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

NEW_NAME = "Mon stage de mai.png"


async def test_a_story_without_mouse_nor_script(new_page: OpenPage, live_server: Server, tmp_path: Path) -> None:
    photo, handle = depositing.photo(tmp_path), (await live_server.person()).handle
    page = await new_page(width=320, height=640, javascript=False)
    watch, keys = Watch(page, live_server.url, scripts=False), await Keyboard.of(page)
    await watch.begin()

    await page.goto("/")
    await keys.go("Se connecter", "Se connecter")
    await keys.write("Votre identifiant", handle)
    await keys.write("Votre phrase secrète", PASSPHRASE)
    await keys.press("Ordinateur partagé", "Space")
    await page.keyboard.press("Space")
    await keys.go("Me connecter", "Bonjour Inès")

    await keys.go("Ajouter un papier", "Ajouter un papier")
    await keys.reach("Quel papier ?")
    await page.keyboard.type("Attestation")
    await keys.press("Plus de précisions")
    await keys.reach("Garder les deux")
    await page.keyboard.press("ArrowDown")
    assert (await keys.stop()).startswith("Nouvelle version")
    async with page.expect_file_chooser() as chooser:
        await keys.reach("Vos papiers")
        await page.keyboard.press("Enter")
    await (await chooser.value).set_files(photo)
    assert (await keys.stop()).startswith("Vos papiers")
    await keys.go("Ajouter à ma boîte", "Mes papiers")
    await expect(page.locator("#messages")).to_contain_text("est rangé dans votre boîte")
    await watch.look()

    await keys.go("Ma boîte SPRO", "Bonjour Inès", key="Shift+Tab")
    await keys.reach("Chercher dans mes papiers")
    await page.keyboard.type("pitHIV stage a")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name="Chercher", exact=True)).to_be_visible()
    await expect(page.get_by_label("Papiers trouvés").get_by_role("link")).to_have_text(depositing.title(photo))
    await keys.go(depositing.title(photo), depositing.title(photo))
    await file_away(keys, watch, NEW_NAME)

    await keys.press("Menu")
    await keys.reach("Mon compte")
    await page.keyboard.press("Escape")
    assert await keys.stop() == "Menu"
    await page.keyboard.press("Enter")
    await keys.go("Mon compte", "Mes informations")
    await watch.look()
    await keys.go("Quitter", "Vos papiers et vos contacts, gardés pour la vie")
    await watch.look()
