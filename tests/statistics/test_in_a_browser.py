"""The figures of a territory as a phone and a wide screen show them: read by axe, light and dark."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from boite.accounts.models import AccountRole
from boite.files.store_identity import own_store
from boite.statistics.demo import load_demo_figures
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.live import Server
from tests.statistics.test_demonstration import FEW, directory

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
LONGEST = 6000
"""Pixels of a page whose parts are folded."""
ALL_BOXES = re.compile(r"^Boîtes ouvertes(?: \(.+\))?$")
"""With its trend, and not the line of those who opened theirs alone."""


async def test_figures_are_accessible_and_fit(new_page: OpenPage, live_server: Server) -> None:
    async with own_store(live_server.settings) as store:
        place = await directory()
        await load_demo_figures([], live_server.settings, store, people=FEW)
    token = await live_server.session(await live_server.person("Hugo", AccountRole.OBSERVER))
    for width, scheme in ((320, "dark"), (1280, "light")):
        page = await new_page(width=width, token=token)
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for address in ("/chiffres/", "/chiffres/R24", f"/chiffres/{place}?mesure=boites"):
            await page.goto(address)
            await assert_fits(page)
            if address == "/chiffres/R24":  # folded as it comes; then all of them unfolded
                await assert_accessible(page)
            assert await page.evaluate("document.body.scrollHeight") < LONGEST, f"{address}: a phone scrolls for ever"
            await page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
            await assert_fits(page)
            for frame in await page.locator(".table-frame").all():
                wide, seen = await frame.evaluate("one => [one.scrollWidth, one.clientWidth]")
                assert wide <= seen, f"{address}: a column is out of sight at {width} px"
            await assert_accessible(page)
        line = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=ALL_BOXES))
        await expect(line.get_by_role("cell")).to_have_count(4)
        await page.goto("/chiffres/R24#mesures")
        await expect(page.locator("#mesures table")).to_be_visible()
        await expect(page.locator("#detail table").first).to_be_hidden()
        await page.emulate_media(media="print")
        await expect(page.locator("#detail .heat")).to_be_visible()
