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
    await page.get_by_role("link", name="Revenir aux questions").click()
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
    await page.get_by_role("link", name="Revenir aux questions").click()
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
    await expect(page.get_by_role("link", name="Revenir aux questions")).to_be_hidden()
