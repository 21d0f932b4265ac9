"""`python -m tests.captures`: the screenshots of the README, from the demonstration's people."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from boite.demo import CAST, seed
from boite.schema import migrate
from boite.settings import Settings
from tests import browsers
from tests.live import Server

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "captures"
SHOTS = (
    ("accueil", "/", 320, "light"),
    ("accueil", "/", 1280, "light"),
    ("papiers", "/espace/", 1280, "dark"),
    ("ajouter", "/espace/ajouter", 320, "light"),
    ("dossiers", "/espace/dossiers", 1280, "light"),
    ("recherche", "/espace/recherche?mots=attestation", 320, "dark"),
)
COLOURS = 64
"""A palette is enough for flat pages, and keeps the repository light."""


async def take() -> None:
    """Serve the demonstration, sign in as Inès, and keep one picture by line of `SHOTS`."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data=Path(folder), environment="dev", log_level="WARNING")
        await migrate(settings)
        await seed(settings)
        server = Server(settings)
        server.start()
        try:
            await _all(server)
        finally:
            server.kill()


async def _all(server: Server) -> None:
    async with async_playwright() as playwright:
        path = browsers.executable()
        browser = await playwright.chromium.launch(executable_path=path, args=list(browsers.FLAGS))
        for name, address, width, scheme in SHOTS:
            page = await _signed_in(browser, server, width, scheme)
            await page.goto(server.url + address)
            # The chores draw the thumbnails a few seconds after the first start.
            await page.wait_for_load_state("networkidle")
            await _keep(page, FOLDER / f"{name}-{width}-{scheme}.png")
            await page.context.close()
        await browser.close()


async def _signed_in(browser: Browser, server: Server, width: int, scheme: str) -> Page:
    """Inès's browser, past the sign-in page."""
    context = await browser.new_context(
        viewport={"width": width, "height": 640 if width < 768 else 860},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="fr-FR",
    )
    page = await context.new_page()
    await page.goto(f"{server.url}/compte/connexion")
    await page.fill("[name=handle]", CAST[0].handle)
    await page.fill("[name=passphrase]", CAST[0].passphrase)
    await page.get_by_role("main").get_by_role("button", name="Me connecter").click()
    await page.wait_for_url(lambda url: "connexion" not in url)
    return page


async def _keep(page: Page, path: Path) -> None:
    await page.screenshot(path=path)
    picture = await asyncio.to_thread(Image.open, path)
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    asyncio.run(take())
