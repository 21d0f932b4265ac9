"""The card of a new box as a picture: drawn by the phone, of the same words, offered nowhere it would be a danger."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
import segno
from PIL import Image
from playwright.async_api import Page, Request, expect

from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.live import Server

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
SAVE = "Enregistrer l'image"
NOTE_WHAT_IS_WRITTEN = """
window.written = [];
const fillText = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...at) {
  window.written.push(text);
  return fillText.call(this, text, ...at);
};
"""


async def open_a_box(page: Page, *, shared: bool = False) -> None:
    """From the form to its card."""
    await page.goto("/boite/nouvelle")
    if shared:
        await page.get_by_label("ordinateur partagé").check()
    await page.get_by_role("button", name="Ouvrir ma boîte").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Votre boîte est ouverte")


async def test_a_phone_keeps_the_card_and_tells_nobody(new_page: OpenPage, live_server: Server, tmp_path: Any) -> None:
    page = await new_page(width=390, height=844, touch=True)
    await page.add_init_script(NOTE_WHAT_IS_WRITTEN)
    # The page opens its line of messages, is told of it, and asks for their number: then it has nothing more to ask.
    async with page.expect_response("**/messages/pastille"):
        await open_a_box(page)
    await assert_fits(page)
    await assert_accessible(page)
    await page.evaluate("window.written = []")  # axe draws words too
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # playwright marks what it is given
    async with page.expect_download() as started:
        await page.get_by_role("button", name=SAVE).click()
    download = await started.value
    assert download.suggested_filename == "ma-boite-spro.png"
    await download.save_as(tmp_path / "card.png")
    assert [request.url for request in asked if not request.url.startswith("blob:")] == []
    await expect(page.get_by_role("status").last).to_contain_text("ne l'envoyez à personne")
    shown = [words for box in await page.locator(".passphrase-words").all_text_contents() for words in box.split()]
    written = await page.evaluate("window.written")
    assert [word for word in written if word in shown] == shown
    assert live_server.url in written
    assert scanned(tmp_path / "card.png") == matrix(f"{live_server.url}/compte/connexion")


def matrix(address: str) -> list[list[bool]]:
    """The modules of the code of this address."""
    return [[bool(module) for module in row] for row in segno.make(address, error="m", micro=False).matrix]


def scanned(path: Any) -> list[list[bool]]:
    """The modules of the code in a picture: alone there, they are quite black."""
    with Image.open(path) as opened:
        assert (opened.format, opened.size) == ("PNG", (1080, 1440))
        grey = opened.convert("L").point(lambda level: 255 if level < 8 else 0)
    left, top, right, _ = grey.getbbox() or (0, 0, 0, 0)
    first = [grey.getpixel((x, top + 4)) for x in range(left, right)]
    finder = next(at for at, (one, other) in enumerate(pairwise(first)) if one and not other) + 1
    size = 17 + 4 * round(((right - left) / (finder / 7) - 17) / 4)  # ISO/IEC 18004
    step = (right - left) / size
    middles = [(rank + 0.5) * step for rank in range(size)]
    return [[bool(grey.getpixel((int(left + x), int(top + y)))) for x in middles] for y in middles]


@pytest.mark.parametrize(
    ("touch", "javascript", "shared"), [(True, True, True), (False, True, False), (True, False, False)]
)
async def test_no_picture_where_it_would_stay_or_cannot_be_drawn(
    new_page: OpenPage, live_server: Server, touch: bool, javascript: bool, shared: bool
) -> None:
    """A shared computer, one with a mouse that others may use, a browser without scripts: the paper stays."""
    page = await new_page(width=390, height=844, touch=touch, javascript=javascript)
    await open_a_box(page, shared=shared)
    await expect(page.locator(".passphrase-words")).to_have_count(2)
    await expect(page.locator("svg.qr")).to_be_visible()
    await expect(page.get_by_role("button", name=SAVE)).to_have_count(0)
    assert ("card.js" in await page.content()) == (not shared)
