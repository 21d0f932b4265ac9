"""Paul writes a piece of news with a picture of his computer, in a real browser, with a script and without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import AccountRole, User
from boite.database.connection import opened
from boite.files.models import Node, NodeKind
from boite.news.models import Article
from boite.publishing.stages import Stage
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.journeys import depositing
from tests.journeys.watch import Watch
from tests.live import Server
from tests.news.desks import agent
from tests.people import open_account

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
NAME, WORDS = "Le stand.png", "Un stand, deux apprentis."


@pytest.fixture
async def paul(live_server: Server) -> str:
    async def made(first_name: str = "Paul", role: AccountRole = AccountRole.PERSON) -> User:
        return await open_account(live_server.settings, first_name, role)

    async with opened(live_server.settings):
        user = await agent(made)
    return await live_server.session(user)


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (True, 390), (False, 390)])
async def test_a_picture_of_this_computer(
    script: bool, width: int, new_page: OpenPage, live_server: Server, tmp_path: Path, paul: str
) -> None:
    page = await new_page(width=width, javascript=script, token=paul)
    watch = Watch(page, live_server.url, scripts=script)
    await watch.begin()
    await page.goto("/actualites/redaction/nouvelle")
    await page.get_by_label("Titre", exact=True).fill("Le forum d'été")
    await page.get_by_label("Résumé").fill("Trente entreprises vous attendent.")
    await page.get_by_label("Texte", exact=True).fill("Venez avec votre CV.")
    await watch.look()
    await page.get_by_label("Image (facultatif)", exact=True).set_input_files(depositing.photo(tmp_path, NAME))
    if script:
        await chosen(page)
        await watch.look()
    # Nothing says what it is about: what was chosen stays chosen.
    await page.get_by_label("Ce que montre l'image").fill(WORDS)
    await page.get_by_role("button", name="Proposer à la coordination").click()
    await expect(page.get_by_role("alert")).to_contain_text("à corriger")
    await expect(page.locator(".attach-name")).to_have_text("Le stand")
    await expect(page.get_by_label("Titre", exact=True)).to_have_value("Le forum d'été")
    await assert_fits(page)
    if script:
        await assert_accessible(page)
    await page.get_by_label("Thème").select_option("Emploi")
    await page.get_by_role("button", name="Proposer à la coordination").click()
    await expect(page.locator("#messages")).to_contain_text("attend la réponse")
    async with opened(live_server.settings):
        article = await Article.get().select_related("picture")
        assert article.stage == Stage.PROPOSED
        assert article.picture is not None
        assert (article.picture.name, article.picture_alt) == (NAME, WORDS)
        assert await Node.filter(kind=NodeKind.FILE).count() == 1, "sent once"


async def chosen(page: Page) -> None:
    """It has left, is shown as this device has it, and said aloud."""
    await expect(page.locator("[data-saved]")).to_have_text("Rangé dans l'espace du groupe.", timeout=30_000)
    await expect(page.locator(".attach-name")).to_have_text("Le stand")
    picture = page.locator(".attach-picture")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("async each => { await each.decode(); return each.naturalWidth > 0 }")
    assert await page.get_by_label("Changer : image").evaluate("each => each.files.length") == 0
