"""Languages in which people are received: looked for by any of their names, or chosen in a list."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite.directory.sheet.languages import LANGUAGES, OWN_NAMES
from tests.directory.searched import names
from tests.directory.sheets import make_structure
from tests.visitors import Visitor


@pytest.fixture
async def directory(app: Starlette) -> None:
    """Three structures that differ by the languages that are spoken there."""
    await make_structure("CIO", languages=["ar", "fa"])
    await make_structure("Info Jeunes", languages=["en", "uk"])
    await make_structure("Mission locale")


@pytest.mark.parametrize("words", ["arabe", "العربية", "dari", "دری", "qui parle arabe"])
async def test_a_language_is_understood_by_any_of_its_names(directory: None, words: str) -> None:
    assert await names(words) == ["CIO"]


@pytest.mark.parametrize(
    "words", ["український", "Українська", "ukrainien", "English", "speak english", "qui parle anglais"]
)
async def test_so_is_one_of_another_script_or_of_english(directory: None, words: str) -> None:
    assert await names(words) == ["Info Jeunes"]


async def test_a_filter_keeps_where_it_is_spoken(directory: None) -> None:
    assert await names("", language="fa") == ["CIO"]
    assert await names("", language="pl") == []


async def test_the_page_offers_the_filter_and_says_it(directory: None, client: Visitor) -> None:
    page = (await client.get("/annuaire/?langue=uk")).text
    assert "Info Jeunes" in page
    assert "CIO" not in page.split("<main", 1)[1]
    assert "On y parle…" in page
    assert "ukrainien" in page


async def test_a_language_that_is_none_is_refused(client: Visitor) -> None:
    assert (await client.get("/annuaire/?langue=xx")).status_code == 422


def test_own_names_are_those_of_known_languages() -> None:
    assert OWN_NAMES.keys() <= LANGUAGES.keys()
