"""The pages of the data in a real browser: a file tried then imported without a script, accessible, never too wide."""

from __future__ import annotations

import pytest
from playwright.async_api import FilePayload, expect

from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.directory.keepers import keepers
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.directory.data_files import structure, written
from tests.directory.sheets import make_territory
from tests.live import Server

pytestmark = pytest.mark.timeout(300)
LONG = "Anticonstitutionnellement" * 5
FILE = written([structure(), structure("dora--2", nom="x"), structure(f"dora--{LONG}", nom=LONG, date_maj="hier")])
CHOSEN = FilePayload(name="mai.json", mimeType="application/json", buffer=FILE)


async def coordination(server: Server) -> User:
    """Somebody of the coordination of the region."""
    user = await server.person("Hélène", AccountRole.COORDINATOR)
    async with opened(server.settings):
        await keepers.coordinate(user, await make_territory("R24"))
    return user


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_file_is_imported_from_end_to_end(
    new_page: OpenPage, live_server: Server, width: int, scheme: str
) -> None:
    token = await live_server.session(await coordination(live_server))
    page = await new_page(width=width, token=token)
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")

    async def right() -> None:
        await assert_accessible(page)
        await assert_fits(page)

    await page.goto("/annuaire/donnees")
    await right()
    await page.goto("/annuaire/imports")
    await right()
    await page.get_by_role("link", name="Importer un fichier").click()
    await right()
    await page.get_by_role("button", name="Essayer ce fichier").click()
    await expect(page.get_by_role("alert")).to_contain_text("Choisissez un fichier.")
    await right()
    await page.get_by_label("Le fichier").set_input_files(CHOSEN)
    await page.get_by_role("button", name="Essayer ce fichier").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Voici ce qui changera")
    await right()
    await page.get_by_role("link", name="Refusées (2)").click()
    await expect(page.get_by_text("Mission locale de Vierzon")).to_have_count(0)
    await page.get_by_role("button", name="Importer pour de bon").click()
    await expect(page.get_by_role("status")).to_contain_text("« mai.json » est importé.")
    await right()


async def test_everything_works_without_a_script(new_page: OpenPage, live_server: Server) -> None:
    token = await live_server.session(await coordination(live_server))
    page = await new_page(token=token, javascript=False)
    await page.goto("/annuaire/imports/nouveau")
    await page.get_by_label("Le fichier").set_input_files(CHOSEN)
    await page.get_by_role("button", name="Essayer ce fichier").click()
    await page.get_by_role("button", name="Importer pour de bon").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ce que l'import a fait")
