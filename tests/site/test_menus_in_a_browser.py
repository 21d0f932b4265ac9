"""Every menu of actions, open, inside screens of every width; with and without what old browsers lack."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import AccountRole
from boite.database.connection import opened
from boite.demo.cast import DIRECTORY
from boite.directory.demo import load_demo
from boite.directory.models import Structure
from storage import open_store
from tests import old_browser
from tests.accessibility import assert_accessible
from tests.conftest import OpenPage
from tests.files.papers import put, top
from tests.live import Server
from tests.orientation.guide_rows import agent, coordinator
from tests.test_conventions import TEMPLATES, templates, text

pytestmark = pytest.mark.timeout(300)

WIDTHS = (320, 360, 375, 390, 412, 430, 640, 768, 1023, 1024, 1184, 1280, 1680)
"""640 and 320 are also a screen of 1280 at 200 and 400 %; at 1184 the places come up into the lid."""
SHEET = "/annuaire/structures/info-jeunes-tours/modification"
COVERED = {
    "components/node-row.html": "folder",
    "files/browse.html": "folder",
    "files/home.html": "papers",
    "files/_folder_menu.html": "folder",
    "files/_paper-actions.html": "paper",
    "directory/keeping/_services.html": "sheet",
    "directory/keeping/_places.html": "sheet",
    "styleguide/actions.html": "styleguide",
}
"""Each template that has a menu, and the page below that shows it."""

MEASURE = """() => {
  const wide = document.documentElement.clientWidth, out = [];
  const menus = [...document.querySelectorAll("details.action-menu")];
  menus.forEach((menu, at) => {
    menu.open = true;
    const list = menu.querySelector(".action-menu-list"), box = list.getBoundingClientRect();
    const button = menu.querySelector("summary").getBoundingClientRect();
    const scrolls = document.documentElement.scrollWidth;
    const off = box.left < 0 || box.right > wide || scrolls > wide;
    if (off) out.push(`menu ${at}: ${box.left} to ${box.right}, page ${scrolls}`);
    if (box.width < 150 || box.height < 40) out.push(`menu ${at}: not seen`);
    if (box.top < button.bottom - 1 || box.top > button.bottom + 40) out.push(`menu ${at}: not under its button`);
    menu.open = false;
  });
  return [menus.length, out];
}"""
SITE_MENU = """() => {
  const box = document.querySelector("#menu-suite").getBoundingClientRect();
  return [box.left, box.right, box.height, document.documentElement.scrollWidth];
}"""

FIRST_SCREEN = """() => {
  const shown = (link) => link.getClientRects().length > 0;
  const menu = document.querySelector("nav.menu").getBoundingClientRect();
  const title = document.querySelector("h1").getBoundingClientRect();
  return [innerHeight - menu.top, innerHeight - menu.bottom, title.top,
    [...document.querySelectorAll(".lid a")].filter(shown).map((link) => link.textContent.trim())];
}"""
"""How high the bar of the menu is, what is under it, where the page begins, the links shown in the lid."""
PRESS = "(name) => [...document.querySelectorAll('.menu a')].find((link) => link.textContent === name).click()"


def test_every_template_with_a_menu_is_measured() -> None:
    called = re.compile(r"call action_(?:menu|sheet)\(")
    found = {str(path.relative_to(TEMPLATES)) for path in templates() if called.search(text(path))}
    assert found - {"components/action-menu.html"} == COVERED.keys()


Tour = tuple[str, dict[str, str], str]


@pytest.fixture
async def tour(live_server: Server) -> Tour:
    """A session of Samira, who has papers and coordinates the region; and the addresses of the pages with a menu."""
    samira = await live_server.person("Samira", AccountRole.COORDINATOR)
    async with opened(live_server.settings):
        await load_demo(DIRECTORY)
        await coordinator(samira)
        await agent(samira, await Structure.get(slug="info-jeunes-tours"))
        store = open_store(live_server.settings.storage_url)
        folder = await (await top(samira)).add_folder("Ma recherche d'apprentissage 🔨", by=samira)
        await folder.add_folder("Candidatures", by=samira)
        for name in ("CV.pdf", "Attestation de stage au centre de formation de Pithiviers, été 2026.pdf"):
            paper = await put(samira, store, name, parent=folder)
        await store.close()
    pages = {
        "folder": f"/espace/dossiers/{folder.id}",
        "papers": "/espace/",
        "paper": f"/espace/papiers/{paper.id}",
        "sheet": SHEET,
        "styleguide": "/atelier/actions",
    }
    assert pages.keys() == set(COVERED.values())
    return await live_server.session(samira), pages, live_server.url


async def measure(page: Page, pages: dict[str, str]) -> list[str]:
    """What goes wrong, at every width."""
    faults = []
    for name, path in pages.items():
        await page.goto(path)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 800})
            count, out = await page.evaluate(MEASURE)
            assert count, f"no menu on {path}"
            faults += [f"{name} at {width} px: {fault}" for fault in out]
    return faults


@pytest.mark.parametrize("javascript", [True, False])
async def test_every_open_menu_is_on_the_screen(new_page: OpenPage, tour: Tour, javascript: bool) -> None:
    token, pages, _url = tour
    page = await new_page(token=token, javascript=javascript)
    assert await measure(page, pages) == []


async def test_the_lid_is_one_line_and_searches_from_360_px(new_page: OpenPage, tour: Tour) -> None:
    """In English too, whose ways in and out are the widest."""
    for token in (None, tour[0]):
        page = await new_page(token=token)
        for language in ("fr", "en"):
            await page.context.add_cookies([{"name": "boite_langue", "value": language, "url": tour[2]}])
            await page.goto("/aide")
            for width in (320, 360, 390):
                await page.set_viewport_size({"width": width, "height": 800})
                assert await page.locator(".lid-tool-search").is_visible() == (width >= 360)
                wide, row = await page.evaluate(
                    "[document.documentElement.scrollWidth, document.querySelector('.lid-inner').offsetHeight]"
                )
                assert (wide <= width, row < 90) == (True, True), (language, width)


async def test_the_menu_of_the_site_is_on_the_screen(new_page: OpenPage, tour: Tour) -> None:
    page = await new_page(token=tour[0], javascript=False)
    for width in (width for width in WIDTHS if width < 768):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.goto("/")
        await page.get_by_role("button", name="Menu", exact=True).click()
        left, right, height, wide = await page.evaluate(SITE_MENU)
        assert (left >= 0, right <= width, height > 200, wide <= width) == (True,) * 4, f"{width} px"


@pytest.mark.skipif(not old_browser.runs_here(), reason="the Chromium of 2020 is a binary of Linux on x86-64")
async def test_menus_on_a_phone_of_2020(live_server: Server, tour: Tour) -> None:
    """No popover, no `:is()`, no `inset`, no `gap`: every menu opens on the screen; that of the site, by a link."""
    token, pages, _url = tour
    async with old_browser.page_of(live_server.url, token) as page:
        assert await measure(page, pages) == []
        for width, height in ((320, 640), (390, 844)):
            await page.set_viewport_size({"width": width, "height": height})
            await page.goto("/")
            bar, under, title, shown = await page.evaluate(FIRST_SCREEN)
            assert (bar < height / 5, under, title < height / 3) == (True, 0, True), "the page has the first screen"
            assert shown[:4] == ["Ma\xa0boîte SPRO", "Répondre", "À faire", "Menu"]
            await page.evaluate(PRESS, "Menu")
            left, right, tall, wide = await page.evaluate(SITE_MENU)
            assert (left >= 0, right <= width, wide <= width, tall > 200) == (True,) * 4
            shown = (await page.evaluate(FIRST_SCREEN))[3]
            assert [shown.count(name) for name in ("Agenda", "Mon compte", "Fermer")] == [1, 1, 1]
            await page.evaluate(PRESS, "Fermer")
            assert "Agenda" not in (await page.evaluate(FIRST_SCREEN))[3]


@pytest.mark.skipif(not old_browser.runs_here(), reason="the Chromium of 2020 is a binary of Linux on x86-64")
async def test_a_wide_screen_of_2020_shows_every_place_once(live_server: Server, tour: Tour) -> None:
    async with old_browser.page_of(live_server.url, tour[0]) as page:
        await page.set_viewport_size({"width": 1280, "height": 800})
        await page.goto("/")
        shown = (await page.evaluate(FIRST_SCREEN))[3]
        assert [shown.count(name) for name in ("Agenda", "Mon compte", "Menu", "Fermer")] == [1, 1, 0, 0]


@pytest.mark.parametrize("javascript", [True, False])
async def test_the_actions_of_a_paper_rise_from_the_foot(new_page: OpenPage, tour: Tour, javascript: bool) -> None:
    """On a phone: as wide as the screen, at its foot, closed by its head, by the veil, and with scripts by Escape."""
    token, pages, _url = tour
    page = await new_page(token=token, width=320, height=640, javascript=javascript)
    await page.goto(pages["paper"])
    head, trash = page.locator(".action-sheet > summary"), page.get_by_role("button", name="Mettre à la corbeille")
    for closed_by in ("head", "veil", "Escape") if javascript else ("head", "veil"):
        await head.click()
        box = await page.locator(".action-sheet").bounding_box()
        assert box is not None
        assert (box["x"], box["width"], round(box["y"] + box["height"])) == (0, 320, 640)
        await expect(trash).to_be_visible()
        if javascript:
            await assert_accessible(page)
        if closed_by == "head":
            await head.click()
        elif closed_by == "veil":
            await page.mouse.click(160, 20)
        else:
            await page.keyboard.press("Escape")
            await expect(head).to_be_focused()
        await expect(trash).to_be_hidden()
