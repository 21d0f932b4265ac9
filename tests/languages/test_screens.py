"""The screens of a person's way in each language: no French that is not marked so, right to left where it is."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.languages.offered import TRANSLATED, Language
from boite.orientation.models import AnswerStanding
from boite.web.page_language import COOKIE
from tests.conftest import SignIn
from tests.directory.sheets import make_structure
from tests.languages.screens import GUIDE, PERSON, VISITOR, french_left
from tests.orientation.guide_rows import TOURS, make_answer, make_question, make_region
from tests.visitors import Visitor

LANGUAGES = [pytest.param(language, id=language.code) for language in TRANSLATED]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_visitor_reads_no_french_that_is_not_marked(client: Visitor, language: Language) -> None:
    client.cookies.set(COOKIE, language.code)
    for path in VISITOR:
        page = await client.get(path)
        assert f'<html lang="{language.tag}"' in page.text, path
        assert ('dir="rtl"' in page.text.split(">", 2)[1]) == language.right_to_left
        assert list(french_left(page.text, language.tag)) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
async def test_somebody_signed_in_reads_no_french_that_is_not_marked(
    person: User, sign_in: SignIn, language: Language
) -> None:
    await User.filter(id=person.id).update(language=language.code)
    visitor = await sign_in(await User.get(id=person.id))
    for path in PERSON:
        page = await visitor.get(path, follow_redirects=True)
        assert list(french_left(page.text, language.tag)) == [], path


@pytest.fixture
async def guide(app: Starlette) -> None:
    """A question, answered by two structures near Tours."""
    await make_region()
    near: Any = {
        "territory": TOURS,
        "city": "Tours",
        "latitude": 47.40,
        "longitude": 0.70,
        "hours": "Mo-Fr 09:00-12:00",
    }
    await make_structure("CIO de Tours", ["cio"], slug="cio", phone="+33247000030", **near)
    asked = await make_question()
    await make_answer(asked, "cio", brings="Un psychologue vous écoute.", how="Sur rendez-vous. Apportez un CV.")
    standing = AnswerStanding.SECONDARY
    await make_answer(asked, "mission-locale", standing=standing, brings="Un conseiller vous aide.")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_guide_has_no_french_that_is_not_marked(guide: None, client: Visitor, language: Language) -> None:
    client.cookies.set(COOKIE, language.code)
    for path in GUIDE:
        page = await client.get(path, follow_redirects=True)
        assert page.status_code == 200
        assert list(french_left(page.text, language.tag)) == [], path


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_translation_says_that_it_is_to_be_read_again(client: Visitor, language: Language) -> None:
    note = (await client.get("/")).text
    assert 'class="foot-note"' not in note
    client.cookies.set(COOKIE, language.code)
    assert ('class="foot-note"' in (await client.get("/")).text) != language.reviewed
