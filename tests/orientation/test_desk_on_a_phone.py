"""« À l'accueil » where two columns have no room: the questions or the answer, never one under thirty of the other."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import AccountRole
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.live import Server
from tests.orientation.test_in_a_browser import HOME, Entering, enter, server

__all__ = ["enter", "server"]

pytestmark = pytest.mark.timeout(300)
DESK = f"{HOME}/accueil"
ASKED = "Comment payer le permis"


async def assert_answers(page: Page) -> None:
    """The answer is on the first screen, alone, and the title says which it is."""
    heading = page.get_by_role("heading", level=2, name=ASKED)
    await expect(heading).to_be_in_viewport()
    await expect(page.get_by_role("article").first).to_be_visible()
    await expect(page.get_by_role("navigation", name="Questions")).to_be_hidden()
    await expect(page.get_by_role("search")).to_be_hidden()
    assert ASKED in await page.title()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [320, 390, 768])
async def test_touching_a_question_shows_its_answer(
    new_page: OpenPage, server: Server, enter: Entering, width: int, javascript: bool
) -> None:
    page = await new_page(width=width, height=800, token=await enter(AccountRole.PROFESSIONAL), javascript=javascript)
    await page.goto(DESK)
    await expect(page.get_by_label("Réponse", exact=True)).to_be_hidden()
    await page.get_by_role("link", name=ASKED).click()
    await page.wait_for_url("**question=*")
    await assert_answers(page)
    if javascript:
        await expect(page.get_by_label("Réponse", exact=True)).to_be_focused()
        await assert_accessible(page)
    await assert_fits(page)
    await page.get_by_role("link", name="Autre question").click()
    await expect(page.get_by_role("link", name=ASKED)).to_be_visible()
    assert ASKED not in await page.title()
    await page.go_back()
    await assert_answers(page)


async def test_typed_words_lead_to_an_answer_and_back_to_what_they_found(
    new_page: OpenPage, server: Server, enter: Entering
) -> None:
    page = await new_page(width=390, height=800, token=await enter(AccountRole.PROFESSIONAL), javascript=False)
    await page.goto(DESK)
    await page.get_by_label("La question, avec ses mots").fill("permis")
    await page.get_by_role("button", name="Afficher").click()
    await assert_answers(page)
    await page.get_by_role("link", name="Autre question").click()
    await expect(page.get_by_label("La question, avec ses mots")).to_have_value("permis")
    questions = page.get_by_role("navigation", name="Questions").get_by_role("link")
    await expect(questions.first).to_be_visible()
    assert await questions.count() < 20, "what the words found, not everything"


async def test_escape_goes_back_to_the_questions(new_page: OpenPage, server: Server, enter: Entering) -> None:
    page = await new_page(width=768, height=1024, token=await enter(AccountRole.PROFESSIONAL))
    await page.goto(f"{DESK}?mots=permis")
    await assert_answers(page)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("search")).to_be_visible()


async def test_a_wide_screen_keeps_both(new_page: OpenPage, server: Server, enter: Entering) -> None:
    page = await new_page(width=1280, token=await enter(AccountRole.PROFESSIONAL))
    await page.goto(f"{DESK}?mots=permis")
    await expect(page.get_by_role("heading", level=2, name=ASKED)).to_be_visible()
    await expect(page.get_by_role("navigation", name="Questions")).to_be_visible()
    await expect(page.get_by_role("link", name="Autre question")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390])
async def test_the_answer_begins_with_who_and_the_call(
    new_page: OpenPage, server: Server, enter: Entering, width: int
) -> None:
    """On the first screen of a phone, without scrolling; folds open, everything is still reached and read."""
    page = await new_page(width=width, height=844, token=await enter(AccountRole.PROFESSIONAL))
    await page.goto(f"{DESK}?question=apres-le-bac&ou=Tours")
    card = page.get_by_role("article")
    await expect(card.get_by_role("heading", level=3)).to_contain_text("Centre d'information et d'orientation de Tours")
    call = card.get_by_role("link", name="Appeler le 02 61 91 00 29")
    await expect(call).to_be_in_viewport(ratio=1)
    assert await page.locator("kbd:visible").count() == 0
    await expect(page.locator(".fold-line[open]")).to_have_count(0)
    for fold in await page.locator(".fold-line > summary").all():
        await fold.click()
    await expect(page.get_by_role("link", name="Noter un passage de relais").last).to_be_visible()
    await assert_fits(page)
    await assert_accessible(page)


async def test_a_wide_screen_unfolds_those_near_and_keeps_the_form_on_one_line(
    new_page: OpenPage, server: Server, enter: Entering
) -> None:
    page = await new_page(width=1280, token=await enter(AccountRole.PROFESSIONAL))
    await page.goto(f"{DESK}?question=apres-le-bac&ou=Tours")
    await expect(page.locator("section .fold-line[open]")).not_to_have_count(0)
    form = page.get_by_role("search")
    box = await form.bounding_box()
    assert box
    assert box["height"] < 110, "the fold of traits stands beside the situation"
    await form.get_by_text("Ce qui compte aussi").click()
    await expect(form.get_by_label("Femmes")).to_be_visible()
    await assert_fits(page)
    await assert_accessible(page)


async def test_names_of_keys_are_for_who_has_some(new_page: OpenPage, server: Server, enter: Entering) -> None:
    page = await new_page(width=1280, token=await enter(AccountRole.PROFESSIONAL))
    await page.goto(DESK)
    await expect(page.locator(".desk-keys")).to_be_visible()
    # A large tablet: as wide, without a keyboard.
    tablet = await page.context.new_cdp_session(page)
    metrics = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": True}
    await tablet.send("Emulation.setDeviceMetricsOverride", metrics)
    await tablet.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    await page.goto(DESK)
    await expect(page.get_by_role("navigation", name="Questions")).to_be_visible()
    await expect(page.locator("kbd:visible")).to_have_count(0)
