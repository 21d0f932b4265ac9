"""The pages of an account as people meet them: with and without scripts, on a phone, on a shared computer."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.live import Server
from tests.people import PASSPHRASE

VISITOR_PAGES = (
    *("/", "/aide", "/mentions-legales", "/donnees-personnelles", "/accessibilite"),
    *("/compte/connexion", "/boite/nouvelle"),
)
PERSON_PAGES = (
    *("/", "/journal/", "/compte/profil", "/compte/phrase-secrete", "/compte/appareils"),
    *("/boite/emporter", "/boite/fermeture", "/compte/pause"),
)


@pytest.mark.parametrize("width", [320, 1280])
async def test_every_page_is_accessible_and_fits(new_page: OpenPage, live_server: Server, width: int) -> None:
    token = await live_server.session(await live_server.person(), shared=True)
    for urls, known in ((VISITOR_PAGES, None), (PERSON_PAGES, token)):
        page = await new_page(width=width, token=known)
        for url in urls:
            await page.goto(url)
            await assert_fits(page)
            await assert_accessible(page)


@pytest.mark.parametrize("javascript", [True, False])
async def test_opens_a_box_then_comes_back(new_page: OpenPage, live_server: Server, javascript: bool) -> None:
    page = await new_page(width=320, javascript=javascript)
    await page.goto("/")
    await page.get_by_role("link", name="Ouvrir ma boîte").click()
    await page.get_by_label("Votre prénom").fill("Zoé")
    await page.get_by_role("button", name="Ouvrir ma boîte").click()
    boxes = page.locator(".passphrase-words")
    handle, phrase = [" ".join((await boxes.nth(rank).inner_text()).split()) for rank in (0, 1)]
    await page.get_by_role("button", name="J'ai noté").click()
    await expect(page.get_by_role("heading", name="Bonjour Zoé")).to_be_visible()
    await page.get_by_role("button", name="Quitter").click()
    await page.get_by_role("link", name="Se connecter").click()
    await page.get_by_label("Votre identifiant").fill(handle)
    await page.get_by_label("Votre phrase secrète").fill(phrase)
    await page.get_by_role("button", name="Me connecter").click()
    await expect(page.get_by_role("heading", name="Bonjour Zoé")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
async def test_a_situation_takes_three_taps_and_not_being_counted_one(
    new_page: OpenPage, live_server: Server, javascript: bool
) -> None:
    """On a small phone: the list, the answer, « Enregistrer »."""
    page = await new_page(width=320, javascript=javascript, token=await live_server.session(await live_server.person()))
    await page.goto("/compte/profil")
    await page.get_by_label("Votre situation").select_option("En recherche d'emploi")
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.get_by_label("Votre situation")).to_have_value("demandeur-emploi")
    await page.get_by_role("button", name="Ne pas me compter").click()
    await expect(page.get_by_text("vous n'êtes plus dans les statistiques")).to_be_visible()
    await assert_fits(page)
    await page.get_by_role("button", name="Me compter de nouveau").click()
    await expect(page.get_by_role("button", name="Ne pas me compter")).to_be_visible()


async def test_shows_and_hides_what_is_typed(page: Page) -> None:
    await page.goto("/compte/connexion")
    field = page.get_by_label("Votre phrase secrète")
    await page.get_by_role("button", name="Montrer la phrase").press("Enter")
    await expect(field).to_have_attribute("type", "text")
    await page.get_by_role("button", name="Cacher la phrase").press("Enter")
    await expect(field).to_have_attribute("type", "password")


async def test_a_shared_session_warns_inside_the_page_and_can_go_on(new_page: OpenPage, live_server: Server) -> None:
    token = await live_server.session(await live_server.person(), shared=True)
    page = await new_page(token=token)
    await page.clock.install()
    left = "50"

    async def nearly_over(route: Route) -> None:
        await route.fulfill(status=200, headers={"boite-secondes": left})

    await page.route("**/compte/pause", nearly_over)
    await page.goto("/journal/")
    await page.clock.run_for(500_000)
    assert not await page.get_by_role("button", name="Continuer").is_visible()
    await page.clock.run_for(60_000)
    button = page.get_by_role("button", name="Continuer")
    await expect(button).to_be_visible()
    await expect(page.get_by_role("status")).to_contain_text("moins d'une minute")
    await assert_accessible(page)
    left = "600"
    async with page.expect_request("**/compte/prolongation") as asked:
        await button.click()
    assert (await asked.value).method == "POST"
    await expect(button).to_be_hidden()
    assert page.url.endswith("/journal/")


async def test_a_shared_session_that_ended_leads_out(new_page: OpenPage, live_server: Server) -> None:
    token = await live_server.session(await live_server.person(), shared=True)
    page = await new_page(token=token)
    await page.clock.install()
    await page.goto("/journal/")
    await page.context.clear_cookies()
    await page.clock.run_for(600_000)
    await expect(page).to_have_url(re.compile("/compte/connexion"))


async def test_back_shows_nothing_after_leaving(new_page: OpenPage, live_server: Server) -> None:
    user = await live_server.person("Inès")
    page = await new_page()
    await page.goto("/compte/connexion")
    await page.get_by_label("Votre identifiant").fill(user.handle)
    await page.get_by_label("Votre phrase secrète").fill(PASSPHRASE)
    await page.get_by_label("Ordinateur partagé").check()
    await page.get_by_role("button", name="Me connecter").click()
    await page.goto("/compte/profil")
    await page.get_by_role("button", name="Quitter").click()
    await expect(page.get_by_text("Vous pouvez partir")).to_be_visible()
    await page.go_back()
    await expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    assert "Inès" not in await page.content()
