"""The five tabs of the account on every width: in few rows, easy to touch, never wider than the screen."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.accessibility import assert_fits
from tests.conftest import OpenPage
from tests.live import Server

PLACES = """() => [...document.querySelectorAll('.tab')].map(tab => {
  const {left, right, top, height, width} = tab.getBoundingClientRect();
  return {left, right, top: Math.round(top), height, width, spilt: tab.scrollWidth > tab.clientWidth};
})"""
NAMES = ("Mes informations", "Appareils", "Phrase secrète", "Emporter ma boîte", "Fermer ma boîte")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_tabs_hold_in_few_rows(new_page: OpenPage, live_server: Server, scheme: str) -> None:
    token = await live_server.session(await live_server.person())
    page = await new_page(token=token)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for width, rows in ((320, 2), (390, 2), (768, 1), (1280, 1)):
        await page.set_viewport_size({"width": width, "height": 900})
        await page.goto("/compte/profil")
        places = await page.evaluate(PLACES)
        assert len(places) == len(NAMES)
        assert len({place["top"] for place in places}) == rows, width
        assert all(place["height"] >= 44 and place["width"] >= 44 for place in places), width
        assert all(place["left"] >= 0 and place["right"] <= width and not place["spilt"] for place in places), width
        await assert_fits(page)
        for name in NAMES:
            await expect(page.locator(".tabs").get_by_role("link", name=name, exact=True)).to_be_visible()


async def test_large_letters_still_fit(new_page: OpenPage, live_server: Server) -> None:
    token = await live_server.session(await live_server.person())
    page = await new_page(width=320, token=token)
    await page.goto("/compte/profil")
    await page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert all(place["right"] <= 320 and not place["spilt"] for place in await page.evaluate(PLACES))
