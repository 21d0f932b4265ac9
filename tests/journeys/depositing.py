"""Put a paper in the box, by the page that sends or by its plain form."""

from __future__ import annotations

import hashlib
from pathlib import Path
from random import Random

from playwright.async_api import Locator, Page, expect

from boite.files import names
from boite.files.models import NodeKind
from tests.journeys.watch import Watch
from tests.pictures import png

PATIENCE = 30_000
"""Milliseconds given to a deposit or to a preview: two cores draw and compress while axe reads."""


def photo(folder: Path, name: str = "Attestation de stage à Pithiviers.png") -> Path:
    """A picture as a phone would take it."""
    path = folder / name
    path.write_bytes(png(1200, 1600))
    return path


def title(path: Path) -> str:
    """What the pages call this file."""
    return names.title(path.name, NodeKind.FILE)


def heavy(folder: Path, size: int = 24_000_000, name: str = "Mes réalisations d'été.zip") -> Path:
    """Bytes without any order, the same at each run: `size` of them."""
    path = folder / name
    path.write_bytes(Random(428).randbytes(size))
    return path


def sha256(path: Path) -> str:
    """The digest that the paper's page shows too."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


async def open_add(page: Page, watch: Watch) -> None:
    """The page that adds: under the thumb on a phone, from the home page on a wide screen."""
    under_the_thumb = page.get_by_label("Menu").get_by_role("link", name="Ajouter").locator("visible=true")
    if not await under_the_thumb.count():
        await page.goto("/")
    await page.get_by_role("link", name="Ajouter un papier").locator("visible=true").first.click()
    await expect(page.get_by_role("heading", name="Ajouter un papier")).to_be_visible()
    await watch.look()


async def choose(page: Page, path: Path) -> Locator:
    """The first button of the page, then a file. Returns the row of the deposit."""
    async with page.expect_file_chooser() as chooser:
        await page.get_by_role("button", name="Choisir des papiers").click()
    await (await chooser.value).set_files(path)
    return page.get_by_label("Vos envois").get_by_role("listitem").filter(has_text=title(path))


async def stored(row: Locator) -> None:
    """Until the page says that the paper is in the box."""
    await expect(row).to_contain_text("Rangé dans votre boîte", timeout=PATIENCE)


async def send_form(page: Page, path: Path) -> None:
    """The same page without a script: a field and a button."""
    await page.get_by_label("Vos papiers").set_input_files(path)
    await page.get_by_role("button", name="Ajouter à ma boîte").click()


async def download(page: Page, button: str, into: Path) -> Path:
    """What a link of the page gives, as a file."""
    async with page.expect_download() as given:
        await page.get_by_role("link", name=button).first.click()
    await (await given.value).save_as(into)
    return into
