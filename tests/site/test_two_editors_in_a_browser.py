"""The page where two people meet, on a phone and on a wide screen, without any script."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from boite.accounts.models import AccountRole, User
from boite.agenda.models import Event
from boite.database.connection import opened
from boite.directory.models import REGION, Coordination, Network
from boite.orientation.models import Answer, Question
from tests.accessibility import assert_fits
from tests.agenda.events import make_event
from tests.conftest import OpenPage
from tests.directory.sheets import make_territory
from tests.live import Server
from tests.orientation.guide_rows import make_answer, make_question

pytestmark = pytest.mark.timeout(300)
LONG = (
    "Le forum réunit trente entreprises de l'industrie, du bâtiment et de la logistique.\n\n"
    "- Venez avec votre CV.\n- Un conseiller relit votre lettre.\n- Une garderie est ouverte jusqu'à 18 h."
)
HERS = LONG.replace("trente", "vingt").replace("18 h", "17 h")


async def regional(server: Server, name: str) -> User:
    user = await server.person(name, AccountRole.COORDINATOR)
    async with opened(server.settings):
        await make_territory(REGION)
        await Coordination.create(user_id=user.id, territory_id=REGION)
    return user


async def meet(one: Page, other: Page, address: str, field: str, who: str) -> None:
    """The first saves; the second, who had opened the page before, is told."""
    await one.goto(address)
    await other.goto(address)
    await one.get_by_label(field).fill(LONG)
    await one.get_by_role("button", name="Enregistrer").click()
    await expect(one.get_by_role("heading", level=1)).not_to_have_text("Modifier")
    await other.get_by_role("textbox", name=field).fill(HERS)
    await other.get_by_role("button", name="Enregistrer").click()
    told = other.get_by_role("alert")
    await expect(told).to_contain_text("Votre texte n'est pas encore enregistré.")
    await expect(told).to_contain_text(f"{who} a enregistré autre chose")
    await expect(told.locator(".both-words").nth(0)).to_contain_text("trente entreprises")
    await expect(told.locator(".both-words").nth(1)).to_contain_text("vingt entreprises")
    await expect(other.get_by_role("textbox", name=field)).to_have_value(HERS)
    await assert_fits(other)


@pytest.mark.parametrize("width", [320, 1280])
async def test_both_texts_are_read_and_one_is_kept_knowingly(
    new_page: OpenPage, live_server: Server, width: int
) -> None:
    nadia, camille = await regional(live_server, "Nadia"), await regional(live_server, "Camille")
    async with opened(live_server.settings):
        event: Event = await make_event(nadia, title="Forum des métiers", description="À compléter.")
        question: Question = await make_question()
        await Network.get_or_create({"name": "Apec", "short_name": "Apec"}, code="apec")
        answer: Answer = await make_answer(question, "apec")
    tokens = [await live_server.session(user) for user in (nadia, camille)]
    one, other = [await new_page(width=width, height=900, javascript=False, token=token) for token in tokens]
    await meet(one, other, f"/agenda/travail/{event.slug}/modification", "Ce qu'on y fait", "Nadia")
    await other.get_by_role("button", name="Enregistrer").click()
    await expect(other.get_by_text("L'événement est à jour.")).to_be_visible()
    await meet(
        one,
        other,
        f"/qui-peut-m-aider/questions/financer/reponses/{answer.id}",
        "Ce que cela apporte",
        "La coordination régionale",
    )
    await other.get_by_role("link", name="Garder l'autre texte, laisser le mien").click()
    await expect(other.get_by_role("textbox", name="Ce que cela apporte")).to_have_value(LONG)
    async with opened(live_server.settings):
        assert (await Event.get(id=event.id)).description == HERS
        assert "trente" in (await Answer.get(id=answer.id)).brings
