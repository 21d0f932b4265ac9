"""Pages in a real Chromium of May 2020: none scrolls sideways, nor squeezes words, nor shows hidden ones."""

from __future__ import annotations

import pytest

from boite.accounts.models import AccountRole
from tests import old_browser
from tests.live import Server
from tests.orientation.test_in_a_browser import Entering, enter, server

__all__ = ["enter", "server"]

pytestmark = [
    pytest.mark.timeout(300),
    pytest.mark.skipif(not old_browser.runs_here(), reason="the Chromium of 2020 is a binary of Linux on x86-64"),
]
PAGES = (
    *("/", "/annuaire/?mots=cio&ou=Tours", "/annuaire/structures/info-jeunes-tours", "/actualites/", "/agenda/"),
    *("/qui-peut-m-aider/", "/qui-peut-m-aider/vae?ou=Tours", "/qui-peut-m-aider/accueil?mots=permis"),
    *("/qui-peut-m-aider/tableau", "/ressources/", "/lettre/", "/espace/", "/espace/dossiers", "/espace/ajouter"),
    *("/espace/recherche", "/journal/", "/compte/profil", "/annuaire/structures/info-jeunes-tours/modification"),
    *("/espace/corbeille", "/atelier/papiers", "/atelier/annuaire", "/atelier/erreur-413", "/urgence", "/aide"),
    *("/chercher?mots=permis", "/messages/", "/messages/reglages", "/messages/reglages/courriel", "/portraits/"),
)
"""At 640 and 320 px they are seen as on a screen of 1280 at 200 and 400 %: what is folded is opened there."""
WIDE = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"

SQUEEZED = """() => [...document.querySelectorAll("body *")].filter((one) => {
  const words = [...one.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("");
  const style = getComputedStyle(one), box = one.getBoundingClientRect(), size = parseFloat(style.fontSize);
  const column = style.display !== "inline" && style.writingMode === "horizontal-tb" && box.width > 0;
  const apart = one.closest("svg, .visually-hidden, select, .tab");
  return words.length > 11 && column && !apart && box.width < 4 * size && box.height > 3 * size;
}).map((one) => one.textContent.trim())"""
"""Words in a column of a few letters, line under line."""
UNHIDDEN = """() => [...document.querySelectorAll(".visually-hidden, [hidden]")].filter(
  (one) => one.getBoundingClientRect().width > 1 && one.getBoundingClientRect().height > 1
).map((one) => one.textContent.trim())"""
UNFOLD = "() => document.querySelectorAll('main details:not(.action-menu)').forEach((one) => { one.open = true; })"


async def test_every_page_holds(server: Server, enter: Entering) -> None:
    token = await enter(AccountRole.COORDINATOR)
    faults: list[str] = []
    async with old_browser.page_of(server.url, token) as page:
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        for path in PAGES:
            answer = await page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            for width in (1680, 1280, 768, 390, 640, 320):
                await page.set_viewport_size({"width": width, "height": 800})
                if width == 640:
                    await page.evaluate(UNFOLD)
                wide, seen = await page.evaluate(WIDE)
                if wide > seen:
                    faults.append(f"{path} at {width} px: {wide} px wide")
                squeezed, shown = await page.evaluate(SQUEEZED), await page.evaluate(UNHIDDEN)
                if squeezed or shown:
                    faults.append(f"{path} at {width} px: squeezed {squeezed}, not hidden {shown}")
    assert faults == []
