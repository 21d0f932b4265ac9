"""Somebody is called away from the reception hall's computer: a word before the end, then nothing of theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import Session, User
from boite.clock import now
from boite.database.connection import opened
from tests.accessibility import assert_accessible
from tests.conftest import OpenPage
from tests.journeys import entering
from tests.journeys.entering import Card
from tests.journeys.watch import Watch
from tests.live import Server
from tests.people import PASSPHRASE

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]

SCREENS = pytest.mark.parametrize(("width", "height"), [(1280, 900), (320, 640)])
FIELD = "Prénom ou pseudonyme"
UNTIL_WARNED = 545_000
"""Milliseconds: a little more than nine of the ten minutes of a session."""


async def ends_in(server: Server, user: User, seconds: int) -> None:
    """Leave so many seconds to this person's session, as if nobody had touched anything since."""
    async with opened(server.settings):
        assert await Session.filter(user_id=user.id).update(expires_at=now() + timedelta(seconds=seconds)) == 1


async def seconds_left(server: Server, user: User) -> int:
    """What the server still gives to this person's session."""
    async with opened(server.settings):
        return (await Session.get(user_id=user.id)).seconds_left


async def let_in(page: Page, server: Server, watch: Watch) -> User:
    """Inès, on the computer of the hall, writing in her profile."""
    user = await server.person("Inès")
    await entering.sign_in(page, watch, Card(user.handle, PASSPHRASE), shared=True)
    await page.goto("/compte/profil")
    return user


async def is_out(page: Page) -> None:
    """On the page that asks who is there; Back and Forward find nobody either."""
    for step in (None, page.go_back, page.go_back, page.go_forward):
        if step is not None:
            await step()
        await expect(page.get_by_role("button", name="Quitter")).to_have_count(0)
        assert "Inès" not in await page.content(), page.url


@SCREENS
async def test_a_word_in_the_page_then_the_way_out(
    new_page: OpenPage, live_server: Server, width: int, height: int
) -> None:
    page = await new_page(width=width, height=height)
    watch = Watch(page, live_server.url)
    await watch.begin(cache=True)
    await page.clock.install()
    user = await let_in(page, live_server, watch)
    go_on = page.get_by_role("button", name="Continuer")
    field = page.get_by_label(FIELD)
    await field.fill("Inès-Marie")

    await ends_in(live_server, user, 50)
    await page.clock.run_for(UNTIL_WARNED)
    await expect(go_on).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("status")).to_contain_text("Votre session se ferme dans moins d'une minute.")
    await expect(field).to_be_focused()
    await assert_accessible(page)
    await go_on.click()
    await expect(go_on).to_have_count(0)
    assert await seconds_left(live_server, user) > 590
    await expect(field).to_have_value("Inès-Marie")
    await expect(field).to_be_focused()
    await page.clock.run_for(300_000)
    await expect(go_on).to_have_count(0)

    await ends_in(live_server, user, 50)
    await page.clock.run_for(UNTIL_WARNED)
    await expect(go_on).to_be_visible()
    await ends_in(live_server, user, 0)
    await page.clock.run_for(60_000)
    await expect(page.get_by_role("heading", name="Se connecter")).to_be_visible()
    await is_out(page)


async def test_a_page_of_its_own_without_scripts(new_page: OpenPage, live_server: Server) -> None:
    page = await new_page(width=320, height=640, javascript=False)
    watch = Watch(page, live_server.url, scripts=False)
    await watch.begin(cache=True)
    user = await let_in(page, live_server, watch)
    warning = page.get_by_role("heading", name="Votre session va se fermer")

    await ends_in(live_server, user, 60)
    await page.reload()
    await expect(warning).to_be_visible(timeout=20_000)
    await watch.look()
    await page.get_by_role("button", name="Continuer").click()
    await expect(page.get_by_label(FIELD)).to_be_visible()
    assert await seconds_left(live_server, user) > 590

    await ends_in(live_server, user, 15)
    await page.reload()
    await expect(warning).to_be_visible(timeout=20_000)
    await expect(page.get_by_role("heading", name="Se connecter")).to_be_visible(timeout=20_000)
    await is_out(page)
