"""What comes out of a printer: no menu, and words that are not joined."""

from __future__ import annotations

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pytest

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
SIGNS = """() => [...document.querySelectorAll(".menu *, .public-menu *, .breadcrumb *, .skip, .foot *")]
  .filter((one) => one.getClientRects().length).map((one) => one.textContent.trim())"""
"""What leads elsewhere on a screen, and is only ink on paper."""


async def test_no_menu_is_printed(new_page: OpenPage, enter: Entering) -> None:
    for token in (None, await enter(AccountRole.COORDINATOR)):
        page = await new_page(token=token, width=1280)
        await page.emulate_media(media="print")
        for path in PAGES:
            for width in (700, 1280):  # an A4 sheet, and a landscape one
                await page.set_viewport_size({"width": width, "height": 1000})
                await page.goto(path)
                assert await page.evaluate(SIGNS) == [], f"{path} at {width} px"


@pytest.mark.parametrize("path", SHEETS)
async def test_a_day_and_its_hours_are_two_words(new_page: OpenPage, enter: Entering, path: str) -> None:
    page = await new_page(token=None, width=1280)
    await page.goto(path)
    printed = "\n".join(sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(await page.pdf()))
    words = " ".join(printed.replace("\xa0", " ").split())
    assert SHEETS[path] in words, words
    assert "Actualités" not in words, "a word of the menu"
