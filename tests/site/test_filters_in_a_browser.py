"""The line of chips of the four lists, open and with filters on: read by axe, on a phone and wide, light and dark."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from boite.database.connection import opened
from tests.accessibility import assert_accessible, assert_fits
from tests.agenda.events import HERE
from tests.conftest import OpenPage
from tests.directory.sheets import make_commune, make_territory
from tests.live import Server

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
LISTS = {
    "/agenda/": "?ou=Pithiviers&genre=forum&public=scolaire",
    "/actualites/": f"?territoire={HERE}&public=scolaire&theme=formation",
    "/ressources/": f"?territoire={HERE}&type=video&niveau=facile",
    "/annuaire/": "?mots=mission&ou=Pithiviers&rayon=10&reseau=cio",
}


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1280, "light")])
async def test_open_chips_are_accessible_and_fit(
    new_page: OpenPage, live_server: Server, width: int, scheme: str
) -> None:
    async with opened(live_server.settings):
        await make_territory(HERE, "Pithiviers")
        await make_commune("Pithiviers", "45252", ["45300"], 48.17, 2.25, territory=HERE)
    page = await new_page(width=width)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for address, narrowed in LISTS.items():
        await page.goto(address + narrowed)
        await page.locator(".filters-fold > summary").click()
        await page.locator(".traits > summary").click()
        await expect(page.get_by_role("button", name="Montrer")).to_be_visible()
        await assert_fits(page)
        await assert_accessible(page)
        heights = await page.locator(".filters .chip").evaluate_all("all => all.map(one => one.offsetHeight)")
        assert min(heights) >= 44, address


@pytest.mark.parametrize("address", LISTS)
async def test_chips_work_without_a_script(new_page: OpenPage, live_server: Server, address: str) -> None:
    async with opened(live_server.settings):
        await make_territory(HERE, "Pithiviers")
        await make_commune("Pithiviers", "45252", ["45300"], 48.17, 2.25, territory=HERE)
    page = await new_page(width=320, height=640, javascript=False)
    await page.goto(address)
    await page.locator(".filters-fold > summary").click()
    await page.locator("#champ-public").select_option("scolaire")
    await page.get_by_role("button", name="Montrer").click()
    await expect(page.locator(".filters-number")).to_have_text("1")
    await page.get_by_role("link", name="retirer").click()
    await expect(page.locator(".filters-number")).to_have_count(0)
