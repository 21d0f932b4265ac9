"""Inès asks for the letter on a phone, without JavaScript; confirms from her mailbox; then leaves, and comes back."""

from __future__ import annotations

import asyncio
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from playwright.async_api import Page

from boite.database.connection import opened
from boite.mail.addresses import digest
from boite.newsletter import links
from boite.newsletter.models import Subscription
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.directory.sheets import make_territory
from tests.live import Server
from tests.newsletter.post_office import words
from tests.newsletter.readers import HERE

pytestmark = pytest.mark.anyio


async def link_received(server: Server) -> str:
    """The link of the mail that the chores write, as somebody copies it."""
    for _ in range(100):
        for path in (server.settings.data / "courriels").glob("*ines@exemple.fr.eml"):
            mail = message_from_bytes(path.read_bytes(), policy=default)
            assert isinstance(mail, EmailMessage)
            return str(re.findall(r"http\S+", words(mail))[0])
        await asyncio.sleep(0.1)
    raise AssertionError("no mail came")


async def ask(page: Page) -> None:
    """Press the button, and wait for the page that answers."""
    async with page.expect_navigation():
        await page.get_by_role("button", name="Recevoir la lettre").click()


async def test_from_the_form_to_the_last_letter(new_page: OpenPage, live_server: Server) -> None:
    async with opened(live_server.settings):
        await make_territory(HERE, "Orléans")
    page = await new_page(width=320, javascript=False)
    other = await new_page(width=320)
    await page.goto("/lettre/inscription")
    secret = live_server.settings.secret_key()
    leave = links.leaving(live_server.settings, digest(secret, "ines@exemple.fr"))
    # While somebody reads the form: the other pages, with scripts for the checker.
    for address in ("/lettre/inscription", "/lettre/inscription/merci", leave):
        await other.goto(address)
        await assert_accessible(other)
        await assert_fits(other)
    await page.get_by_label("Votre adresse de courriel").fill("ines@exemple.fr")
    await page.get_by_label("Votre territoire").select_option("Orléans")
    await page.get_by_text("Préciser votre situation").click()
    await page.locator("[name=publics]").first.check()
    await ask(page)
    if await page.get_by_text("Relisez, puis envoyez").count():  # under three seconds: nobody is refused twice
        await ask(page)
    await page.get_by_role("heading", name="Ouvrez votre messagerie").wait_for()
    await page.goto(await link_received(live_server))
    await page.get_by_role("button", name="Je confirme").click()
    await page.get_by_text("Vous recevrez la prochaine lettre").wait_for()
    await page.goto(leave)
    await page.get_by_role("button", name="Ne plus recevoir la lettre").click()
    await page.get_by_role("button", name="Je me suis trompé").click()
    await page.get_by_text("Vous recevrez de nouveau la lettre").wait_for()
    async with opened(live_server.settings):
        kept = await Subscription.get()
    assert kept.confirmed_at is not None
    assert kept.ended_at is None
