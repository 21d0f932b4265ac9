"""Nadia's story: she writes, decides on what Paul proposes, schedules it, then makes a letter of it all. No mouse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

import boite.routes  # noqa: F401 - says the addresses that a letter holds, to the worker of this very process
from boite.accounts.models import AccountRole, User
from boite.clock import now, today
from boite.database.connection import opened
from boite.directory.models import Territory
from boite.news import scheduling
from boite.news.models import Article
from boite.newsletter import composer
from boite.newsletter.models import Issue
from boite.newsletter.schedule import at_rest
from boite.newsletter.sources import Period
from boite.settings import Settings
from boite.web.addresses import of_site
from storage import open_store
from tests.conftest import OpenPage
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch
from tests.live import Server
from tests.news.desks import HERE, agent, coordinator, proposed
from tests.newsletter import post_office
from tests.newsletter.post_office import PostOffice, words
from tests.newsletter.readers import sent, subscribed
from tests.people import open_account

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]
READERS = ("lea@exemple.fr", "karim@exemple.fr")
OWN, PAUL_S = "Portes ouvertes au lycée", "Un forum de l'emploi à Orléans"


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A real SMTP server."""
    with post_office.opened() as open_office:
        yield open_office


@pytest.fixture
def live_server(settings: Settings, office: PostOffice) -> Iterator[Server]:
    """The real server, its chores and its way to write."""
    server = Server(replace(settings, chores=True, mail_url=office.url))
    server.start()
    yield server
    server.kill()


async def team(server: Server) -> User:
    """Nadia, a proposal of Paul, and two readers."""

    async def new_person(first_name: str = "Inès", role: AccountRole = AccountRole.PERSON) -> User:
        return await open_account(server.settings, first_name, role)

    async with opened(server.settings):
        nadia = await coordinator(new_person)
        await proposed(await agent(new_person))
        await subscribed(server.settings, *READERS)
    return nadia


async def test_from_an_article_to_the_mailboxes(new_page: OpenPage, live_server: Server, office: PostOffice) -> None:
    nadia = await team(live_server)
    page = await new_page(token=await live_server.session(nadia))
    watch, keys = Watch(page, live_server.url), await Keyboard.of(page)
    await watch.begin()
    await write(page, keys)
    await decide(page, keys)
    await its_day_comes(live_server)
    await compose(page, keys)
    await send(page, keys, watch)
    await received(page, live_server, office)
    await looked_at(page, watch, live_server, nadia)


async def write(page: Page, keys: Keyboard) -> None:
    """Her own article, on line at once: she coordinates."""
    await page.goto("/actualites/redaction/nouvelle")
    await keys.write("Titre", OWN)
    await keys.write("Résumé", "Venez voir les ateliers samedi.")
    await keys.write("Texte", "Samedi de **9 h** à 12 h.")
    await keys.reach("Thème")
    await page.keyboard.type("Emploi")
    await keys.reach("Publier")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("est en ligne")


async def decide(page: Page, keys: Keyboard) -> None:
    """Paul's article: accepted, then given a day."""
    await page.goto("/actualites/redaction/a-valider")
    await keys.go(PAUL_S, PAUL_S)
    await keys.reach("Accepter")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("est acceptée")
    await keys.reach("Programmer la parution")
    await page.keyboard.press("Enter")
    await keys.reach("Jour")
    await page.get_by_label("Jour", exact=True).fill((today() + timedelta(days=1)).isoformat())
    await keys.reach("Programmer")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("paraîtra au moment choisi")


async def its_day_comes(server: Server) -> None:
    """Nobody waits until tomorrow: the hour is brought forward, and the chore's own verb does the rest."""
    async with opened(server.settings):
        await Article.filter(title=PAUL_S).update(publish_at=now())
        await scheduling.publish_due()
        assert await Article.filter(stage="published").count() == 2


async def compose(page: Page, keys: Keyboard) -> None:
    """The letter is already filled. She changes the order, writes a few words, looks."""
    await page.goto("/actualites/redaction/a-valider")
    await keys.go("La lettre", "Préparer la lettre")
    await keys.go("Nouvelle lettre", "Nouvelle lettre")
    await keys.go("Commencer", "Composer la lettre")
    await keys.write("Objet du courriel", "Deux rendez-vous à Orléans")
    await keys.reach("Éditorial")
    await page.keyboard.type("Bonjour **à toutes** et à tous.")
    titles = page.locator("#rubrique-emploi + ol strong")
    await expect(titles).to_have_text([PAUL_S, OWN])
    await keys.reach(f"Descendre {PAUL_S}")
    await page.keyboard.press("Enter")
    await expect(titles).to_have_text([OWN, PAUL_S])
    await expect(page.locator("[data-said][role=status]")).to_contain_text("2e sur 2 dans Emploi")
    assert await keys.stop() == f"Descendre {PAUL_S}"
    await page.keyboard.press("Alt+ArrowUp")
    await expect(titles).to_have_text([PAUL_S, OWN])
    await keys.go("Enregistrer et voir l'aperçu", "Aperçu de la lettre")
    mail = page.frame_locator("iframe")
    await expect(mail.get_by_role("heading", level=1)).to_have_text("Deux rendez-vous à Orléans")
    await expect(mail.locator("strong")).to_have_text("à toutes")
    await keys.go("Texte", "Aperçu de la lettre")
    await expect(page.locator(".letter-text")).to_contain_text("EMPLOI\n======")
    await keys.go("Envoi", "Deux rendez-vous à Orléans")


async def send(page: Page, keys: Keyboard, watch: Watch) -> None:
    """What will happen is said, then done."""
    await expect(page.locator(".letter-audience")).to_contain_text("2 personnes et 0 professionnel recevront")
    await watch.look()
    if at_rest(now()):
        await keys.press("Envoyer même la nuit", "Space")
    await keys.reach("Envoyer maintenant")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("La lettre part")


async def received(page: Page, server: Server, office: PostOffice) -> None:
    """Each reader has it once, and reads in it what she wrote.

    A second worker helps the server's own, so that nobody waits for its turn: a letter leaves once all the same.
    """
    store = open_store(server.settings.storage_url)
    async with opened(server.settings):
        await sent(server.settings, store)
    await store.close()
    for _ in range(60):
        if len(office.taken) == len(READERS):
            break
        await page.wait_for_timeout(500)
    assert dict(office.counts) == dict.fromkeys(READERS, 1)
    mail = office.mail(READERS[0])
    assert mail["subject"] == "Deux rendez-vous à Orléans"
    assert mail["list-unsubscribe-post"] == "List-Unsubscribe=One-Click"
    leave = str(mail["list-unsubscribe"]).strip("<>")
    for subtype in ("plain", "html"):
        text = words(mail, subtype)
        assert text.index(PAUL_S.replace("'", "&#39;" if subtype == "html" else "'")) < text.index(OWN)
        assert "à toutes" in text
        assert leave in text
        assert "marque" not in text


async def looked_at(page: Page, watch: Watch, server: Server, by: User) -> None:
    """The desk, the composer of another letter and the archive, small and dark, then wide and light."""
    async with opened(server.settings):
        letter = await Issue.get()
        assert letter.slug == "1-deux-rendez-vous-a-orleans"
        month = Period(first=today() - timedelta(days=7), last=today())
        place = await Territory.get(code=HERE)
        draft = await composer.begin(place, month, by=by, url=of_site(server.settings))
    desk, archive = "/lettre/redaction", f"/lettre/{HERE}"
    pages = [desk, f"{desk}/{draft.id}", f"{archive}/{letter.slug}"]
    for width, scheme in ((320, "dark"), (1280, "light")):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for address in pages:
            await page.goto(address)
            await watch.look()
    await page.goto(pages[-1])
    await page.emulate_media(media="print")
    await expect(page.locator(".lid")).to_be_hidden()
    await expect(page.get_by_role("link", name=OWN)).to_be_visible()
