"""A professional corrects the hours of their structure, with the keyboard only, in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import AccountRole
from boite.database.connection import opened
from boite.directory.keepers import keepers
from boite.directory.models import ReceptionPoint, Structure
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.directory.sheets import make_structure, make_territory
from tests.journeys.keyboard import Keyboard
from tests.live import Server
from tests.people import PASSPHRASE

pytestmark = pytest.mark.timeout(300)
NAME = "Mission locale d'Orléans"
HOURS = "Mo-Fr 09:00-12:00,14:00-17:00; PH off"


async def opened_sheet(server: Server) -> str:
    """Paul, who works for a structure; returns his handle."""
    paul = await server.person("Paul", AccountRole.PROFESSIONAL)
    async with opened(server.settings):
        territory = await make_territory()
        sheet = await make_structure(NAME, territory=territory.code, hours=HOURS, address="14 rue des Ateliers")
        await keepers.add(sheet, paul.handle, by=None)
    return paul.handle


async def right(page: Page) -> None:
    await assert_fits(page)
    await assert_accessible(page)


@pytest.mark.parametrize(("width", "height", "javascript"), [(1280, 900, True), (320, 640, True), (1280, 900, False)])
async def test_a_professional_corrects_hours(
    new_page: OpenPage, live_server: Server, width: int, height: int, javascript: bool
) -> None:
    handle = await opened_sheet(live_server)
    page = await new_page(width=width, height=height, javascript=javascript)
    keys = await Keyboard.of(page)
    await page.goto("/annuaire/mes-fiches")
    await keys.write("Votre identifiant", handle)
    await keys.write("Votre phrase secrète", PASSPHRASE)
    await keys.go("Me connecter", "Mes fiches")
    await keys.go(f"Modifier : {NAME}", NAME)
    await keys.go("Modifier : 14 rue des Ateliers", "Lieu et horaires")
    if javascript:
        await right(page)
    await keys.write("Jeudi", "9h-12h")
    await keys.go("Enregistrer", NAME)
    await expect(page.get_by_role("status").filter(has_text="La fiche est enregistrée")).to_be_visible()
    thursday = page.get_by_role("row", name="jeudi").or_(page.locator("main").get_by_text("Jeudi")).first
    await expect(thursday).to_be_visible()
    async with opened(live_server.settings):
        kept = await ReceptionPoint.get()
    assert kept.opening_hours == "Mo-We,Fr 09:00-12:00,14:00-17:00; Th 09:00-12:00; PH off"
    await page.goto(f"/annuaire/structures/{await slug(live_server)}/historique")
    await expect(page.get_by_text("par un agent de la structure")).to_be_visible()
    await expect(page.locator("ins").filter(has_text="jeudi")).to_be_visible()
    if javascript:
        await right(page)


async def slug(server: Server) -> str:
    async with opened(server.settings):
        return (await Structure.get()).slug


async def test_a_wrong_line_is_told_and_the_focus_leads_to_it(new_page: OpenPage, live_server: Server) -> None:
    await opened_sheet(live_server)
    async with opened(live_server.settings):
        point, paul = await ReceptionPoint.get(), (await keepers.of(await Structure.get()))[0].user
    page = await new_page(width=320, token=await live_server.session(paul))
    await page.goto(f"/annuaire/structures/{await slug(live_server)}/lieux/{point.id}/modification")
    await page.get_by_label("Jeudi").fill("le matin")
    await page.get_by_role("button", name="Enregistrer").press("Enter")
    await expect(page.get_by_role("alert")).to_contain_text("une réponse à corriger")
    await right(page)
    await page.get_by_role("alert").get_by_role("link").press("Enter")
    await expect(page.get_by_label("Jeudi")).to_be_focused()
    await expect(page.get_by_label("Jeudi")).to_have_value("le matin")
