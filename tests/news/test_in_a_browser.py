"""The news in a real browser: written without a mouse, read on a small phone without a script, and no script runs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import AccountRole, User
from boite.clock import today
from boite.database.connection import opened
from boite.news import pins, scheduling
from boite.news.desk import NEWS
from boite.news.models import Article
from boite.publishing.stages import Stage
from tests.conftest import OpenAccount, OpenPage
from tests.journeys.keyboard import Keyboard
from tests.journeys.watch import Watch
from tests.live import Server
from tests.news.desks import HERE, agent, coordinator, draft, published
from tests.news.hostile import PAYLOADS
from tests.people import open_account

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(300)]


@pytest.fixture
def new_person(live_server: Server) -> OpenAccount:
    """People of the live server, inside `opened(live_server.settings)`."""

    async def made(first_name: str = "Inès", role: AccountRole = AccountRole.PERSON) -> User:
        return await open_account(live_server.settings, first_name, role)

    return made


@pytest.fixture
async def team(live_server: Server, new_person: OpenAccount) -> tuple[User, User]:
    """Paul, who writes, and Nadia, who decides."""
    async with opened(live_server.settings):
        return await agent(new_person), await coordinator(new_person)


@pytest.fixture
async def paul(team: tuple[User, User], live_server: Server) -> str:
    return await live_server.session(team[0])


@pytest.fixture
async def nadia(team: tuple[User, User], live_server: Server) -> str:
    return await live_server.session(team[1])


@pytest.fixture
async def online(team: tuple[User, User], live_server: Server) -> Article:
    async with opened(live_server.settings):
        article = await published(team[1])
        await pins.pin(article, by=team[1])
        await published(team[1], title="Apprendre un métier du bois", topic="formation")
        return article


@pytest.mark.parametrize("javascript", [True, False])
async def test_written_proposed_accepted_scheduled_without_a_mouse(
    javascript: bool, new_page: OpenPage, live_server: Server, paul: str, nadia: str
) -> None:
    page = await new_page(token=paul, javascript=javascript)
    watch, keys = Watch(page, live_server.url, scripts=javascript), await Keyboard.of(page)
    await watch.begin()
    await page.goto("/actualites/")
    await keys.go("La rédaction", "Mes articles")
    await keys.go("Écrire une actualité", "Écrire une actualité")
    await keys.write("Titre", "Portes ouvertes au lycée")
    await keys.write("Résumé", "Venez voir les ateliers samedi.")
    await keys.write("Texte", "Samedi de **9 h** à 12 h.")
    await keys.reach("Thème")
    await page.keyboard.type("Formation")
    await keys.reach("Aperçu")
    await page.keyboard.press("Enter")
    await expect(page.locator("#apercu strong")).to_have_text("9 h")
    await expect(page.get_by_label("Titre", exact=True)).to_have_value("Portes ouvertes au lycée")
    await watch.look()
    await keys.reach("Proposer à la coordination")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("attend la réponse")
    await decide(await new_page(token=nadia, javascript=javascript), live_server, javascript)
    async with opened(live_server.settings):
        article = await Article.get()
        assert (article.stage, article.topic) == (Stage.SCHEDULED, "formation")


async def decide(page: Page, live_server: Server, javascript: bool) -> None:
    """Nadia's part."""
    watch, keys = Watch(page, live_server.url, scripts=javascript), await Keyboard.of(page)
    await watch.begin()
    await page.goto("/actualites/redaction/a-valider")
    await watch.look()
    await keys.go("Portes ouvertes au lycée", "Portes ouvertes au lycée")
    await keys.reach("Accepter")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("est acceptée")
    await keys.reach("Programmer la parution")
    await page.keyboard.press("Enter")
    await keys.reach("Jour")
    tomorrow = today() + timedelta(days=1)
    await page.get_by_label("Jour", exact=True).fill(tomorrow.isoformat())
    await watch.look()
    await keys.reach("Programmer")
    await page.keyboard.press("Enter")
    await expect(page.locator("#messages")).to_contain_text("paraîtra au moment choisi")
    await watch.look()


async def test_ines_reads_on_a_small_phone_without_a_script(
    new_page: OpenPage, live_server: Server, online: Article
) -> None:
    page = await new_page(width=320, height=640, javascript=False)
    watch = Watch(page, live_server.url, scripts=False)
    await watch.begin()
    await page.goto("/actualites/")
    await page.locator(".filters-fold > summary").click()
    await page.get_by_label("Territoire").select_option("Orléans")
    await watch.look()
    await page.get_by_role("button", name="Montrer").click()
    await expect(page.get_by_text("À la une")).to_be_visible()
    assert HERE in page.url
    await page.locator(".filters-fold > summary").click()
    await page.get_by_label("Chercher une actualité").fill("forums emplois")
    await page.get_by_role("button", name="Montrer").click()
    await page.get_by_role("link", name=online.title).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(online.title)
    await expect(page.locator(".prose strong")).to_have_text("CV")
    await watch.look()
    await page.get_by_role("link", name="Actualités").first.click()
    await page.get_by_role("link", name="Les archives").click()
    await watch.look()
    await page.get_by_role("main").get_by_role("listitem").last.get_by_role("link").click()
    await expect(page.get_by_role("link", name=online.title)).to_be_visible()
    await watch.look()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 768, 1280])
async def test_no_page_has_a_fault(
    width: int, scheme: str, new_page: OpenPage, live_server: Server, online: Article, nadia: str
) -> None:
    visitor, desk = await new_page(width=width), await new_page(width=width, token=nadia)
    pages = {
        "/actualites/": visitor,
        f"/actualites/{online.slug}": visitor,
        f"/actualites/archives/{today():%Y-%m}": visitor,
        f"/actualites/archives/{today().year}": visitor,
        "/actualites/proposer": visitor,
        "/actualites/proposer/merci": visitor,
        f"/actualites/mes-choix?territoire={HERE}": visitor,
        "/actualites/redaction": desk,
        "/actualites/redaction/a-valider": desk,
        f"/actualites/redaction/{online.id}": desk,
        f"/actualites/redaction/{online.id}/texte": desk,
        "/actualites/redaction/nouvelle": desk,
    }
    for page in (visitor, desk):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for address, page in pages.items():
        watch = Watch(page, live_server.url)
        await watch.begin()
        await page.goto(address)
        for details in await page.locator("main details").all():
            await details.evaluate("each => { each.open = true }")
        await watch.look()


async def test_no_script_runs(new_page: OpenPage, live_server: Server, team: tuple[User, User], nadia: str) -> None:
    author, by = team
    body = "\n\n".join(PAYLOADS)
    async with opened(live_server.settings):
        article = await NEWS.begin(draft(title=PAYLOADS[0], summary=PAYLOADS[3], body=body), by=author)
        await NEWS.propose(article, by=author)
        await NEWS.accept(article, version=1, by=by)
        await NEWS.publish(article, version=1, by=by)
    page, ran = await new_page(token=nadia), list[str]()

    async def dismissed(dialog: object) -> None:
        ran.append(str(dialog))

    page.on("dialog", dismissed)
    await page.add_init_script("window.alert = (said) => { document.documentElement.dataset.ran = String(said) }")
    addresses = (f"/actualites/{article.slug}", f"/actualites/redaction/{article.id}", "/actualites/?territoire=tout")
    for address in addresses:
        await page.goto(address)
        await press_everything(page)
        assert await page.evaluate("document.documentElement.dataset.ran ?? ''") == ""
    await page.goto("/actualites/redaction/nouvelle")
    await page.get_by_label("Texte", exact=True).fill(body)
    await page.get_by_role("button", name="Aperçu").click()
    await expect(page.locator("#apercu .prose")).to_be_visible()
    await press_everything(page)
    assert await page.evaluate("document.documentElement.dataset.ran ?? ''") == ""
    assert not ran


async def press_everything(page: Page) -> None:
    """Pass over each element of the text and press its links, as a reader might."""
    await page.evaluate(
        """() => {
          for (const each of document.querySelectorAll(".prose *, .teaser *")) {
            for (const kind of ["mouseover", "pointerenter", "focus", "animationstart", "error", "load"])
              each.dispatchEvent(new Event(kind, { bubbles: true }));
            if (each.localName === "a" && !/^(https?|mailto|tel):/.test(each.protocol)) each.click();
          }
        }"""
    )
    await page.wait_for_timeout(200)


async def test_saved_by_itself_then_found_again(new_page: OpenPage, live_server: Server, paul: str) -> None:
    page = await new_page(token=paul)
    await page.goto("/actualites/redaction/nouvelle")
    await page.get_by_label("Titre", exact=True).fill("Un titre")
    await page.get_by_label("Texte", exact=True).fill("important")
    await page.get_by_label("Texte", exact=True).select_text()
    await page.keyboard.press("Control+b")
    await expect(page.get_by_label("Texte", exact=True)).to_have_value("**important**")
    await expect(page.locator("[data-saved]")).to_contain_text("Enregistré à", timeout=20_000)
    await page.wait_for_url("**/texte")
    await page.reload()
    await expect(page.get_by_label("Texte", exact=True)).to_have_value("**important**")
    async with opened(live_server.settings):
        assert await Article.all().count() == 1


async def test_what_is_scheduled_appears_by_itself(
    new_page: OpenPage, live_server: Server, team: tuple[User, User]
) -> None:
    from boite.clock import now

    async with opened(live_server.settings):
        article = await NEWS.begin(draft(title="La girafe"), by=team[1])
        await scheduling.schedule(article, now() + timedelta(seconds=10), version=1, by=team[1])
    page = await new_page()
    await page.goto("/actualites/")
    await expect(page.get_by_text("La girafe")).to_have_count(0)
    for _ in range(50):
        await page.wait_for_timeout(1500)
        await page.reload()  # a browser that only follows links may keep a page of news for a minute
        if await page.get_by_text("La girafe").count():
            return
    raise AssertionError("it never appeared")
