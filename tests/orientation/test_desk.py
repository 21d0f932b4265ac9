"""The reception desk: one screen, the list that narrows, the answer beside, the sheet to print, the hand-over."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.directory.models import Structure
from boite.journal.models import Entry
from boite.orientation.models import HandOver, Question
from boite.orientation.referral import REASONS
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure
from tests.orientation.guide_rows import agent, make_answer, make_question, make_region
from tests.visitors import Visitor

DESK = "/qui-peut-m-aider/accueil"
RELAY = "/qui-peut-m-aider/financer/relais/apec"


@pytest.fixture
async def rows(app: Starlette) -> dict[str, Structure]:
    """The region and two questions."""
    made = await make_region()
    question = await make_question()
    await make_answer(question, "mission-locale")
    other = await make_question("permis", words="Comment payer le permis ?", synonyms=["voiture"], moment="quotidien")
    await make_answer(other, "apec")
    return made


@pytest.fixture
async def officer(rows: dict[str, Structure], new_person: OpenAccount) -> User:
    """Paul, of the mission locale of Tours."""
    return await agent(await new_person("Paul", AccountRole.PROFESSIONAL), rows["ml-tours"])


@pytest.fixture
async def paul(officer: User, sign_in: SignIn) -> Visitor:
    """Paul's browser."""
    return await sign_in(officer)


async def test_everything_is_on_one_screen(paul: Visitor) -> None:
    page = (await paul.get(DESK)).text
    assert "Comment payer le permis" in page
    assert 'value="Tours (37000)"' in page, "where the desk is, without asking"
    assert "autofocus" in page


async def test_enter_opens_the_first_question(paul: Visitor) -> None:
    page = (await paul.get(f"{DESK}?mots=voitures")).text
    assert "Apec Orléans" in page
    assert "Comment financer" not in page
    assert "02 38 00 00 20" in page


async def test_the_list_alone_as_one_types(paul: Visitor) -> None:
    answer = await paul.get(f"{DESK}?mots=voi&ou=Orl%C3%A9ans", headers={"hx-request": "true"})
    assert "Comment payer le permis" in answer.text
    assert "<html" not in answer.text
    assert "ou=Orl%C3%A9ans" in answer.text
    assert not paul.app.state.tally, "typing is not a result shown"


async def test_a_chosen_question_and_public_follow_in_the_address(paul: Visitor) -> None:
    page = (await paul.get(f"{DESK}?question=financer&ou=Orl%C3%A9ans&qui=salarie")).text
    assert "Mission locale d&#39;Orléans" in page
    assert "financer/feuille?ou=Orl%C3%A9ans&amp;qui=salarie" in page
    assert "relais/ml-orleans" in page


async def test_a_question_that_is_gone_is_said(paul: Visitor) -> None:
    assert "n'existe plus" in (await paul.get(f"{DESK}?question=partie")).text


async def test_the_sheet_carries_its_address(paul: Visitor, client: Visitor) -> None:
    for somebody in (paul, client):
        page = (await somebody.get("/qui-peut-m-aider/financer/feuille?ou=Tours")).text
        assert "02 47 00 00 10" in page
        assert "<svg" in page
        assert "http://testserver/qui-peut-m-aider/financer?ou=Tours" in page
        assert "Du lundi au vendredi" in page


async def test_a_relay_keeps_no_name(paul: Visitor, officer: User, rows: dict[str, Structure]) -> None:
    assert "Rien ne dit qui" in (await paul.get(RELAY)).text
    answer = await paul.submit(RELAY, reason="plus-proche", accepted="non")
    assert answer.status_code == 303
    row = await HandOver.get()
    question = await Question.get(slug="financer")
    assert (row.origin_id, row.destination_id, row.question_id) == (rows["ml-tours"].id, rows["apec"].id, question.id)
    assert (row.reason, row.accepted) == ("plus-proche", False)
    entry = await Entry.filter(owner_id=officer.id).order_by("-id").first()
    assert entry is not None
    assert (entry.kind, entry.details["name"]) == ("orientation.handed_over", "Apec Orléans")
    assert set(HandOver._meta.db_fields) == {
        "id",
        "day",
        "origin_id",
        "destination_id",
        "question_id",
        "reason",
        "accepted",
    }


@pytest.mark.parametrize("fields", [{}, {"reason": "autre"}, {"reason": "Il s'appelle Jean"}])
async def test_a_relay_wants_a_reason_of_the_list(paul: Visitor, fields: dict[str, str]) -> None:
    answer = await paul.submit(RELAY, accepted="oui", **fields)
    assert answer.status_code == 422
    assert not await HandOver.all().exists()


async def test_a_relay_to_oneself_is_refused(paul: Visitor) -> None:
    answer = await paul.submit("/qui-peut-m-aider/financer/relais/ml-tours", reason=next(iter(REASONS)), accepted="oui")
    assert answer.status_code == 422


async def test_a_relay_from_one_of_several_structures(paul: Visitor, officer: User, rows: dict[str, Structure]) -> None:
    other = await make_structure("Zeste", slug="zeste")
    await agent(officer, other)
    assert "Zeste" in (await paul.get(RELAY)).text
    await paul.submit(RELAY, reason="public", accepted="oui", origin="zeste")
    row = await HandOver.get()
    assert (row.origin_id, row.accepted) == (other.id, True)
    assert (await paul.submit(RELAY, reason="public", accepted="oui", origin="apec")).status_code == 422


async def test_who_works_nowhere_notes_nothing(new_person: OpenAccount, sign_in: SignIn, rows: object) -> None:
    nobody = await sign_in(await new_person("Zoé", AccountRole.PROFESSIONAL))
    assert (await nobody.submit(RELAY, reason="public", accepted="oui")).status_code == 403


async def test_coming_back_from_an_answer_shows_what_was_found(paul: Visitor) -> None:
    page = (await paul.get(f"{DESK}?mots=voitures&liste=oui")).text
    assert "Comment payer le permis" in page
    assert "Apec Orléans" not in page
    assert not paul.app.state.tally, "no answer was shown"


async def test_a_need_that_does_not_wait_leads_first_to_the_numbers(paul: Visitor) -> None:
    """As one types, and on the whole page; then to who is open."""
    for headers in ({"hx-request": "true"}, {}):
        page = (await paul.get(f"{DESK}?mots=voiture, et je dors dehors&ou=Tours", headers=headers)).text
        page = page[max(page.find("<h1>"), 0) :]  # the title of the page says the question too
        assert page.index("tel:112") < page.index("tel:115") < page.index("Comment payer le permis")
        assert "ou=Tours+%2837000%29&amp;ouvert=oui" in page
    assert "tel:112" not in (await paul.get(f"{DESK}?mots=voiture")).text


async def test_words_without_a_question_follow_to_the_directory(paul: Visitor) -> None:
    page = (await paul.get(f"{DESK}?mots=licorne&ou=Tours")).text
    assert "/annuaire/?mots=licorne&amp;ou=Tours+%2837000%29" in page
