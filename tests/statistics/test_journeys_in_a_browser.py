"""From their home to the figures, the report and the file: Hugo observes, Nadia coordinates, Paul helps."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import AccountRole
from boite.directory.models import Coordination, Membership
from boite.files.store_identity import own_store
from boite.statistics import published
from boite.statistics.demo import load_demo_figures
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.groups.groups import ORLEANS
from tests.live import Server
from tests.statistics import scanning
from tests.statistics.test_demonstration import FEW, directory

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]


async def test_each_goes_from_home_to_their_figures(new_page: OpenPage, live_server: Server) -> None:
    hugo = await live_server.person("Hugo", AccountRole.OBSERVER)
    nadia = await live_server.person("Nadia", AccountRole.COORDINATOR)
    paul = await live_server.person("Paul", AccountRole.PROFESSIONAL)
    async with own_store(live_server.settings) as store:
        place = await directory()
        await load_demo_figures([user.handle for user in (hugo, nadia, paul)], live_server.settings, store, people=FEW)
        await Coordination.create(user_id=nadia.id, territory_id=ORLEANS)
        await Membership.create(user_id=paul.id, structure_id=place)
    await _hugo(await new_page(width=320, token=await live_server.session(hugo), javascript=False))
    await _nadia(await new_page(token=await live_server.session(nadia)))
    await _paul(await new_page(width=390, token=await live_server.session(paul)))


async def _hugo(page: Page) -> None:
    """The smallest phone, without JavaScript: every mark is a stop of the keyboard, every table opens."""
    await page.goto("/")
    await page.get_by_role("main").get_by_role("link", name="Les chiffres du service").click()
    await page.get_by_role("link", name="Toute la région", exact=True).click()
    await expect(page.get_by_role("heading", level=1, name="Toute la région")).to_be_visible()
    assert await page.locator("[data-marks] [role=img]:not([tabindex='0'])").count() == 0
    assert await page.locator(".trend-narrow .trend-mark:visible").count() == 12
    assert await page.locator(".trend-wide:visible").count() == 0
    mark = page.locator(".trend-narrow .trend-mark").first
    await mark.focus()
    await expect(mark.locator("text")).to_be_visible()
    await page.get_by_text("Voir en tableau").first.click()
    await expect(page.get_by_role("columnheader", name="Un an avant")).to_be_attached()
    await expect(page.get_by_role("rowheader", name="octobre 2026")).to_be_visible()
    await assert_fits(page)
    async with page.expect_download() as downloading:
        await page.get_by_role("link", name="CSV", exact=True).click()
    file = await (await downloading.value).path()
    table, said = scanning.of_csv(file.read_bytes())
    assert {row[0] for row in table[1:]} == {"Toute la région"}
    assert published.ROUNDED in said
    await page.get_by_role("link", name="Le rapport d'une page").click()
    await expect(page.get_by_role("heading", level=1, name="Les chiffres d")).to_be_visible()
    await assert_fits(page)


async def _nadia(page: Page) -> None:
    """A wide screen: arrows go from mark to mark, then the report is printed, or taken as a PDF."""
    await page.goto("/")
    await assert_accessible(page)
    await page.get_by_role("main").get_by_role("link", name="Chiffres", exact=True).click()
    report = page.get_by_role("link", name="est prêt : Orléans")
    await expect(report).to_be_visible()
    await page.get_by_role("link", name="Orléans", exact=True).click()
    await expect(page.get_by_role("heading", level=1, name="Orléans")).to_be_visible()
    marks = page.locator(".trend-wide .trend-mark")
    await expect(page.locator(".trend-wide [tabindex='0']")).to_have_count(1)
    await marks.first.focus()
    await expect(marks.nth(0).locator("text")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await expect(marks.nth(1)).to_be_focused()
    await expect(marks.nth(0).locator("text")).to_be_hidden()
    await page.keyboard.press("End")
    await expect(marks.last).to_be_focused()
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Tab")
    await expect(marks.last).to_be_focused()
    await assert_accessible(page)
    await page.go_back()
    await report.click()
    await expect(page.get_by_role("heading", level=1, name="Les chiffres d")).to_be_visible()
    await assert_accessible(page)
    await page.emulate_media(color_scheme="dark", media="print")
    printed = pypdfium2.PdfDocument(await page.pdf(format="A4"))
    await page.emulate_media(media="screen")
    address = await page.get_by_role("link", name="Le PDF d'une page").get_attribute("href")
    file = await page.request.get(str(address))
    for sheet in (printed, pypdfium2.PdfDocument(await file.body())):
        assert len(sheet) == 1
        assert "arrondis à 5." in sheet[0].get_textpage().get_text_range()


async def _paul(page: Page) -> None:
    """A phone in the dark: the structure where one works, and no other place."""
    await page.emulate_media(color_scheme="dark")
    await page.goto("/")
    await page.get_by_role("main").get_by_role("link", name="Chiffres", exact=True).click()
    await expect(page.get_by_role("link", name="Orléans", exact=True)).to_have_count(0)
    await page.get_by_role("link", name="Mission locale", exact=True).click()
    await expect(page.get_by_role("heading", name="À retenir")).to_be_visible()
    await expect(page.get_by_role("heading", name="Lieu par lieu")).to_have_count(0)
    await assert_fits(page)
    refused = await page.request.get(f"/chiffres/{ORLEANS}")
    assert refused.status == 403
