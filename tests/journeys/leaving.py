"""Take everything away, ask to close the box, and keep it after all."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

from playwright.async_api import Page, expect

from tests.journeys.depositing import download
from tests.journeys.entering import Card
from tests.journeys.watch import Watch


async def take_away(page: Page, watch: Watch, into: Path) -> dict[str, bytes]:
    """Everything in one zip: its members and their bytes."""
    await page.goto("/")
    link = page.get_by_role("banner").get_by_role("link", name="Mon compte").locator("visible=true")
    if not await link.count():
        await page.get_by_role("button", name="Menu", exact=True).click()
    await link.click()
    await watch.look()
    await page.get_by_role("link", name="Emporter ma boîte").first.click()
    await expect(page.get_by_role("heading", name="Emporter ma boîte")).to_be_visible()
    await watch.look()
    await download(page, "Tout télécharger", into)
    with ZipFile(into) as taken:
        assert taken.testzip() is None
        return {name: taken.read(name) for name in taken.namelist()}


async def close_then_keep(page: Page, watch: Watch, card: Card) -> None:
    """Ask to close, be told everywhere, change one's mind."""
    await page.get_by_role("link", name="Fermer ma boîte").first.click()
    await expect(page.get_by_role("heading", name="Fermer ma boîte")).to_be_visible()
    await watch.look()
    await page.get_by_label("Votre phrase secrète").fill(card.passphrase)
    await page.get_by_role("button", name="Fermer ma boîte").click()
    await expect(page.get_by_text("Votre boîte sera supprimée le").first).to_be_visible()
    await watch.look()
    await page.get_by_role("button", name="Garder ma boîte").first.click()
    await expect(page.get_by_text("Votre boîte sera supprimée le")).to_have_count(0)
    await watch.look()
