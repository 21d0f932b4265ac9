"""What is asked besides the words, what is only said in passing, and what no longer counts or misleads."""

from __future__ import annotations

import random
from typing import Any

import pytest
from starlette.applications import Starlette

from boite.directory.models import ReceptionPoint, Structure
from boite.directory.places.lookup import find_place
from boite.directory.search_engine.asides import read_asides, says_near_me
from boite.directory.search_engine.search import SearchCriteria, search
from boite.text.analysis import tokens
from tests.directory.searched import names
from tests.directory.sheets import make_commune, make_structure
from tests.visitors import Visitor


@pytest.fixture
async def directory(app: Starlette) -> None:
    """Three structures of Orléans that differ by what is asked besides."""
    await make_commune()
    there: Any = {"latitude": 47.9, "longitude": 1.9, "commune": "45234"}
    await make_structure("Info Jeunes", ["info-jeunes"], hours="Sa 10:00-12:00", appointment="sans", **there)
    await make_structure("CIO", ["cio"], hours="Mo-Fr 09:00-12:00", languages=["ar", "lsf"], **there)
    await make_structure(
        "Mission locale",
        hours="Mo-Fr 09:00-12:00",
        appointment="obligatoire",
        address="3 rue de la Cigogne",
        email="accueil@ml.exemple.fr",
        services=[
            {"name": "Atelier", "description": "Réparer son vélo avec Firmin.", "phone": "+33238111111"},
            {"name": "Permanence", "conditions": "Avoir un quotient familial modeste.", "email": "p@ml.exemple.fr"},
        ],
        **there,
    )


@pytest.mark.parametrize(
    ("words", "found", "besides"),
    [
        ("ouvert le samedi", ["Info Jeunes"], ["ouvert le samedi"]),
        ("qui est ouvert le samedi ?", ["Info Jeunes"], ["ouvert le samedi"]),
        ("ouverts les lundis", ["CIO", "Mission locale"], ["ouvert le lundi"]),
        ("sans rendez-vous", ["Info Jeunes"], ["sans rendez-vous"]),
        ("sans rdv ouvert le samedi", ["Info Jeunes"], ["sans rendez-vous", "ouvert le samedi"]),
        ("arabe", ["CIO"], ["lieu où l'on parle arabe"]),
        ("quelqu'un qui parle arabe", ["CIO"], ["lieu où l'on parle arabe"]),
        ("cio en arabe", ["CIO"], ["lieu où l'on parle arabe"]),
        ("langue des signes", ["CIO"], ["lieu où l'on parle la langue des signes"]),
        ("lsf", ["CIO"], ["lieu où l'on parle la langue des signes"]),
        ("mission locale ouvert le lundi", ["Mission locale"], ["ouvert le lundi"]),
        ("turc", [], []),
    ],
)
async def test_what_is_asked_besides(words: str, found: list[str], besides: list[str], directory: None) -> None:
    result = await search(SearchCriteria(words=words))
    assert sorted(hit.structure["name"] for hit in result.hits) == found
    assert result.besides == besides


@pytest.mark.parametrize(
    "words", ["cours d'anglais", "anglais", "le samedi", "ouvert", "rendez-vous", "cours de français"]
)
def test_what_asks_for_nothing_besides(words: str) -> None:
    assert read_asides(tokens(words)) == (tokens(words), [])


@pytest.mark.parametrize(
    ("words", "near"),
    [("près de chez moi", True), ("un cio à côté de moi", True), ("chez le dentiste", False), ("moi", False)],
)
def test_near_me(words: str, near: bool) -> None:
    assert says_near_me(tokens(words)) == near


async def test_near_me_without_a_place_asks_for_it(client: Visitor, directory: None) -> None:
    page = await client.get(client.address("directory:search") + "?mots=près de chez moi")
    assert "Écrivez votre commune dans" in page.text
    assert "« chef »" not in page.text.replace("\u202f", " ").replace("\xa0", " ")


async def test_the_page_says_what_was_understood(client: Visitor, directory: None) -> None:
    page = await client.get(client.address("directory:search") + "?mots=ouvert le samedi")
    assert "Seulement ce qui est" in page.text
    assert "ouvert le samedi" in page.text


@pytest.mark.parametrize(
    "words",
    [
        *("vélo", "firmin", "réparer un vélo", "rue de la Cigogne", "cigogne", "quotient familial"),
        *("02 38 11 11 11", "+33 2 38 11 11 11", "accueil@ml.exemple.fr", "P@ml.exemple.fr"),
    ],
)
async def test_what_is_said_in_passing_is_found(words: str, directory: None) -> None:
    assert await names(words) == ["Mission locale"]


async def test_an_address_that_nobody_has_finds_nobody(directory: None) -> None:
    assert await names("personne@exemple.fr") == []


async def test_a_name_comes_before_what_is_said_in_passing(directory: None) -> None:
    await make_structure("Firmin", ["cio"], latitude=48.5, longitude=1.9)
    assert await names("firmin") == ["Firmin", "Mission locale"]
    around = await find_place("Orléans")
    assert (await names("firmin", place=around, radius=100)) == ["Firmin", "Mission locale"]


@pytest.mark.parametrize("word", ["chez", "sans", "avec", "velo", "rues"])
async def test_a_short_word_is_not_put_right(word: str, directory: None) -> None:
    await make_structure("Chef Sens Aves Ruer", ["cio"])
    assert (await search(SearchCriteria(words=word))).corrected == {}


async def test_small_words_do_not_count_among_the_ten(directory: None) -> None:
    long = "bonjour je suis à la recherche d'une personne qui pourrait m'aider pour trouver un atelier à la mission"
    assert await names(long) == ["Mission locale"]


async def test_the_same_sheets_entered_twice_come_in_the_same_order(app: Starlette) -> None:
    """Identifiers drawn at random decide of nothing."""
    slugs = [f"jumelle-{number}" for number in range(12)]
    orders = []
    for seed in (1, 2):
        random.Random(seed).shuffle(slugs)  # an order to try, no secret
        for slug in slugs:
            await make_structure("Jumelle", ["cio"], slug=slug, latitude=47.9, longitude=1.9, address="1 rue")
        place = await find_place("Orléans")
        orders.append(
            [
                [hit.structure["slug"] for hit in (await search(SearchCriteria(words=words, place=place))).hits]
                for words in ("jumelle", "cio", "rue")
            ]
        )
        await ReceptionPoint.all().delete()
        await Structure.all().delete()
    assert orders[0] == orders[1]
    assert len(orders[0][0]) == 12
