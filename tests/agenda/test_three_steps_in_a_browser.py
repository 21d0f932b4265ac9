"""Paul writes an event in three steps, with a picture of his computer, with a script and without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import expect

from boite.accounts.models import AccountRole, User
from boite.agenda.models import Event
from boite.database.connection import opened
from tests.agenda.events import make_agent, make_host
from tests.conftest import OpenPage
from tests.journeys import depositing
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch
from tests.live import Server
from tests.people import open_account

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
TITLE = "Atelier : préparer un entretien"


@pytest.fixture
async def paul(live_server: Server) -> str:
    async def made(first_name: str = "Paul", role: AccountRole = AccountRole.PERSON) -> User:
        return await open_account(live_server.settings, first_name, role)

    async with opened(live_server.settings):
        user = await make_agent(made, await make_host())
    return await live_server.session(user)


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (True, 390), (False, 390)])
async def test_three_steps(
    script: bool, width: int, new_page: OpenPage, live_server: Server, tmp_path: Path, paul: str
) -> None:
    page = await new_page(width=width, javascript=script, token=paul)
    watch = Watch(page, live_server.url, scripts=script)
    await watch.begin()
    await page.goto("/agenda/travail")
    await page.get_by_role("link", name="Nouvel événement").click()
    await page.get_by_label("Titre", exact=True).fill(TITLE)
    await page.get_by_label("Atelier", exact=True).check()
    await page.get_by_label("En une phrase").fill("On s'entraîne à deux.")
    await page.get_by_label("Jour", exact=True).fill("2031-12-04")
    await page.get_by_label("De", exact=True).fill("14:00")
    await page.get_by_label("À", exact=True).fill("16:00")
    if script:
        await page.get_by_role("button", name="Gras").click()
        await page.keyboard.type("vraies")
        card = page.locator("#carte")
        await expect(card).to_contain_text(TITLE)
        await expect(card).to_contain_text("14\u202fh – 16\u202fh")
    await page.get_by_label("Image (facultatif)", exact=True).set_input_files(
        depositing.photo(tmp_path, "Le stand.png")
    )
    if script:
        await expect(page.locator("[data-saved]")).to_have_text("Rangé dans l'espace du groupe.", timeout=30_000)
    await page.get_by_label("Ce que montre l'image").fill("Deux chaises face à face.")
    await watch.look()
    await page.get_by_role("button", name="Continuer : où et pour qui").click()
    await expect(page.get_by_label("Le lieu")).to_be_visible()
    await watch.look()
    await page.get_by_label("Le lieu").fill("Salle des fêtes")
    await page.get_by_label("La commune").fill("Pithiviers")
    await page.get_by_role("button", name="Continuer : inscriptions").click()
    await page.get_by_text("Oui, on s'inscrit ici").click()
    await page.get_by_label("Nombre de places").fill("12")
    await watch.look()
    await page.get_by_role("button", name="Publier").click()
    await expect(page.locator("#messages")).to_contain_text("L'événement est publié.")
    await watch.look()
    async with opened(live_server.settings):
        event = await Event.get()
        assert event.public
        assert (event.title, event.place, event.capacity, event.picture_alt) == (
            TITLE,
            "Salle des fêtes",
            12,
            "Deux chaises face à face.",
        )
        assert event.picture is not None
        assert event.description == ("**vraies**" if script else "")


async def test_the_first_step_without_a_mouse(new_page: OpenPage, live_server: Server, paul: str) -> None:
    """The key Enter goes on to the next step, and the focus is seen everywhere."""
    page = await new_page(token=paul)
    keys = await Keyboard.of(page)
    await page.goto("/agenda/travail/nouveau/rendez-vous")
    await keys.write("Titre", TITLE)
    await keys.reach("Forum")
    await page.keyboard.press("ArrowRight")
    await page.get_by_label("Jour", exact=True).fill("2031-12-04")
    await page.get_by_label("De", exact=True).fill("14:00")
    await page.get_by_label("À", exact=True).fill("16:00")
    await page.get_by_label("Titre", exact=True).press("Enter")
    await expect(page.get_by_label("Le lieu")).to_be_visible()
    async with opened(live_server.settings):
        assert (await Event.get()).kind == "atelier"
