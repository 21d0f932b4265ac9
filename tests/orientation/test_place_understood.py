"""« Où ? » on the pages of questions: what was understood of the place is said, and the others are proposed."""

from __future__ import annotations

from html import unescape

import pytest
from starlette.applications import Starlette

from boite.accounts.models import AccountRole
from boite.directory.search_engine.learning import learn_communes
from boite.orientation.models import Question
from tests.conftest import OpenAccount, SignIn
from tests.directory.sheets import make_commune
from tests.orientation.guide_rows import make_answer, make_question, make_region
from tests.visitors import Visitor

PAGES = ("/qui-peut-m-aider/financer/qui", "/qui-peut-m-aider/financer")


@pytest.fixture
async def question(app: Starlette) -> Question:
    """A question whose answer depends on who asks, and communes that one takes for others."""
    await make_region()
    await make_commune("Saint-Aignan", "41198", ("41110",), 47.27, 1.38, population=2_900)
    await make_commune("Saint-Aignan", "18900", ("18600",), 47.0, 2.5, population=300)
    await make_commune("Josnes", "41105", ("41370",), 47.8, 1.5, population=900)
    made = await make_question()
    await make_answer(made, "mission-locale", publics=["jeune"])
    return made


def words(page: str) -> str:
    return unescape(" ".join(page.split()))


@pytest.mark.parametrize("address", PAGES)
async def test_the_others_of_the_name_are_proposed(address: str, question: Question, client: Visitor) -> None:
    page = words((await client.get(f"{address}?ou=Saint-Aignan")).text)
    assert "est compris comme Saint-Aignan (41110)" in page
    assert f'href="{address}?ou=Saint-Aignan+%2818600%29"' in page


@pytest.mark.parametrize("address", PAGES)
async def test_a_beginning_is_told(address: str, question: Question, client: Visitor) -> None:
    assert "« Josn » est compris comme Josnes (41370)" in words((await client.get(f"{address}?ou=Josn")).text).replace(
        "\u00a0", " "
    )
    assert "est compris comme" not in (await client.get(f"{address}?ou=Josnes")).text


async def test_a_name_like_another_is_proposed_and_not_taken(question: Question, client: Visitor) -> None:
    await learn_communes()
    page = await client.get("/qui-peut-m-aider/financer/ou?ou=Cosnes")
    assert page.status_code == 422
    assert 'href="/qui-peut-m-aider/financer/qui?ou=Josnes+%2841370%29"' in page.text


async def test_the_desk_tells_it_too(question: Question, new_person: OpenAccount, sign_in: SignIn) -> None:
    officer = await sign_in(await new_person("Rémi", role=AccountRole.PROFESSIONAL))
    page = words((await officer.get("/qui-peut-m-aider/accueil?ou=Saint-Aignan&mots=formation")).text)
    assert "est compris comme Saint-Aignan (41110)" in page
    assert "?ou=Saint-Aignan+%2818600%29&mots=formation" in page
