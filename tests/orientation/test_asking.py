"""A person's way: what for, where, who, and who can help. Each answer may be passed; Back works; nothing is kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.applications import Starlette

from boite import clock
from boite.accounts.models import AccountRole, User
from boite.directory.models import AskerProfile, MissedSearch
from boite.directory.sheet.publics import accepting
from boite.orientation.models import Answer, Question, Use
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_structure
from tests.orientation.guide_rows import TOURS, make_answer, make_question, make_region
from tests.visitors import FIREFOX, Visitor


@pytest.fixture
async def question(app: Starlette) -> Question:
    """« Comment financer ma formation ? », answered by the mission locale; by the Apec for employees."""
    await make_region()
    made = await make_question()
    await make_answer(
        made, "mission-locale", brings="Un conseiller regarde vos droits.", how="Avec ou sans rendez-vous."
    )
    await make_answer(made, "apec", publics=["salarie"])
    return made


async def follow(client: Visitor, address: str) -> str:
    answer = await client.get(address, follow_redirects=True)
    assert answer.status_code == 200
    return str(answer.url.path)


async def test_the_home_leads_to_the_questions_of_a_moment(question: Question, client: Visitor) -> None:
    page = (await client.get("/qui-peut-m-aider/")).text
    assert "Me former" in page
    assert "Chercher un travail" not in page, "a moment without a question is no door"
    assert question.words.rstrip("?").strip() in (await client.get("/qui-peut-m-aider/?moment=formation")).text


async def test_words_lead_to_a_question_and_what_is_missed_is_kept(question: Question, client: Visitor) -> None:
    assert "/financer/ou" in (await client.get("/qui-peut-m-aider/?mots=payer+une+formation")).text
    missed = "/qui-peut-m-aider/?mots=licorne&ou=Tours"
    await client.get(missed, headers={"user-agent": "Googlebot/2.1"})
    page = (await client.get(missed, headers=FIREFOX)).text
    assert "02 00 00 00 00" in page
    await client.app.state.tally.write()
    row = await MissedSearch.get()
    assert (row.place, row.words, row.territory_id, row.times) == ("orientation", "licorne", TOURS, 1)


async def test_where_then_who_then_the_answer(question: Question, client: Visitor) -> None:
    assert await follow(client, "/qui-peut-m-aider/financer/ou") == "/qui-peut-m-aider/financer/ou"
    assert await follow(client, "/qui-peut-m-aider/financer/qui?ou=Tours") == "/qui-peut-m-aider/financer/qui"
    page = (await client.get("/qui-peut-m-aider/financer?ou=Tours&qui=scolaire")).text
    for said in ("Mission locale de Tours", "à moins de", "02 47 00 00 10", "tel:+33247000010", "Du lundi au vendredi"):
        assert said in page
    assert "Apec" not in page
    assert "Un conseiller regarde vos droits." in page


async def test_a_situation_and_traits_are_both_heard(question: Question, client: Visitor) -> None:
    """The traits are ticked, then the situation is touched: both follow from page to page."""
    tours: dict[str, Any] = {
        "territory": TOURS,
        "commune": "37261",
        "city": "Tours",
        "latitude": 47.39,
        "longitude": 0.69,
    }
    await make_structure("CIDFF de Tours", ["cidff"], slug="cidff", **tours)
    await make_answer(question, "cidff", publics=["femmes"])
    page = (await client.get("/qui-peut-m-aider/financer/qui?ou=Tours")).text
    assert re.search(r'<button type="submit" name="qui" value="salarie"', page)
    assert 'name="aussi" value="femmes"' in page
    assert '<input type="hidden" name="ou" value="Tours">' in page
    found = (await client.get("/qui-peut-m-aider/financer?ou=Tours&aussi=femmes&qui=salarie")).text
    assert "CIDFF" in found
    assert "Apec" in found, "for employees"
    assert "qui=salarie.femmes" in found
    assert "CIDFF" not in (await client.get("/qui-peut-m-aider/financer?ou=Tours&qui=salarie")).text


async def test_what_is_known_is_not_asked(question: Question, person: User, visitor: Visitor) -> None:
    await User.filter(id=person.id).update(commune="Tours", situation="salarie")
    answer = await visitor.get("/qui-peut-m-aider/financer/ou", follow_redirects=True)
    assert str(answer.url.path) == "/qui-peut-m-aider/financer"
    assert "Apec Orléans" in answer.text
    assert "ou=" not in str(answer.url), "what a profile says never enters an address"
    assert 'href="/qui-peut-m-aider/financer/feuille"' in answer.text


async def test_the_traits_of_a_profile_are_known_too(question: Question, person: User, visitor: Visitor) -> None:
    """In the words of the profile, and for the services that receive them under the wider word of data·inclusion."""
    await User.filter(id=person.id).update(commune="Tours", situation="salarie", traits="qpv-frr")
    page = (await visitor.get("/qui-peut-m-aider/financer")).text
    assert "Salarié du privé, Habite un quartier prioritaire" in page
    assert accepting("salarie.qpv-frr") >= {"actifs", "residents-qpv-frr"}


async def test_each_answer_may_be_passed(question: Question, client: Visitor, person: User, visitor: Visitor) -> None:
    await User.filter(id=person.id).update(commune="Tours", situation="salarie")
    for somebody in (client, visitor):
        assert await follow(somebody, "/qui-peut-m-aider/financer/qui?ou=&qui=") == "/qui-peut-m-aider/financer"
        page = (await somebody.get("/qui-peut-m-aider/financer?ou=&qui=")).text
        assert "Dites où vous êtes" in page
        assert "Près de" not in page


async def test_who_is_not_asked_where_the_answer_is_the_same(question: Question, client: Visitor) -> None:
    await Answer.filter(question_id=question.id, network_id="apec").delete()
    assert await follow(client, "/qui-peut-m-aider/financer/qui?ou=Tours") == "/qui-peut-m-aider/financer"


async def test_an_unknown_place_is_asked_again(question: Question, client: Visitor) -> None:
    answer = await client.get("/qui-peut-m-aider/financer/qui?ou=Atlantide", follow_redirects=True)
    assert answer.status_code == 422
    assert "Nous ne connaissons pas cette commune" in answer.text
    assert "Nous ne connaissons pas cette commune" in (await client.get("/qui-peut-m-aider/financer?ou=Atlantide")).text


async def test_a_place_may_be_changed(question: Question, client: Visitor) -> None:
    answer = await client.get("/qui-peut-m-aider/financer/ou?ou=Tours&changer=oui")
    assert 'value="Tours (37000)"' in answer.text


async def test_nobody_near_still_gives_a_number(question: Question, client: Visitor) -> None:
    await Answer.all().delete()
    page = (await client.get("/qui-peut-m-aider/financer?ou=Orl%C3%A9ans")).text
    assert "Aucune fiche près de vous" in page
    assert "02 38 00 00 01" in page


async def test_a_draft_is_nowhere(app: Starlette, client: Visitor) -> None:
    await make_question("brouillon", published=False)
    for tail in ("", "/ou", "/qui", "/feuille"):
        assert (await client.get(f"/qui-peut-m-aider/brouillon{tail}")).status_code == 404


async def test_words_are_never_markup(app: Starlette, client: Visitor) -> None:
    await make_region()
    evil = "<script>alert(1)</script>"
    question = await make_question("mal", words=evil, explanation=evil, synonyms=[evil])
    await make_answer(question, "mission-locale", brings=evil, how=evil)
    for address in (
        "mal?ou=Tours",
        "mal/feuille?ou=Tours",
        "?moment=formation",
        "guide/SPRO-37",
        f"?mots={evil}",
        f"mal?ou={evil}",
    ):
        page = (await client.get(f"/qui-peut-m-aider/{address}")).text
        assert "<script>alert" not in page, address
    assert "&lt;script&gt;" in (await client.get("/qui-peut-m-aider/mal?ou=Tours")).text


async def test_a_result_is_counted_without_a_name(
    question: Question, client: Visitor, visitor: Visitor, new_person: OpenAccount, sign_in: SignIn
) -> None:
    officer = await sign_in(await new_person("Paul", AccountRole.PROFESSIONAL))
    for somebody in (client, client, visitor, officer):
        await somebody.get("/qui-peut-m-aider/financer?ou=Tours", headers=FIREFOX)
    await client.app.state.tally.write()
    rows = {(row.profile, row.territory_id, row.day): row.times for row in await Use.filter(question_id=question.id)}
    day = clock.today()
    assert rows == {
        (AskerProfile.VISITOR, TOURS, day): 2,
        (AskerProfile.PERSON, TOURS, day): 1,
        (AskerProfile.PROFESSIONAL, TOURS, day): 1,
    }
    assert {"day", "id", "profile", "question_id", "territory_id", "times"} == set(Use._meta.db_fields)


async def test_what_nobody_sees_is_not_counted(question: Question, client: Visitor) -> None:
    address = "/qui-peut-m-aider/financer?ou=Tours"
    await client.head(address, headers=FIREFOX)
    await client.get(address, headers=FIREFOX | {"sec-purpose": "prefetch"})
    for agent in ("Googlebot/2.1", "SuperCrawler", "my-Spider 3", "curl/8", "facebookexternalhit/1.1", ""):
        await client.get(address, headers={"user-agent": agent})
    await client.get("/qui-peut-m-aider/financer/feuille?ou=Tours", headers=FIREFOX)
    assert not client.app.state.tally


async def test_a_situation_is_asked_once_and_may_still_be_said(question: Question, client: Visitor) -> None:
    """Who would rather not say is not asked again beside the place; a way to say it stays at the end."""
    passed = (await client.get("/qui-peut-m-aider/financer?ou=Tours&qui=")).text
    assert passed.index("Mission locale de Tours") < passed.index("Dire ma situation")
    told = (await client.get("/qui-peut-m-aider/financer?ou=Tours&qui=salarie")).text
    assert "Dire ma situation" not in told
    assert "Salarié du privé" in told
