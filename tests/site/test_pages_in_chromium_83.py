"""Pages in a real Chromium of May 2020: none scrolls sideways, no script fails."""

from __future__ import annotations

import pytest
from playwright.async_api import async_playwright

from boite.accounts.models import AccountRole
from tests import browsers, old_browser
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
)
WIDE = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


async def test_no_page_scrolls_sideways(server: Server, enter: Entering) -> None:
    token = await enter(AccountRole.COORDINATOR)
    faults: list[str] = []
    async with async_playwright() as playwright:
        old = await playwright.chromium.launch(executable_path=str(old_browser.executable()), args=list(browsers.FLAGS))
        context = await old.new_context(base_url=server.url)
        await context.add_cookies([{"name": "boite", "value": token, "url": server.url}])
        page = await context.new_page()
        page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
        for path in PAGES:
            answer = await page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            for width in (320, 390, 768, 1280):
                await page.set_viewport_size({"width": width, "height": 800})
                wide, seen = await page.evaluate(WIDE)
                if wide > seen:
                    faults.append(f"{path} at {width} px: {wide} px wide")
        await old.close()
    assert faults == []
