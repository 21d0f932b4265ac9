"""« Qui peut m'aider ? » as people meet it: a phone without scripts, a reception desk by keyboard, paper."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable

import pypdfium2  # type: ignore[import-untyped]  # published without types, and no stubs exist
import pytest
from playwright.async_api import expect

from boite.accounts.models import AccountRole
from boite.database.connection import opened
from boite.demo.cast import DIRECTORY
from boite.directory.demo import load_demo
from boite.directory.models import Structure
from boite.orientation.demo import load_demo_questions
from boite.orientation.models import HandOver, Question, Use
from tests.accessibility import assert_accessible, assert_fits
from tests.conftest import OpenPage
from tests.journeys.keyboard import Keyboard
from tests.live import Server
from tests.orientation.guide_rows import agent, coordinator
from tests.visitors import FIREFOX

pytestmark = pytest.mark.timeout(300)
HOME = "/qui-peut-m-aider"
A4 = (595, 842)
"""Points."""


@pytest.fixture
async def server(live_server: Server) -> Server:
    """The live server with the directory and the questions of the demonstration."""
    async with opened(live_server.settings):
        await load_demo(DIRECTORY)
        await load_demo_questions(DIRECTORY / "questions.csv")
    return live_server


Entering = Callable[[AccountRole], Awaitable[str]]


@pytest.fixture
async def enter(server: Server) -> Entering:
    """`await enter(AccountRole.PROFESSIONAL)`: a session of Paul, of Info Jeunes in Tours; or of a coordinator."""

    async def entered(role: AccountRole) -> str:
        user = await server.person("Paul" if role == AccountRole.PROFESSIONAL else "Samira", role)
        async with opened(server.settings):
            if role == AccountRole.COORDINATOR:
                await coordinator(user)
            await agent(user, await Structure.get(slug="info-jeunes-tours"))
        return await server.session(user)

    return entered


@pytest.mark.parametrize("javascript", [False, True])
async def test_a_visitor_on_a_phone_finds_who_can_help(new_page: OpenPage, server: Server, javascript: bool) -> None:
    """What for, where, who: three answers, then names, distance, hours and number."""
    page = await new_page(width=320, height=640, javascript=javascript)
    await page.goto(f"{HOME}/")
    await page.get_by_label("Dites-le avec vos mots").fill("j'ai arreté l'ecole")
    await page.get_by_role("button", name="Chercher").click()
    await page.get_by_role("link", name="J'ai arrêté l'école, qui peut").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Où êtes-vous")
    await assert_fits(page)
    await page.get_by_label("Votre commune ou votre code postal").fill("tours")
    await page.get_by_role("button", name="Continuer").click()
    await page.get_by_role("button", name="Sans école ni travail").click()
    first = page.get_by_role("article").first
    await expect(first.get_by_role("link", name="Mission locale de Tours").first).to_be_visible()
    await expect(first).to_contain_text("km")
    await expect(first).to_contain_text("Du lundi au mercredi")
    await expect(
        first.get_by_role("link", name="Appeler le 02 61 91 00 25 : Mission locale de Tours")
    ).to_have_attribute("href", "tel:+33261910025")
    await assert_fits(page)
    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("situation")
    await page.go_back()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Où êtes-vous")


async def test_a_visitor_goes_by_moments_and_passes_every_question(new_page: OpenPage, server: Server) -> None:
    page = await new_page(width=320, height=640, javascript=False)
    await page.goto(f"{HOME}/")
    await page.get_by_role("link", name="Me former").click()
    await page.get_by_role("link", name="Comment financer ma formation").click()
    await page.get_by_role("link", name="Je ne réponds pas").click()
    await page.get_by_role("link", name="Je ne réponds pas").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Comment financer")
    await expect(page.get_by_label("Votre commune ou votre code postal")).to_have_count(0)  # it was asked once
    await page.get_by_role("link", name="choisir ma commune").click()
    await page.get_by_label("Votre commune ou votre code postal").fill("41000")
    await page.get_by_role("button", name="Continuer").click()
    await expect(page.get_by_text("Près de")).to_contain_text("Blois")


async def test_paul_at_his_desk_with_the_keyboard_only(new_page: OpenPage, server: Server, enter: Entering) -> None:
    page = await new_page(token=await enter(AccountRole.PROFESSIONAL))
    await page.set_extra_http_headers(FIREFOX)  # a browser without a window says so: it is a program, not counted
    keys = await Keyboard.of(page)
    await page.goto(f"{HOME}/accueil")
    assert await keys.stop() == "La question, avec ses mots"
    questions = page.get_by_role("navigation", name="Questions").get_by_role("link")
    assert await questions.count() >= 30
    await page.keyboard.type("permi")
    await expect(questions).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=2, name="Comment payer le permis")).to_be_visible()
    await expect(page.get_by_label("Réponse").get_by_role("article").first).to_contain_text("Tours")
    assert await keys.stop() == "La question, avec ses mots"

    await page.keyboard.type("chomage")
    await expect(questions.first).to_contain_text("perdu mon travail")
    await page.keyboard.press("ArrowDown")
    assert (await keys.stop()).startswith("J'ai perdu mon travail")
    await page.keyboard.press("Escape")
    assert await keys.stop() == "La question, avec ses mots"
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=2, name="J'ai perdu mon travail")).to_be_visible()

    await keys.reach("Noter un passage de relais")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("France Travail Tours")
    await keys.reach("Cette structure répond mieux")
    await page.keyboard.press("Space")
    await keys.reach("La personne est d'accord")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("est noté")
    server.stop()  # what it counted is written as it goes
    async with opened(server.settings):
        row = await HandOver.get().select_related("origin", "destination")
        assert (row.origin.slug, row.destination.slug) == ("info-jeunes-tours", "france-travail-tours")
        assert row.accepted
        assert {use.profile.value for use in await Use.all()} == {"professional"}


async def test_the_desk_without_scripts(new_page: OpenPage, server: Server, enter: Entering) -> None:
    page = await new_page(token=await enter(AccountRole.PROFESSIONAL), javascript=False)
    await page.goto(f"{HOME}/accueil")
    await page.keyboard.type("chomage")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=2, name="J'ai perdu mon travail")).to_be_visible()
    await page.get_by_role("link", name="Quelles aides pour lancer").click()
    await expect(page.get_by_role("heading", level=2, name="Quelles aides pour lancer")).to_be_visible()


async def test_every_sheet_is_one_page_of_paper(new_page: OpenPage, server: Server) -> None:
    async with opened(server.settings):
        slugs = [question.slug for question in await Question.all()]
    page = await new_page()
    for number, slug in enumerate(slugs):
        await page.goto(f"{HOME}/{slug}/feuille?ou={'Tours' if number % 2 else 'Orléans'}")
        paper = pypdfium2.PdfDocument(io.BytesIO(await page.pdf(prefer_css_page_size=True)))
        assert len(paper) == 1, slug
        width, height = paper[0].get_size()
        assert (round(width), round(height)) == A4
        text = paper[0].get_textpage().get_text_bounded()
        assert "02 61 91" in text, "a number to call"
        assert "Se connecter" not in text
        paper.close()


async def test_the_guide_prints_whole(new_page: OpenPage, server: Server) -> None:
    page = await new_page()
    await page.goto(f"{HOME}/guide/SPRO-37")
    paper = pypdfium2.PdfDocument(io.BytesIO(await page.pdf(prefer_css_page_size=True)))
    text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
    assert 3 <= len(paper) <= 30
    assert "Indre-et-Loire" in text
    assert "Toutes les structures" in text
    paper.close()


@pytest.mark.parametrize("width", [320, 1280])
async def test_public_pages_are_accessible_and_fit(new_page: OpenPage, server: Server, width: int) -> None:
    page = await new_page(width=width)
    asked = "financer-ma-formation"
    pages = ("/", "/?moment=formation", "/?mots=permis", "/?mots=zzzz", f"/{asked}/ou", f"/{asked}/ou?ou=Atlantide")
    more = (f"/{asked}/qui?ou=Tours", f"/{asked}?ou=Tours", f"/{asked}", f"/{asked}/feuille?ou=Tours", "/guide/")
    for address in (*pages, *more, "/guide/SPRO-37"):
        await page.goto(HOME + address)
        await assert_fits(page)
        await assert_accessible(page)


@pytest.mark.parametrize("width", [320, 1280])
async def test_the_pages_of_the_coordination_are_accessible_and_fit(
    new_page: OpenPage, server: Server, enter: Entering, width: int
) -> None:
    page = await new_page(width=width, token=await enter(AccountRole.COORDINATOR))
    here = "/questions/vae"
    tables = ("/tableau", "/tableau?territoire=SPRO-37&vue=structures")
    lists = ("/accueil", "/accueil?mots=permis", *tables, "/questions/")
    forms = ("/questions/nouvelle", here, f"{here}/mots", f"{here}/historique", f"{here}/apercu", f"{here}/reponse")
    for address in (*lists, *forms, "/donnees", "/vae/relais/apec-orleans"):
        await page.goto(HOME + address)
        await assert_fits(page)
        await assert_accessible(page)


async def test_a_coordinator_writes_previews_and_publishes(new_page: OpenPage, server: Server, enter: Entering) -> None:
    page = await new_page(token=await enter(AccountRole.COORDINATOR), javascript=False)
    await page.goto(f"{HOME}/questions/")
    await page.get_by_role("link", name="Écrire une question").click()
    await page.get_by_label("Moment de la vie").select_option("emploi")
    await page.get_by_label("La question, avec des mots").fill("Où trouver un petit boulot ?")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("link", name="Ajouter une réponse").click()
    await page.get_by_label("Un réseau").select_option("info-jeunes")
    await page.get_by_label("Ce que cela apporte").fill("Des annonces près de chez vous.")
    await page.get_by_role("button", name="Enregistrer").click()
    await page.get_by_role("link", name="Voir l'aperçu").click()
    await expect(page.get_by_text("pas encore publiée")).to_be_visible()
    await expect(page.get_by_role("article")).to_contain_text("Des annonces près de chez vous.")
    await page.get_by_role("link", name="Revenir à la question").click()
    await page.get_by_role("button", name="Publier", exact=True).click()
    await page.goto(f"{HOME}/?mots=boulot")
    await expect(page.get_by_role("link", name="Où trouver un petit boulot")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [320, 390, 1280])
async def test_an_answer_unfolds_the_others_and_those_farther(
    new_page: OpenPage, server: Server, width: int, javascript: bool
) -> None:
    """From Pithiviers, Orléans is far: one card, then lines to unfold, everything read and reached."""
    page = await new_page(width=width, height=844, javascript=javascript)
    await page.goto(f"{HOME}/arret-ecole?ou=Pithiviers&qui=")
    await expect(page.get_by_role("article")).to_have_count(1)
    call = page.get_by_role("article").get_by_role("link", name="Appeler le")
    await expect(call).to_be_in_viewport(ratio=1)
    if width >= 390:
        await call.click(trial=True)  # neither is it under the bar of a phone
        assert await page.evaluate("scrollY") == 0
    farther = page.get_by_text("Plus loin (", exact=False)
    inside = page.locator(".fold-farther .fold-line summary").first
    await expect(inside).to_be_hidden()
    await farther.click()
    await expect(inside).to_contain_text("ar téléphone")
    await inside.click()
    await expect(page.locator(".fold-farther").get_by_role("link", name="Appeler le").first).to_be_visible()
    await assert_fits(page)
    if javascript:
        await assert_accessible(page)
    await page.get_by_role("link", name="changer de lieu").click()
    await expect(page.get_by_label("Votre commune ou votre code postal")).to_have_value("Pithiviers (45300)")


@pytest.mark.parametrize("width", [320, 1280])
async def test_urgent_needs_are_one_touch_away(new_page: OpenPage, server: Server, width: int) -> None:
    """The numbers first; the way out always in view, in the place of the menu of a phone."""
    page = await new_page(width=width, height=844)
    await page.goto("/urgence?ou=Tours")
    await expect(page.get_by_role("link", name="112")).to_be_in_viewport(ratio=1)
    leave = page.get_by_role("link", name="Quitter vite cette page")
    await expect(leave).to_be_in_viewport(ratio=1)
    await expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    await assert_fits(page)
    await assert_accessible(page)
    await page.get_by_role("heading", name="Ouvert maintenant").scroll_into_view_if_needed()
    await expect(leave).to_be_in_viewport(ratio=1)
