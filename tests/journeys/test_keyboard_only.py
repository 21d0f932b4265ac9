"""Inès without a mouse: every gesture by the keyboard, the focus always seen, named and never lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import CDPSession, Page, expect

from tests.conftest import OpenPage
from tests.journeys import depositing
from tests.journeys.watch import Watch
from tests.live import Server
from tests.people import PASSPHRASE

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

NEW_NAME = "Mon stage de mai.png"

FARTHEST = 60
"""Presses of Tab after which a person gives up."""

FOCUS = """() => {
  const element = document.activeElement;
  const seen = rect => {
    const hit = document.elementFromPoint((rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2);
    return hit !== null && (element.contains(hit) || hit.closest("label")?.control === element);
  };
  const outlined = each => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && !/, 0\\)$/.test(style.outlineColor);
  };
  return {
    lost: element === document.body || element === null,
    seen: [...element.getClientRects()].some(seen),
    outlined: outlined(element) || (element.closest("label") !== null && outlined(element.closest("label"))),
    markup: element.cloneNode(false).outerHTML,
  };
}"""


class Keyboard:
    """Two hands on a keyboard. Each place where the focus stops is looked at."""

    def __init__(self, page: Page, tree: CDPSession) -> None:
        self.page = page
        self.tree = tree

    @classmethod
    async def of(cls, page: Page) -> Keyboard:
        """The keyboard in front of this page; names come from Chromium's own accessibility tree."""
        return cls(page, await page.context.new_cdp_session(page))

    async def stop(self) -> str:
        """Check the focused element and return its accessible name."""
        focus: dict[str, Any] = await self.page.evaluate(FOCUS)
        where = f"{self.page.url}: {focus['markup']}"
        assert not focus["lost"], f"{where} the focus is lost"
        assert focus["seen"], f"{where} has the focus out of sight"
        assert focus["outlined"], f"{where} does not show that it has the focus"
        name = await self._name()
        assert name, f"{where} has no name"
        return name

    async def reach(self, name: str, key: str = "Tab") -> None:
        """Press Tab, or Shift+Tab, until what bears a name that begins so has the focus."""
        passed = [""]
        while not passed[-1].startswith(name):
            assert len(passed) <= FARTHEST, f"{self.page.url}: no {name!r} among {passed}"
            await self.page.keyboard.press(key)
            passed.append(await self.stop())

    async def press(self, name: str, key: str = "Enter") -> None:
        """Reach a button or a box and press it; what it does leaves the focus on it."""
        await self.reach(name)
        await self.page.keyboard.press(key)
        assert (await self.stop()).startswith(name)

    async def go(self, name: str, heading: str, *, key: str = "Tab") -> None:
        """Reach a link or a button that leads to the page of this heading, and follow it."""
        await self.reach(name, key)
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_role("heading", level=1, name=heading, exact=True)).to_be_visible()
        await self.page.wait_for_load_state()

    async def write(self, name: str, text: str) -> None:
        """Reach a field and write in place of what it holds."""
        await self.reach(name)
        await self.page.keyboard.press("ControlOrMeta+a")
        await self.page.keyboard.type(text)
        assert await self.stop() == name

    async def _name(self) -> str:
        found = await self.tree.send("Runtime.evaluate", {"expression": "document.activeElement"})
        asked = {"objectId": found["result"]["objectId"], "fetchRelatives": False}
        nodes = (await self.tree.send("Accessibility.getPartialAXTree", asked))["nodes"]
        return " ".join(str(nodes[0].get("name", {}).get("value", "")).split())


@pytest.mark.parametrize(("width", "height", "shared"), [(1280, 900, False), (320, 640, True)])
async def test_a_story_without_a_mouse(
    new_page: OpenPage, live_server: Server, tmp_path: Path, width: int, height: int, shared: bool
) -> None:
    photo, handle = depositing.photo(tmp_path), (await live_server.person()).handle
    page = await new_page(width=width, height=height)
    watch, keys = Watch(page, live_server.url), await Keyboard.of(page)
    await watch.begin()

    await page.goto("/")
    await keys.go("Me connecter", "Se connecter")
    await keys.write("Votre identifiant", handle)
    await keys.write("Votre phrase secrète", PASSPHRASE)
    if shared:
        await keys.press("Ordinateur partagé", "Space")
    await keys.go("Me connecter", "Bonjour Inès")

    await keys.go("Ajouter un papier", "Ajouter un papier")
    await keys.reach("Quel papier ?")
    await page.keyboard.type("Attestation")
    assert await keys.stop() == "Quel papier ?"
    async with page.expect_file_chooser() as chooser:
        await keys.reach("Choisir des papiers")
        await page.keyboard.press("Enter")
    await (await chooser.value).set_files(photo)
    row = page.get_by_label("Vos envois").get_by_role("listitem")
    await depositing.stored(row)
    assert await keys.stop() == "Choisir des papiers"
    await watch.look()

    await keys.go("Ma boîte SPRO", "Bonjour Inès", key="Shift+Tab")
    await keys.go("Chercher", "Chercher")
    await keys.write("Un mot du papier", "pitHIV stage a")
    await expect(page.get_by_label("Papiers trouvés").get_by_role("link")).to_have_text(photo.name)
    await keys.go(photo.name, photo.name)
    await watch.look()

    await page.keyboard.press("Tab")
    assert await keys.stop() == "Aller au contenu"
    await page.keyboard.press("Enter")
    await keys.press("Autres actions")
    await keys.go("Renommer", "Renommer")
    await keys.write("Nouveau nom", NEW_NAME)
    await keys.go("Renommer", NEW_NAME)

    await keys.go("Mes papiers", "Mes papiers")
    await keys.go("Ouvrir tous mes dossiers", "Mes dossiers")
    await keys.go("Nouveau dossier", "Nouveau dossier")
    await keys.write("Nom du dossier", "Mes stages")
    await keys.go("Créer le dossier", "Mes stages")
    await watch.look()

    await keys.go("Mes papiers", "Mes papiers")
    await keys.go(NEW_NAME, NEW_NAME)
    await keys.press("Autres actions")
    await keys.go("Déplacer", "Déplacer")
    await keys.reach("Mes stages")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**dans=*")
    await keys.go("Déplacer dans « Mes stages »", "Mes stages")
    await watch.look()
    await keys.go(NEW_NAME, NEW_NAME)
    await keys.go("Mettre à la corbeille", "Mes stages")
    await watch.look()
    await keys.go("Annuler", "Mes stages")
    await expect(page.get_by_label("Dans ce dossier").get_by_role("link")).to_have_text(NEW_NAME)
    await watch.look()
    await keys.go("Quitter", "Vos papiers utiles, au même endroit, toute votre vie")
    await watch.look()
