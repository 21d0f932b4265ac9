"""Every page that keeps a sheet, in a real browser: accessible, and no wider than the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.directory.keepers import keepers
from boite.directory.maintenance import points, service_editing, structure_editing, suggestions
from boite.directory.models import Structure
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.directory.sheets import make_structure, make_territory
from tests.live import Server

pytestmark = pytest.mark.timeout(300)


async def world(server: Server) -> tuple[User, list[str]]:
    """A coordinator, and the address of each page that she may open."""
    nadia, paul = (
        await server.person("Nadia", AccountRole.COORDINATOR),
        await server.person("Paul", AccountRole.PROFESSIONAL),
    )
    async with opened(server.settings):
        territory = await make_territory()
        await keepers.coordinate(nadia, territory)
        long = "Centre d'information et d'orientation intercommunal de Saint-Jean-de-la-Ruelle"
        sheet = await make_structure(long, territory=territory.code, services=["Anticonstitutionnellement" * 3])
        await keepers.add(sheet, paul.handle, by=nadia)
        await structure_editing.change(
            sheet, {"website": f"https://www.exemple.fr/{'a' * 200}", "phone": "3949"}, by=nadia
        )
        await suggestions.suggest(sheet, {"phone": "112", "hours": "le soir"}, "Ligne\n" * 5, by=None)
        return nadia, [page async for page in addresses(sheet)]


async def addresses(sheet: Structure) -> AsyncIterator[str]:
    [point], [service] = await points.of(sheet), await service_editing.of(sheet)
    for page in ("mes-fiches", "a-verifier", "a-verifier?jamais=oui", "corrections", "recherches-sans-resultat"):
        yield f"/annuaire/{page}"
    yield "/annuaire/nouvelle-fiche"
    for page in (
        *("modification", "modification/essentiel", "lieux/nouveau", "services/nouveau", "fermeture?mots=centre"),
        *("agents", "historique", "corrections/nouvelle"),
        *(f"lieux/{point.id}/{part}" for part in ("modification", "demenagement")),
        f"services/{service.id}/modification",
    ):
        yield f"/annuaire/structures/{sheet.slug}/{page}"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_accessible_and_fits(
    new_page: OpenPage, live_server: Server, width: int, scheme: str
) -> None:
    nadia, pages = await world(live_server)
    page = await new_page(width=width, token=await live_server.session(nadia))
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for address in pages:
        answer = await page.goto(address)
        assert answer
        assert answer.status == 200, address
        await unfold(page)
        await assert_fits(page)
        await assert_accessible(page)


async def unfold(page: Page) -> None:
    """What a fold hides is looked at too; menus would cover one another."""
    await page.evaluate("document.querySelectorAll('main details:not([name])').forEach(fold => { fold.open = true; })")


async def test_a_visitor_proposes_a_correction_and_the_coordination_accepts_it(
    new_page: OpenPage, live_server: Server
) -> None:
    nadia, pages = await world(live_server)
    slug = pages[-1].split("/")[3]
    visitor = await new_page(width=320, javascript=False)
    await visitor.goto(f"/annuaire/structures/{slug}")
    await visitor.get_by_role("link", name="Signaler une erreur").click()
    await visitor.get_by_label("Courriel").fill("accueil@exemple.fr")
    await visitor.wait_for_timeout(3100)  # a person reads before sending
    await visitor.get_by_role("button", name="Envoyer la correction").click()
    await expect(visitor.get_by_role("status").filter(has_text="Merci")).to_be_visible()
    page = await new_page(token=await live_server.session(nadia))
    await page.goto("/annuaire/corrections")
    await page.get_by_role("button", name="Accepter la correction").nth(1).click()
    await expect(page.get_by_role("status").filter(has_text="La correction est sur la fiche")).to_be_visible()
    await visitor.goto(f"/annuaire/structures/{slug}")
    await expect(visitor.get_by_role("main").get_by_text("accueil@exemple.fr").first).to_be_visible()
