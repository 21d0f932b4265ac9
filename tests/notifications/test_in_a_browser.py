"""« Mes messages » in a real browser: accessible, no wider than the screen; read and silenced without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import expect

from boite.accounts.models import AccountRole, User
from boite.agenda import journal_kinds as kinds
from boite.clock import PARIS, today
from boite.database.connection import opened
from boite.files.models import Space
from boite.journal.record import tell
from boite.notifications import contact_points, end_links, keep_links
from boite.notifications.box_filling import BoxFilling
from boite.notifications.end_links import EndScope
from boite.notifications.kinds_for_people import PAPER_VALIDITY
from boite.notifications.models import Rhythm
from boite.notifications.reminder import write
from boite.settings import Settings
from storage import open_store
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.files.papers import put
from tests.live import Server
from tests.newsletter.post_office import PostOffice, words
from tests.notifications.mailing import INES

PAGES = {
    320: ("/atelier/prevenir", "/boite/fermeture"),
    390: ("/messages/reglages/quand", "/messages/reglages/pause"),
    1280: ("/atelier/prevenir",),
}
"""Besides those that are looked at in every width."""
LONG = "Forum des métiers de la transition écologique et du numérique responsable du Pithiverais"


@pytest.fixture
def live_server(settings: Settings, office: PostOffice) -> Iterator[Server]:
    """The server with its chores, whose mails go to `office`."""
    server = Server(replace(settings, mail_url=office.url, chores=True))
    server.start()
    yield server
    server.kill()


async def told(server: Server) -> User:
    """Inès, whose box is nearly full, and whose place at an event was taken off."""
    ines = await server.person("Inès")
    store = open_store(server.settings.storage_url)
    async with opened(server.settings):
        # Really filled: the server counts the bytes of each box again while the test goes on.
        await put(ines, store, "Mémoire.txt", b"x" * 960)
        await Space.filter(owner_id=ines.id).update(quota_bytes=1000)
        await tell(kinds.TakenOff(title=LONG, slug="forum"), to=[ines.id], by=None)
        reminder = BoxFilling()
        async for page in reminder.candidates(today() - timedelta(days=1), today(), server.settings):
            await write(reminder.kind, page)
        assert await Space.exists(owner_id=ines.id)
    await store.close()
    return ines


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_accessible_and_fits(
    new_page: OpenPage, live_server: Server, width: int, scheme: str
) -> None:
    ines = await told(live_server)
    page = await new_page(width=width, token=await live_server.session(ines))
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for address in ("/", "/messages/", "/messages/reglages"):
        await page.goto(address)
        await expect(page.get_by_role("link", name="Mes messages 2")).to_be_visible()
        await assert_fits(page)
        await assert_accessible(page)
    for address in PAGES[width]:
        await page.goto(address)
        await assert_fits(page)
        await assert_accessible(page)


async def test_without_javascript(new_page: OpenPage, live_server: Server) -> None:
    ines = await told(live_server)
    page = await new_page(width=390, javascript=False, token=await live_server.session(ines))
    await page.goto("/")
    await page.get_by_role("link", name="Mes messages 2").click()
    await expect(page.get_by_role("heading", name="Mes messages")).to_be_visible()
    await expect(page.get_by_text("2 nouveaux")).to_be_visible()
    silent = page.get_by_role("listitem").filter(has_text="a retiré votre place")
    await silent.get_by_role("button", name="Ne plus me le dire").click()
    await expect(page.get_by_text("Vous ne verrez plus")).to_be_visible()
    await expect(page.get_by_text("1 nouveau")).to_be_visible()
    await page.get_by_role("button", name="Annuler").click()
    await expect(page.get_by_text("2 nouveaux")).to_be_visible()
    await page.get_by_role("link", name="Faire de la place").click()
    await expect(page.get_by_role("heading", name="Mes papiers").first).to_be_visible()
    await page.goto("/messages/")
    await expect(page.get_by_text("1 nouveau")).to_be_visible()
    await page.get_by_role("button", name="C'est vu").click()
    await expect(page.get_by_text("Rien de nouveau")).to_be_visible()
    await page.get_by_role("link", name="Régler").click()
    await page.get_by_text("Mes papiers 6 sur 6").click()
    await page.get_by_label("Ma boîte est presque pleine").uncheck()
    await page.get_by_role("button", name="Enregistrer").click()
    await expect(page.get_by_role("link", name="Votre boîte est presque pleine")).to_have_count(0)
    # The key Enter in the field of the day asks for that day, not for the first button of the page.
    await page.goto("/messages/reglages/pause")
    await page.get_by_label("Ou jusqu'au").fill((today() + timedelta(days=100)).isoformat())
    await page.get_by_label("Ou jusqu'au").press("Enter")
    await page.wait_for_url("**/messages/reglages")
    async with opened(live_server.settings):
        paused = (await Rhythm.get(user_id=ines.id)).paused_until
    assert paused is not None
    assert paused.astimezone(PARIS).date() == today() + timedelta(days=101)


async def test_an_address_is_confirmed_by_its_code_then_ended_from_its_mails(
    new_page: OpenPage, live_server: Server, office: PostOffice
) -> None:
    """With the pages that one reaches from a mail, signed in or not, and the queue of whoever runs the service."""
    ines = await live_server.person("Inès")
    page = await new_page(width=320, token=await live_server.session(ines))
    await page.goto("/messages/reglages")
    await page.get_by_role("link", name="Ajouter une adresse").click()
    await page.get_by_label("Adresse de courriel").fill("ines@@exemple")
    await page.get_by_role("button", name="Recevoir le code").click()
    await expect(page.get_by_label("Adresse de courriel")).to_have_attribute("aria-invalid", "true")
    await assert_accessible(page)
    await page.get_by_label("Adresse de courriel").fill(INES)
    await page.get_by_role("button", name="Recevoir le code").click()
    await expect(page.get_by_text(f"Un courriel est parti vers {INES}")).to_be_visible()
    await office.came.wait()
    [code] = [said for said in words(office.mail(INES)).splitlines() if said.replace(" ", "").isdigit()]
    await page.get_by_label("Les 6 chiffres").fill(f"{(int(code.replace(' ', '')) + 1) % 10**6:06d}")
    await page.get_by_role("button", name="Valider").click()
    await expect(page.get_by_label("Les 6 chiffres")).to_have_attribute("aria-invalid", "true")
    await assert_fits(page)
    await assert_accessible(page)
    await page.get_by_label("Les 6 chiffres").fill(code)
    await page.get_by_role("button", name="Valider").click()
    await expect(page.get_by_text("C'est fait : nous vous écrirons à cette adresse.")).to_be_visible()
    await expect(page.get_by_role("listitem").filter(has_text="Par courriel")).to_contain_text(INES)
    assert office.counts == {INES: 1}
    settings = live_server.settings
    async with opened(settings):
        await User.filter(id=ines.id).update(seen_on=today() - timedelta(days=700))
        [contact] = await contact_points.open_of(ines.id)
        keep = await keep_links.keeping(settings, contact)
        kind = end_links.ending(settings, contact, EndScope.KIND, PAPER_VALIDITY)
        all_ = end_links.ending(settings, contact, EndScope.CHANNEL)
        short = end_links.short_ending(settings, contact)
    reader = await new_page(width=320)
    for link, button, done in (
        (keep, "Je garde ma boîte", "Cette boîte est gardée"),
        (kind, "Ne plus recevoir ces messages", "Plus de courriel à ce sujet"),
        (all_, "Ne plus recevoir ces messages", "n'arriveront plus ici"),
        (short, "Ne plus recevoir ces messages", "n'arriveront plus ici"),
        (keep, "", "Il a déjà servi"),
    ):
        await reader.goto(link)
        if button:
            await assert_accessible(reader)
            await reader.get_by_role("button", name=button).click()
        await expect(reader.get_by_text(done)).to_be_visible()
        await assert_fits(reader)
        await assert_accessible(reader)
    await page.reload()
    await expect(page.get_by_role("link", name="Ajouter une adresse")).to_be_visible()
    samir = await live_server.person("Samir", AccountRole.ADMINISTRATOR)
    desk = await new_page(width=320, token=await live_server.session(samir))
    await desk.goto("/messages/file")
    await expect(desk.get_by_role("heading", level=1)).to_be_visible()
    await assert_fits(desk)
    await assert_accessible(desk)
