"""`python -m tests.captures`: the screenshots of the README, from the demonstration's people."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

import boite.routes  # noqa: F401 - says the addresses that letters write
from boite.database.schema import migrate
from boite.demo.cast import CAST, seed
from boite.settings import Settings
from tests import browsers
from tests.live import Server

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "captures"
SHOTS = (
    ("visiteur", "/", 1280, "light"),
    ("bureau", "/", 1280, "light"),
    ("agenda", "/agenda/", 1280, "light"),
    ("accueil", "/", 320, "light"),
    ("accueil", "/", 1280, "light"),
    ("papiers", "/espace/", 1280, "dark"),
    ("ajouter", "/espace/ajouter", 320, "light"),
    ("dossiers", "/espace/dossiers", 1280, "light"),
    ("recherche", "/espace/recherche?mots=attestation", 320, "dark"),
    ("annuaire", "/annuaire/?mots=CIO+joué", 320, "light"),
    ("annuaire", "/annuaire/?mots=mission+locale&ou=Orléans&rayon=100", 1280, "light"),
    ("aide", "/qui-peut-m-aider/", 320, "light"),
    ("reponse", "/qui-peut-m-aider/financer-ma-formation?ou=Tours&qui=salarie", 320, "dark"),
    ("accueil-pro", "/qui-peut-m-aider/accueil?question=financer-ma-formation", 1280, "light"),
    ("ressources", "/ressources/", 320, "light"),
    ("video", "/ressources/une-matinee-dans-un-atelier-de-menuiserie", 320, "dark"),
    ("portrait", "/portraits/spro-41", 1280, "light"),
    ("lettre", "/lettre/redaction", 1280, "light"),
)
DESKS = {"accueil-pro": "Paul", "bureau": "Nadia", "lettre": "Nadia"}
"""The pages of professionals. The others are Inès's."""
VISITED = frozenset({"visiteur"})
"""The pages that nobody is signed in for."""
FURTHER = {"lettre": "La lettre du mois prochain"}
"""The link to follow from there, where the address is not known beforehand."""
COLOURS = 64
"""A palette is enough for flat pages, and keeps the repository light."""


async def take() -> None:
    """Serve the demonstration, sign in, and keep one picture by line of `SHOTS`."""
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
            page = await _opened(browser, width, scheme)
            if name not in VISITED:
                await _sign_in(page, server, DESKS.get(name, "Inès"))
            await page.goto(server.url + address)
            if name in FURTHER:
                await page.get_by_role("link", name=FURTHER[name]).click()
            # The chores draw the thumbnails a few seconds after the first start.
            await page.wait_for_load_state("networkidle")
            await _keep(page, FOLDER / f"{name}-{width}-{scheme}.png")
            await page.context.close()
        await browser.close()


async def _opened(browser: Browser, width: int, scheme: str) -> Page:
    """A page of a browser of this width and these colours."""
    context = await browser.new_context(
        viewport={"width": width, "height": 640 if width < 768 else 860},
        color_scheme="dark" if scheme == "dark" else "light",
        locale="fr-FR",
    )
    return await context.new_page()


async def _sign_in(page: Page, server: Server, first_name: str) -> None:
    """Past the sign-in page, as somebody of the cast."""
    who = next(character for character in CAST if character.first_name == first_name)
    await page.goto(f"{server.url}/compte/connexion")
    await page.fill("[name=handle]", who.handle)
    await page.fill("[name=passphrase]", who.passphrase)
    await page.get_by_role("main").get_by_role("button", name="Me connecter").click()
    await page.wait_for_url(lambda url: "connexion" not in url)


async def _keep(page: Page, path: Path) -> None:
    await page.screenshot(path=path)
    picture = await asyncio.to_thread(Image.open, path)
    picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    sys.stdout.write(f"{path.name}\n")


if __name__ == "__main__":
    asyncio.run(take())
