"""The page of an answer: full name, open or not, call, go there, what to bring; others folded, those far apart."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole, User
from boite.clock import PARIS
from boite.files.models import Node
from boite.orientation.models import Answer, AnswerStanding, Question
from storage.store import BlobStore
from tests.boxes.papers import put
from tests.directory.sheets import make_structure
from tests.hours import put_clock_at
from tests.orientation.guide_rows import TOURS, make_answer, make_question, make_region
from tests.visitors import Visitor

ASKED = "/qui-peut-m-aider/financer"
NEAR_TOURS: dict[str, Any] = {"territory": TOURS, "city": "Tours", "latitude": 47.40, "longitude": 0.70}
IN_CHINON: dict[str, Any] = {"territory": TOURS, "city": "Chinon", "latitude": 47.167, "longitude": 0.243}
"""Forty kilometres from Tours."""


@pytest.fixture
async def question(app: Starlette) -> Question:
    """Answered by the CIO first, by the mission locale too, and by two structures in Chinon."""
    await make_region()
    await make_structure("CIO de Tours", ["cio"], slug="cio", phone="+33247000030", **NEAR_TOURS)
    far = await make_structure("Atelier de Chinon", ["partenaire"], slug="atelier", phone="", **IN_CHINON)
    online = await make_structure(
        "Guichet en ligne", ["partenaire"], slug="guichet", phone="", online="https://exemple.fr/rdv", **IN_CHINON
    )
    made = await make_question()
    await make_answer(made, "cio", brings="Un psychologue vous écoute.", how="Sur rendez-vous. Apportez vos bulletins.")
    secondary = AnswerStanding.SECONDARY
    await make_answer(made, "mission-locale", standing=secondary, brings="Un conseiller vous aide.")
    await make_answer(made, structure=far, territory=TOURS, standing=secondary)
    await make_answer(made, structure=online, territory=TOURS, standing=secondary)
    return made


def text_of(page: str) -> str:
    body = page[page.index("<main") : page.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).replace("\u202f", " ").replace("\u00a0", " ")


async def answered(client: Visitor) -> str:
    page = await client.get(f"{ASKED}?ou=Tours&qui=")
    assert page.status_code == 200
    return page.text


async def test_one_card_says_who_whether_open_call_go_there_and_what_to_bring(
    question: Question, client: Visitor
) -> None:
    page = await answered(client)
    card = page[page.index('<article class="answer"') : page.index("</article>")]
    said = [
        "Centre d&#39;information et d&#39;orientation de Tours",
        ">CIO<",
        'class="opening',
        "Un psychologue vous écoute.",
        'href="tel:+33247000030"',
        "openstreetmap.org/directions?to=47.40000%2C0.70000",
        "À apporter",
        "Vos bulletins",
        "Sur rendez-vous.",
    ]
    places = [card.find(each) for each in said]
    assert -1 not in places, dict(zip(said, places, strict=True))
    assert places == sorted(places)
    assert page.count("<article") == 1
    assert page.count("button-primary") == 1


@pytest.mark.parametrize(
    ("hour", "state"), [(10, "Ouvert maintenant, jusqu'à 12 h"), (11.75, "Ferme bientôt : à 12 h"), (20, "Fermé")]
)
async def test_the_others_are_folded_and_those_far_are_apart_from_home_first(
    question: Question, client: Visitor, hour: float, state: str
) -> None:
    put_clock_at(datetime(2027, 1, 12, tzinfo=PARIS) + timedelta(hours=hour))
    page = await answered(client)
    assert not re.search(r"<details[^>]* open", page)
    said = text_of(page)
    order = [
        "Ils peuvent aussi vous aider",
        "Mission locale de Tours",
        "Plus loin (2)",
        "Guichet en ligne",
        "Atelier de",
    ]
    places = [said.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)
    assert f"Un conseiller vous aide. {state}" in unescape(said)
    assert "En ligne. Un conseiller." in said, "how it serves whoever does not go there is said first"


async def test_a_main_answer_far_away_is_called_before_one_goes_there(app: Starlette, client: Visitor) -> None:
    await make_region()
    await make_answer(await make_question(), "apec")
    said = text_of(await answered(client))
    assert said.index("Par téléphone") < said.index("Appeler le 02 38 00 00 20") < said.index("Y aller")


async def test_the_place_is_one_line_and_asked_once(question: Question, client: Visitor) -> None:
    page = await answered(client)
    assert 'name="ou"' not in page
    assert f'href="{ASKED}/ou?ou=Tours&amp;qui=&amp;changer=oui"' in page
    passed = (await client.get(f"{ASKED}?ou=&qui=")).text
    assert 'name="ou"' not in passed, "who would rather not say is not asked again"
    assert "choisir ma commune" in passed
    assert 'name="ou"' in (await client.get(ASKED)).text, "nobody asked yet"


async def test_without_a_place_the_network_is_named_in_full(question: Question, client: Visitor) -> None:
    said = text_of((await client.get(f"{ASKED}?ou=&qui=")).text)
    assert "Centre d&#39;information et d&#39;orientation CIO" in said


async def test_what_one_already_has_is_said_to_oneself_alone(
    question: Question, client: Visitor, visitor: Visitor, person: User, store: BlobStore
) -> None:
    paper = await put(person, store, "CV.pdf", b"x")
    await Node.filter(id=paper.id).update(document_type="cv")
    await Answer.filter(question_id=question.id).update(how="Apportez CV et diplômes.")
    address = f"{ASKED}?ou=Tours&qui="
    said = text_of((await visitor.get(address)).text)
    assert "CV et diplômes Déjà dans votre boîte : CV" in said
    assert "boîte : CV," not in said, "no diploma there"
    assert "Déjà dans votre boîte" not in (await client.get(address)).text
    officer = AccountRole.PROFESSIONAL
    await User.filter(id=person.id).update(role=officer)
    desk = (await visitor.get("/qui-peut-m-aider/accueil?question=financer&ou=Tours")).text
    assert "CV et diplômes" in desk
    assert "Déjà dans votre boîte" not in desk, "those of whoever stands in front are not known"
