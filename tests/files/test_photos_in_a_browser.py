"""Photos that become the pages of one paper, in a real Chromium; without a script each stays a photo."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pytest
from PIL import Image
from playwright.async_api import Page, expect

from boite.database.connection import opened
from boite.files.models import Discard, Node
from storage import open_store
from tests import old_browser
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.files.test_adding_in_a_browser import PATIENCE, adding, choose
from tests.live import Server

RED, BLUE = (200, 0, 0), (0, 0, 200)


def photo(folder: Path, name: str, colour: tuple[int, int, int], size: tuple[int, int] = (600, 800)) -> Path:
    """A photo whose upper half is white, so that turning and cropping show."""
    path = folder / name
    drawn = Image.new("RGB", size, colour)
    drawn.paste((255, 255, 255), (0, 0, size[0], size[1] // 2))
    drawn.save(path, "JPEG", quality=95)
    return path


async def two_photos(page: Page, folder: Path) -> None:
    await choose(page, photo(folder, "IMG_1.jpg", RED), photo(folder, "IMG_2.jpg", BLUE))
    await expect(page.locator(".upload-done")).to_have_count(2)


async def made(server: Server) -> pypdfium2.PdfDocument:
    """The paper that was made, as another program reads it."""
    async with opened(server.settings):
        node = await Node.get(rank=1, discard_row_id=None, media_type="application/pdf")
        store = open_store(server.settings.storage_url)
        content = b"".join([piece async for piece in store.open(str(node.blob_id))])
        await store.close()
    assert node.name.startswith("Photos du ")
    return pypdfium2.PdfDocument(BytesIO(content))


def seen(document: pypdfium2.PdfDocument, number: int, across: float, down: float) -> tuple[int, ...]:
    """The colour of a page at a place, in parts of its sides, to the nearest hundred."""
    drawn = document[number].render().to_pil().convert("RGB")
    pixel = drawn.getpixel((int(drawn.width * across), int(drawn.height * down)))
    assert isinstance(pixel, tuple)
    return tuple(round(value / 100) for value in pixel)


@pytest.mark.parametrize("old", [False, True], ids=["today", "what every supported browser has"])
async def test_two_photos_make_one_paper(live_server: Server, new_page: OpenPage, tmp_path: Path, old: bool) -> None:
    page = await adding(live_server, new_page)
    if old:
        await page.add_init_script(old_browser.without_newer())
        await page.goto("/espace/ajouter")
    await two_photos(page, tmp_path)
    await page.get_by_role("button", name="En faire un seul papier").click()
    await expect(page.get_by_role("heading", name="Un seul papier")).to_be_focused()
    await page.get_by_role("button", name="Monter la page 2").click()
    await page.get_by_role("button", name="Tourner la page 1").click()
    await page.locator(".photo-page summary").nth(1).click()
    await page.get_by_label("Couper en haut").last.fill("45")
    await assert_accessible(page)
    await assert_fits(page)
    await page.get_by_role("button", name="Faire un seul papier").click()
    await expect(page.locator(".upload")).to_have_count(1, timeout=PATIENCE)
    await expect(page.get_by_role("link", name="Photos du")).to_be_visible()
    document = await made(live_server)
    assert len(document) == 2
    assert [round(side) for side in document[0].get_size()] == [842, 631], "turned: it lies down"
    assert seen(document, 0, 0.25, 0.5) == (0, 0, 2), "blue came first, its foot at the left"
    assert seen(document, 0, 0.75, 0.5) == (3, 3, 3) or seen(document, 0, 0.75, 0.5) == (2, 2, 3)
    assert [round(side) for side in document[1].get_size()] == [842, 617], "cropped"
    assert seen(document, 1, 0.5, 0.5) == (2, 0, 0)
    async with opened(live_server.settings):
        assert await Discard.all().count() == 2
    await page.get_by_role("link", name="J'ai fini").click()
    await page.locator("#messages").get_by_role("button", name="Annuler").click()
    async with opened(live_server.settings):
        assert await Discard.all().count() == 1, "what was put away can be taken back"


async def test_pages_come_as_they_were_chosen_and_what_is_taken_out_stays(
    live_server: Server, new_page: OpenPage, tmp_path: Path
) -> None:
    """The first photo is long to draw, and the third one is another paper."""
    page = await adding(live_server, new_page)
    slow = photo(tmp_path, "IMG_1.jpg", RED, (4000, 4000))
    with Image.open(slow) as drawn:
        drawn.paste(Image.effect_noise((4000, 2000), 200).convert("RGB"), (0, 0))
        drawn.save(slow, "JPEG", quality=95)
    await choose(page, slow, photo(tmp_path, "IMG_2.jpg", BLUE), photo(tmp_path, "CV.jpg", RED, (300, 400)))
    await expect(page.locator(".upload-done")).to_have_count(3)
    await page.get_by_role("button", name="En faire un seul papier").click()
    await page.get_by_role("button", name="Retirer la page 3").click()
    await page.get_by_role("button", name="Faire un seul papier").click()
    await expect(page.locator(".upload")).to_have_count(2, timeout=PATIENCE)
    await expect(page.get_by_role("link", name="Photos du")).to_be_visible()
    document = await made(live_server)
    assert [seen(document, number, 0.5, 0.75) for number in range(2)] == [(2, 0, 0), (0, 0, 2)]
    async with opened(live_server.settings):
        assert await Discard.all().count() == 2
        assert await Node.exists(name="CV.jpg", discard_row_id=None)


async def test_photos_may_stay_apart(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page = await adding(live_server, new_page)
    await two_photos(page, tmp_path)
    await page.get_by_role("button", name="En faire un seul papier").click()
    await page.get_by_role("button", name="Retirer la page 2").click()
    await expect(page.get_by_role("button", name="Tourner la page 1")).to_be_focused()
    await page.get_by_role("button", name="Garder chaque photo").click()
    await expect(page.get_by_role("heading", name="Un seul papier")).to_be_hidden()
    await page.route("**/photo-pages.js*", lambda route: route.abort())
    async with opened(live_server.settings):
        assert sorted([node.name for node in await Node.filter(rank=1)]) == ["IMG_1.jpg", "IMG_2.jpg"]


async def test_a_single_photo_is_asked_nothing(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page = await adding(live_server, new_page)
    (tmp_path / "fausse.jpg").write_bytes(b"no picture")
    (tmp_path / "texte.txt").write_bytes(b"words")
    await choose(page, photo(tmp_path, "IMG_1.jpg", RED), tmp_path / "fausse.jpg", tmp_path / "texte.txt")
    await expect(page.locator(".upload-done")).to_have_count(3)
    await expect(page.get_by_role("button", name="En faire un seul papier")).to_be_hidden()


async def test_without_a_script_each_stays_a_photo(live_server: Server, new_page: OpenPage, tmp_path: Path) -> None:
    page = await adding(live_server, new_page, javascript=False)
    paths = [photo(tmp_path, "IMG_1.jpg", RED), photo(tmp_path, "IMG_2.jpg", BLUE)]
    await page.get_by_label("Vos papiers").set_input_files([str(path) for path in paths])
    await page.get_by_role("button", name="Ajouter à ma boîte").click()
    await expect(page.get_by_text("papiers sont rangés")).to_be_visible()
    async with opened(live_server.settings):
        assert sorted([node.name for node in await Node.filter(rank=1)]) == ["IMG_1.jpg", "IMG_2.jpg"]
