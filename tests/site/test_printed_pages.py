"""What comes out of a printer: no menu, and words that are not joined."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pytest
from playwright.async_api import Page

from boite.accounts.models import AccountRole
from tests.conftest import OpenPage
from tests.orientation.test_in_a_browser import Entering, enter, server
from tests.site.test_pages_in_chromium_83 import PAGES

__all__ = ["enter", "server"]

pytestmark = pytest.mark.timeout(300)

ANSWER = "/qui-peut-m-aider/vae?ou=Tours"
SHEETS = {
    ANSWER: "dimanche : Fermé",
    ANSWER.replace("?", "/feuille?"): "dimanche : Fermé",
    "/annuaire/structures/info-jeunes-tours": "Dimanche Fermé",
}
NUMBERS = {ANSWER: "Appeler le 02 61 91", "/annuaire/?mots=mission+locale&ou=Tours": "02 61 91 00 25"}
SIGNS = """() => [...document.querySelectorAll(".menu *, .lid-tools *, .band *, .breadcrumb *, .skip, .foot *")]
  .filter((one) => one.getClientRects().length).map((one) => one.textContent.trim())"""
"""What leads elsewhere on a screen, and is only ink on paper."""
LIDS = "() => [...document.querySelectorAll('.lid')].map((lid) => getComputedStyle(lid).backgroundColor)"


async def test_no_menu_is_printed(new_page: OpenPage, enter: Entering) -> None:
    for token in (None, await enter(AccountRole.COORDINATOR)):
        page = await new_page(token=token, width=1280)
        await page.emulate_media(media="print")
        for path in PAGES:
            for width in (700, 1280):  # an A4 sheet, and a landscape one
                await page.set_viewport_size({"width": width, "height": 1000})
                await page.goto(path)
                assert await page.evaluate(SIGNS) == [], f"{path} at {width} px"
                assert set(await page.evaluate(LIDS)) <= {"rgb(255, 255, 255)"}, f"{path}: a whole lid of ink"


@pytest.mark.parametrize("path", SHEETS)
async def test_a_day_and_its_hours_are_two_words(new_page: OpenPage, enter: Entering, path: str) -> None:
    words = await printed(await new_page(token=None, width=1280), path)
    assert SHEETS[path] in words, words
    assert "Actualités" not in words, "a word of the menu"


@pytest.mark.parametrize("path", NUMBERS)
async def test_a_number_to_call_is_printed(new_page: OpenPage, enter: Entering, path: str) -> None:
    """On a screen it is a button, and no other button is printed."""
    words = await printed(await new_page(token=None, width=390), path)
    assert NUMBERS[path] in words, words
    assert "Chercher" not in words, "a button"


async def printed(page: Page, path: str) -> str:
    """The words that a printer gives of a page."""
    await page.goto(path)
    sheets = pypdfium2.PdfDocument(await page.pdf())
    return " ".join("\n".join(sheet.get_textpage().get_text_range() for sheet in sheets).replace("\xa0", " ").split())
