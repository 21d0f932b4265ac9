"""What was understood is said: the place, the urgent need; and no page leaves somebody with words and no way on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette

import boite
from boite.directory.places.lookup import find_place
from boite.directory.search.urgent import is_urgent
from boite.text.french import around_fr, until_fr
from tests.directory.sheets import make_commune, make_structure
from tests.visitors import Visitor


@pytest.fixture
async def communes(app: Starlette) -> None:
    """Places that one takes for others."""
    for name, code, postal, people in (
        ("Josnes", "41105", ["41370"], 900),
        ("Santeau", "45303", ["45170"], 400),
        ("Tours", "37261", ["37000"], 139_000),
        ("Continvoir", "37082", ["37340"], 400),
        ("Saint-Aignan", "41198", ["41110"], 2_900),
        ("Saint-Aignan", "18900", ["18600"], 300),
        ("Orléans", "45234", ["45000"], 116_000),
    ):
        await make_commune(name, code, postal, 47.4, 1.5, population=people)


@pytest.mark.parametrize("typed", ["Cosne", "Nantes", "Paris", "44000"])
async def test_no_other_commune_is_taken(typed: str, communes: None) -> None:
    assert await find_place(typed) is None


@pytest.mark.parametrize("typed", ["37082 Tours Cedex 1", "Tours 37082", "37000 Tours", "tours"])
async def test_a_cedex_code_is_no_insee_code(typed: str, communes: None) -> None:
    place = await find_place(typed)
    assert place
    assert place.name == "Tours"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Orléan", "est compris comme Orléans (45000)"),
        ("Saint-Aignan", "Saint-Aignan (18600)"),
        ("37082", "est compris comme Continvoir"),
    ],
)
async def test_the_place_understood_is_said(typed: str, told: str, client: Visitor, communes: None) -> None:
    page = await client.get(client.address("directory:search") + f"?mots=cio&ou={typed}")
    assert told in " ".join(page.text.split())


@pytest.mark.parametrize("typed", ["Orléans", "orleans", "45000", "Orléans (45000)", "à Tours", "37000 TOURS CEDEX"])
async def test_what_was_typed_is_not_repeated(typed: str, client: Visitor, communes: None) -> None:
    page = await client.get(client.address("directory:search") + f"?mots=cio&ou={typed}")
    assert "est compris comme" not in page.text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Orléans", "autour d'Orléans"),
        ("Tours", "autour de Tours"),
        ("Le Blanc", "autour du Blanc"),
        ("Les Montils", "autour des Montils"),
        ("La Châtre", "autour de La Châtre"),
        ("Issoudun", "autour d'Issoudun"),
        ("Éguzon", "autour d'Éguzon"),
        ("L'Île-Bouchard", "autour de l'Île-Bouchard"),
        ("Œuilly", "autour d'Œuilly"),
    ],
)
def test_around(name: str, said: str) -> None:
    assert around_fr(name) == said


def test_until() -> None:
    said = ["17 h", "demain à minuit", "lundi à 9 h", "le 24 décembre à minuit"]
    assert [until_fr(each) for each in said] == [
        "jusqu'à 17 h",
        "jusqu'à demain à minuit",
        "jusqu'à lundi à 9 h",
        "jusqu'au 24 décembre à minuit",
    ]


SMALL_WORD = re.compile(r"\b(?:de|que|jusqu'à) (?:<\w+>)?\{\{ (?!.*(?:_fr|plural|size) )")


def test_no_template_joins_a_name_to_a_small_word_by_itself() -> None:
    """« près de Orléans », « jusqu'à le 3 mars »: `of_fr` and `until_fr` know better."""
    every = Path(boite.__file__).parent.parent.joinpath("templates").rglob("*.html")
    said = [f"{page.name}: {line.strip()}" for page in every for line in page.read_text().splitlines()]
    assert [line for line in said if SMALL_WORD.search(line)] == []


@pytest.mark.parametrize(
    "words",
    [
        *(
            "je suis à la rue",
            "où dormir ce soir",
            "hébergement d'urgence",
            "mon mari me frappe",
            "violences conjugales",
        ),
        *("j'ai faim", "plus rien à manger", "envie de mourir", "suicide", "enfant en danger", "sans-abri"),
    ],
)
def test_urgent(words: str) -> None:
    assert is_urgent(words)


@pytest.mark.parametrize("words", ["rue Nationale", "cio", "logement", "permis", "fin de contrat", "manger bio", ""])
def test_not_urgent(words: str) -> None:
    assert not is_urgent(words)


async def test_numbers_come_first_in_their_order(client: Visitor, communes: None) -> None:
    await make_structure("Accueil de nuit", description="dormir")
    for address in (client.address("directory:search"), client.address("orientation:home")):
        text = (await client.get(address + "?mots=où dormir ce soir&ou=Tours")).text
        main = text[text.index("<h1>") :]
        places = [main.index(f":{dial}") for dial in ("112", "114", "115", "3919", "119", "3114")]
        assert places == sorted(places)
        assert "ouvert=oui" in main
    assert "3919" not in (await client.get(client.address("directory:search") + "?mots=cio")).text


async def test_an_empty_page_carries_the_words_along(client: Visitor, communes: None) -> None:
    page = (await client.get(client.address("directory:search") + "?mots=zyxwv&ou=Tours")).text
    assert client.address("orientation:home") + "?mots=zyxwv&amp;ou=Tours" in page
    page = (await client.get(client.address("orientation:home") + "?mots=zyxwv&ou=Tours")).text
    assert client.address("directory:search") + "?mots=zyxwv&amp;ou=Tours" in page


@pytest.mark.parametrize("words", ["je suis à la rue", "j'ai faim", "mon mari me frappe", "dormir dehors"])
async def test_who_is_open_near_comes_first(words: str, client: Visitor, communes: None) -> None:
    """Whether or not a sheet says these words, and though something closed is nearer."""
    here: dict[str, Any] = {"commune": "37261", "longitude": 1.5, "city": "Tours"}
    await make_structure("Fermé tout près", latitude=47.401, hours="off", **here)
    await make_structure("Ouvert jour et nuit", latitude=47.45, hours="24/7", **here)
    page = (await client.get(client.address("directory:search") + f"?mots={words}&ou=Tours")).text
    main = page[page.index("<h1>") :]
    assert main.index("31 14") < main.index("Ouvert jour et nuit") < main.index("Fermé tout près")
    only = (await client.get(client.address("directory:search") + f"?mots={words}&ou=Tours&ouvert=oui")).text
    assert "Ouvert jour et nuit" in only
    assert "Fermé tout près" not in only


async def test_who_answers_the_urgent_need_comes_before_the_others(client: Visitor, communes: None) -> None:
    here: dict[str, Any] = {"commune": "37261", "longitude": 1.5, "city": "Tours", "hours": "24/7"}
    await make_structure("Tout près", latitude=47.401, **here)
    roof = [{"name": "Accueil", "needs": ["logement-hebergement--mal-loges-sans-logis"]}]
    await make_structure("Un toit", latitude=47.45, services=roof, **here)
    page = (await client.get(client.address("directory:search") + "?mots=toit cette nuit&ou=Tours")).text
    assert "Un toit" in page[page.index("<h1>") :]
    assert "Tout près" not in page
