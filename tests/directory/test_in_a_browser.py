"""The pages of the directory in a real browser: small and wide, light to carry, with and without script."""

from __future__ import annotations

from itertools import combinations
from math import hypot
from typing import Any

import pytest
from playwright.async_api import Page, Request, expect

from boite.accounts.models import User
from boite.database.connection import opened
from boite.directory.models import Ending, EndKind
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.directory.sheets import make_commune, make_structure, make_territory
from tests.live import Server

HOURS = "Mo-Fr 09:00-12:00,13:30-17:00; PH off"
ADDRESSES = (
    "/annuaire/",
    "/annuaire/?mots=mission&ou=Orléans&ouvert=oui",
    "/annuaire/?mots=misson",
    "/annuaire/?mots=plongée&ou=Orléans&reseau=cio&public=scolaire",
    "/annuaire/?mots=mission&ou=zzz",
    "/annuaire/structures/mission-locale-orleans",
    "/annuaire/structures/fermee",
    "/annuaire/reseaux/france-travail",
    "/annuaire/territoires/SPRO-45-ORLEANS",
)


@pytest.fixture
async def directory(live_server: Server) -> None:
    """Twenty structures around Orléans on the live server, one with everything, one that closed."""
    async with opened(live_server.settings):
        await make_territory(help_phone="02 38 11 11 11", help_hours=HOURS)
        for name, code, postal, latitude, longitude, people in (
            ("Orléans", "45234", "45000", 47.88, 1.92, 116_000),
            ("Pithiviers", "45252", "45300", 48.17, 2.25, 9_000),
            ("Gien", "45155", "45500", 47.69, 2.63, 13_000),
            ("Montargis", "45208", "45200", 48.0, 2.73, 15_000),
        ):
            town: Any = {"latitude": latitude, "longitude": longitude, "population": people}
            await make_commune(name, code, [postal], territory="SPRO-45-ORLEANS", **town)
        await make_structure(
            "Mission locale d'Orléans",
            slug="mission-locale-orleans",
            hours="24/7",
            phone="0238000001",
            email="accueil@exemple.fr",
            website="https://www.exemple.fr",
            languages=["fr", "ar"],
            territory="SPRO-45-ORLEANS",
            latitude=47.9,
            longitude=1.9,
            wheelchair="oui",
            services=[{"name": "Accueil", "needs": ["se-former--x"], "publics": ["jeunes"], "fees": "gratuit"}],
            points=[{"name": "Antenne de Gien", "city": "Gien", "latitude": 47.69, "longitude": 2.63, "phone": "3949"}],
        )
        for number in range(19):
            place: Any = {"latitude": 47.6 + number / 30, "longitude": 1.6 + number % 5 / 4}
            await make_structure(f"Mission locale {number}", hours=HOURS, phone="0238000000", **place)
        await make_structure("France Travail", ["france-travail"], latitude=47.9, longitude=1.95)
        gone = await make_structure("Fermée", ["france-travail"], slug="fermee", latitude=47.8, longitude=1.9)
        await Ending.create(structure=gone, kind=EndKind.CLOSED)


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("width", [320, 1280])
async def test_pages_are_accessible_and_fit(new_page: OpenPage, width: int) -> None:
    page = await new_page(width=width)
    for address in ADDRESSES:
        await page.goto(address)
        await expect(page.locator("h1")).to_be_visible()
        await assert_fits(page)
        await assert_accessible(page)


@pytest.mark.usefixtures("directory")
async def test_in_the_dark_too(new_page: OpenPage) -> None:
    page = await new_page(width=320)
    await page.emulate_media(color_scheme="dark")
    for address in ADDRESSES[1:7]:
        await page.goto(address)
        await assert_accessible(page)


@pytest.mark.usefixtures("directory")
async def test_the_keyboard_passes_the_map_by(page: Page) -> None:
    """The list says the same: a mark is only for a finger or a mouse."""
    await page.goto("/annuaire/?mots=mission")
    await expect(page.locator(".map-mark").first).to_be_visible()
    await page.locator("#resultats").focus()
    seen = set()
    for _ in range(60):
        await page.keyboard.press("Tab")
        seen.add(
            await page.evaluate("document.activeElement.getAttribute('class') || document.activeElement.localName")
        )
    assert "map-mark" not in seen
    mark = page.locator("a.map-mark").last
    await mark.click()
    await expect(page).to_have_url(f"/annuaire/?mots=mission{await mark.get_attribute('href')}")


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("width", [320, 1280])
async def test_each_mark_of_the_map_is_a_target_for_a_finger(new_page: OpenPage, width: int) -> None:
    """44 px, none over another, and the twenty results are all there."""
    page = await new_page(width=width)
    await page.goto("/annuaire/?mots=mission")
    fingers = await page.locator(".map-finger").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect()).map(box => [box.x, box.y, box.width])"
    )
    assert min(wide for _, _, wide in fingers) >= 44
    for (x, y, wide), (u, v, _) in combinations(fingers, 2):
        assert hypot(x - u, y - v) > wide - 2
    numbers = await page.locator(".map-mark text").all_text_contents()
    assert sum(1 + int(number.partition("+")[2] or 0) for number in numbers) == 20


@pytest.mark.usefixtures("directory")
async def test_results_follow_what_is_typed_and_chosen(page: Page) -> None:
    await page.goto("/annuaire/")
    await page.get_by_label("Que cherchez-vous").press_sequentially("france trav")
    await expect(page.get_by_role("link", name="France Travail", exact=True).first).to_be_visible()
    await expect(page).to_have_url("/annuaire/?mots=france+trav")
    await page.get_by_label("Que cherchez-vous").fill("mission")
    await expect(page.locator(".structure")).to_have_count(20)
    await page.locator(".filters-fold > summary").click()
    await page.get_by_label("Ouvert maintenant").check()
    await expect(page.locator(".structure").first).to_contain_text("Ouvert")
    await expect(page).to_have_url("/annuaire/?mots=mission&ouvert=oui")
    await expect(page.locator(".filters-number")).to_have_text("1")
    await assert_accessible(page)
    await page.get_by_role("link", name="Ouvert maintenant").click()
    await expect(page).to_have_url("/annuaire/?mots=mission")
    await expect(page.locator(".filters-number")).to_have_count(0)


@pytest.mark.usefixtures("directory")
async def test_communes_are_proposed_under_the_field(page: Page) -> None:
    await page.goto("/annuaire/")
    await page.get_by_label("Où").press_sequentially("pith")
    await expect(page.locator("#communes option")).to_have_count(1)
    assert await page.locator("#communes option").get_attribute("value") == "Pithiviers (45300)"


@pytest.mark.usefixtures("directory")
async def test_everything_works_without_script(new_page: OpenPage) -> None:
    page = await new_page(width=320, javascript=False)
    await page.goto("/annuaire/")
    await page.get_by_label("Que cherchez-vous").fill("mission")
    await page.get_by_label("Où").fill("45000")
    await page.get_by_role("button", name="Chercher").click()
    await expect(page.locator(".structure").first).to_contain_text("Mission locale d'Orléans")
    assert page.url.endswith("#resultats")
    await page.get_by_role("link", name="Voir la carte").click()
    await expect(page.locator(".map-drawing")).to_be_in_viewport()
    await page.get_by_role("link", name="Mission locale d'Orléans").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mission locale d'Orléans")
    await page.get_by_text("Code à lire avec un téléphone").click()
    await expect(page.locator(".about-code")).to_be_visible()
    await expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()


@pytest.mark.usefixtures("directory")
async def test_a_person_keeps_a_sheet_in_their_box(new_page: OpenPage, live_server: Server) -> None:
    inès: User = await live_server.person("Inès")
    page = await new_page(width=320, token=await live_server.session(inès))
    await page.goto("/annuaire/structures/mission-locale-orleans")
    await page.get_by_role("button", name="Ajouter à ma boîte").click()
    await expect(page.locator("#messages")).to_contain_text("est dans votre boîte")
    await page.locator("#messages").get_by_role("button", name="Annuler").click()
    await page.goto("/espace/")
    await expect(page.get_by_text("Mission locale d'Orléans")).to_have_count(0)


@pytest.mark.usefixtures("directory")
@pytest.mark.parametrize("address", ["/annuaire/?mots=mission", "/annuaire/structures/mission-locale-orleans"])
async def test_a_first_view_weighs_less_than_a_hundred_kilobytes(page: Page, address: str) -> None:
    weights: dict[str, int] = {}

    async def weigh(request: Request) -> None:
        weights[request.url] = (await request.sizes())["responseBodySize"]

    page.on("requestfinished", weigh)
    await page.goto(address)
    await page.wait_for_load_state("networkidle")
    assert sum(weights.values()) <= 100_000, weights


@pytest.mark.usefixtures("directory")
async def test_paper_gets_numbers_and_no_buttons(page: Page) -> None:
    await page.goto("/annuaire/structures/mission-locale-orleans")
    await page.emulate_media(media="print")
    await expect(page.get_by_role("button", name="Imprimer")).to_be_hidden()
    await expect(page.locator(".about > header .print-only")).to_contain_text("02 38 00 00 01")
    await expect(page.locator(".opening").first).to_be_hidden()
    await expect(page.get_by_text("Fiche à jour :")).to_be_visible()
