"""Searching around a place: the nearest first, a commune among the words, structures without any place."""

from __future__ import annotations

from typing import Any

import pytest

from boite.clock import now
from boite.directory.places.lookup import Place
from boite.directory.search_engine.search import SearchCriteria, search
from tests.directory.searched import ORLEANS, crowd, names
from tests.directory.sheets import make_commune, make_structure

pytestmark = pytest.mark.usefixtures("app")


async def test_the_nearest_comes_first_and_the_radius_is_kept() -> None:
    for name, north in (("Loin", 0.5), ("Près", 0.01), ("Moyen", 0.2)):
        await make_structure(name, latitude=47.9 + north, longitude=1.9)
    assert await names("mission", place=ORLEANS, radius=30) == ["Près", "Moyen"]
    assert await names("mission", place=ORLEANS, radius=100) == ["Près", "Moyen", "Loin"]
    found = await search(SearchCriteria(place=ORLEANS, radius=100))
    assert [round(hit.distance or 0) for hit in found.hits] == [1, 22, 56]


async def test_a_structure_is_shown_once_at_its_nearest_place() -> None:
    there = {"name": "Permanence de Gien", "city": "Gien", "latitude": 47.69, "longitude": 2.63}
    await make_structure(latitude=47.9, longitude=1.9, points=[there])
    gien = Place("45155", "Gien", 47.69, 2.63, None)
    (hit,) = (await search(SearchCriteria(words="mission locale", place=gien))).hits
    assert hit.point is not None
    assert (hit.point["name"], hit.distance) == ("Permanence de Gien", 0.0)
    (hit,) = (await search(SearchCriteria(words="mission locale"))).hits
    assert hit.point is not None
    assert hit.point["city"] == "Orléans"


async def test_without_coordinates_the_commune_tells_where_it_is() -> None:
    await make_commune("Gien", "45155", ["45500"], 47.69, 2.63)
    await make_structure(city="Gien", commune="45155")
    (hit,) = (await search(SearchCriteria(place=Place("45155", "Gien", 47.69, 2.63, None)))).hits
    assert hit.distance == 0.0
    assert hit.point is not None
    assert hit.point["latitude"] == 47.69


@pytest.mark.parametrize("where", [{"place": False}, {}, {"latitude": 4790.0, "longitude": 1.9}])
async def test_what_has_no_place_is_found_by_words_and_stands_apart(where: dict[str, Any]) -> None:
    await make_structure("Mission locale en ligne", **where)
    await make_structure("Mission locale d'ici", latitude=47.95, longitude=1.9)
    found = await search(SearchCriteria(words="mission locale", place=ORLEANS, radius=10))
    assert [hit.structure["name"] for hit in found.hits] == ["Mission locale d'ici"]
    assert ([hit.structure["name"] for hit in found.apart], found.total) == (["Mission locale en ligne"], 1)
    assert found.apart[0].distance is None
    assert await names(place=ORLEANS) == ["Mission locale d'ici"]
    assert await names("mission locale") == ["Mission locale d'ici", "Mission locale en ligne"]


async def test_what_is_elsewhere_than_the_known_communes_is_near_none_of_them() -> None:
    await make_commune("Sancerre", "18241", ["18300"], 47.33, 2.84)
    await make_structure("Mission locale des Graves", city="Talence", postal_code="33400")
    await make_structure("Mission locale de Bourges", city="Bourges", latitude=47.08, longitude=2.4)
    for wanted in (
        SearchCriteria(words="mission locale sancerre"),
        SearchCriteria(words="mission locale graves sancerre"),
    ):
        found = await search(wanted)
        assert found.place is not None
        assert "Mission locale des Graves" not in {hit.structure["name"] for hit in found.hits}
        assert [hit.structure["name"] for hit in found.apart] == ["Mission locale des Graves"]


async def test_a_structure_known_somewhere_stands_there() -> None:
    """Its other place, which answers better, is nowhere that we know."""
    there = {"name": "Permanence sociale", "city": "Talence"}
    await make_structure("Maison de l'emploi", description="sociale", latitude=47.9, longitude=1.9, points=[there])
    found = await search(SearchCriteria(words="sociale", place=ORLEANS))
    assert [(hit.structure["name"], hit.distance) for hit in found.hits] == [("Maison de l'emploi", 0.0)]
    assert found.apart == []


async def test_those_without_a_place_are_few_and_shown_once() -> None:
    await crowd(25)
    for number in range(22):
        await make_structure(f"Mission locale {number}", place=False)
    first = await search(SearchCriteria(words="mission", place=ORLEANS))
    assert (len(first.hits), len(first.apart), first.more_apart, first.total) == (20, 20, True, 25)
    second = await search(SearchCriteria(words="mission", place=ORLEANS, page=2))
    assert (len(second.hits), second.apart, second.more_apart) == (5, [], False)


async def test_a_commune_among_the_words_becomes_the_place() -> None:
    await make_commune("Joué-lès-Tours", "37122", ["37300"], 47.34, 0.66, population=38_000)
    await make_structure("CIO de Blois", ["cio"], "Blois", latitude=47.59, longitude=1.33)
    await make_structure("CIO de Tours", ["cio"], "Tours", latitude=47.39, longitude=0.69)
    for words in ("CIO joué", "cio joue les tours", "cio 37300", "37300 Joué-lès-Tours CIO"):
        found = await search(SearchCriteria(words=words))
        assert [hit.structure["name"] for hit in found.hits] == ["CIO de Tours", "CIO de Blois"], words
        assert found.place is not None
        assert found.place.name == "Joué-lès-Tours"
        assert found.ignored == []


async def test_a_structure_called_after_a_commune_comes_first_wherever_it_is() -> None:
    await make_commune("Gien", "45155", ["45500"], 47.69, 2.63)
    await make_structure("Mission locale de Montargis et Gien", city="Montargis", latitude=48.0, longitude=2.73)
    await make_structure("Mission locale de Briare", city="Briare", latitude=47.64, longitude=2.74)
    found = await names("mission locale gien")
    assert found == ["Mission locale de Montargis et Gien", "Mission locale de Briare"]


async def test_an_ordinary_word_is_not_taken_for_a_commune() -> None:
    await make_commune("Hommes", "37117", ["37340"], 47.43, 0.3, population=900)
    await make_structure("Accueil des hommes", networks=[], latitude=47.9, longitude=1.9)
    found = await search(SearchCriteria(words="accueil hommes"))
    assert found.place is None
    assert [hit.structure["name"] for hit in found.hits] == ["Accueil des hommes"]


async def test_a_place_that_is_given_wins_over_a_commune_among_the_words() -> None:
    await make_commune("Joué-lès-Tours", "37122", ["37300"], 47.34, 0.66, population=38_000)
    await make_structure("CIO d'Orléans", ["cio"], latitude=47.9, longitude=1.9)
    found = await search(SearchCriteria(words="CIO joué", place=ORLEANS))
    assert [hit.structure["name"] for hit in found.hits] == ["CIO d'Orléans"]
    assert (found.place, found.ignored) == (ORLEANS, ["joue"])


async def test_nothing_in_the_circle_is_nothing_found() -> None:
    """The page then proposes to widen it: another word must not be left out instead."""
    await make_structure("Cap emploi", ["cap-emploi"], latitude=46.9, longitude=1.9)
    await make_structure("Mission locale pour l'emploi", latitude=47.9, longitude=1.9)
    assert await names("cap emploi", place=ORLEANS, radius=10) == []


async def test_who_is_near_comes_before_who_is_open_a_hundred_kilometres_away() -> None:
    """With the commune among the words: tonight nobody goes that far. Where nobody near answers, the far one is."""
    await make_commune("Orléans", population=116_000)
    there: dict[str, Any] = {"city": "Tours", "latitude": 47.39, "longitude": 0.69}
    await make_structure("Abri de Tours", services=["Hébergement"], hours="24/7", **there)
    late: dict[str, Any] = {"words": "hébergement Orléans", "open_first": now()}
    assert await names(**late) == ["Abri de Tours"]
    await make_structure("Abri fermé", services=["Hébergement"], hours="off", latitude=47.89, longitude=1.91)
    await make_structure("Abri ouvert", services=["Hébergement"], hours="24/7", latitude=47.95, longitude=1.95)
    assert await names(**late) == ["Abri ouvert", "Abri fermé"]
