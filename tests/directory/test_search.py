"""Searching: words, place, filters, hours, order, pages. Structures without any place, or that are no longer there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from starlette.applications import Starlette

from boite.clock import PARIS, today
from boite.database import transaction
from boite.directory.indexing import index, index_many
from boite.directory.models import REGION, Ending, EndKind, ReceptionPoint, Service, Structure
from boite.directory.places import Place
from boite.directory.search import attempts, nearby
from boite.directory.searching import MOST, PAGE, Found, Wanted, search
from tests.directory.sheets import make_commune, make_structure, make_territory
from tests.files.test_query_counts import counted

pytestmark = pytest.mark.usefixtures("app")
ORLEANS = Place("45234", "Orléans", 47.9, 1.9, None)
MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=PARIS)


async def names(words: str = "", **wanted: Any) -> list[str]:
    """The names of what is found, in order."""
    return [hit.structure["name"] for hit in (await search(Wanted(words=words, **wanted))).hits]


@pytest.mark.parametrize("words", ["mission locale", "MISSIONS LOCALES", "Mission-Locale", "mïssion l'ocale", "local"])
async def test_accents_case_plural_and_signs_do_not_count(words: str) -> None:
    await make_structure("Mission locale d'Orléans")
    assert await names(words) == ["Mission locale d'Orléans"]


async def test_every_word_is_required() -> None:
    await make_structure("Cap emploi du Loiret", networks=["cap-emploi"], services=["Aide au transport"])
    await make_structure("Mission locale de Blois", city="Blois", services=["Aide au transport"])
    assert await names("transport blois") == ["Mission locale de Blois"]
    assert await names("transport") == ["Cap emploi du Loiret", "Mission locale de Blois"]


async def test_a_name_comes_before_a_service_and_a_service_before_a_description() -> None:
    await make_structure("Alpha", networks=[], description="On y parle de sophrologie.")
    await make_structure("Bêta", networks=[], services=["Sophrologie"])
    await make_structure("Atelier de sophrologie", networks=[])
    found = await search(Wanted(words="sophrologie"))
    assert [(hit.structure["name"], hit.named) for hit in found.hits] == [
        ("Atelier de sophrologie", True),
        ("Bêta", False),
        ("Alpha", False),
    ]


async def test_a_word_of_a_description_only_is_found_though_no_vocabulary_has_it() -> None:
    await make_structure(description="Médiation équine")
    assert await names("équine") == ["Mission locale d'Orléans"]


async def test_the_last_word_may_be_unfinished() -> None:
    await make_structure("Atelier d'alphabétisation", networks=[])
    assert await names("atelier alph") == ["Atelier d'alphabétisation"]


@pytest.mark.parametrize("words", ["conception", "koncertation", "concertatoin", "concertaton", "concerrtation"])
async def test_one_slip_is_forgiven_and_not_two(words: str) -> None:
    await make_structure("Maison de la concertation", networks=[])
    found = await names(words)
    assert found == ([] if words == "conception" else ["Maison de la concertation"])


# ── places ────────────────────────────────────────────────────────────────────


async def test_the_nearest_comes_first_and_the_radius_is_kept() -> None:
    for name, north in (("Loin", 0.5), ("Près", 0.01), ("Moyen", 0.2)):
        await make_structure(name, latitude=47.9 + north, longitude=1.9)
    assert await names("mission", place=ORLEANS, radius=30) == ["Près", "Moyen"]
    assert await names("mission", place=ORLEANS, radius=100) == ["Près", "Moyen", "Loin"]
    found = await search(Wanted(place=ORLEANS, radius=100))
    assert [round(hit.distance or 0) for hit in found.hits] == [1, 22, 56]


async def test_a_structure_is_shown_once_at_its_nearest_place() -> None:
    there = {"name": "Permanence de Gien", "city": "Gien", "latitude": 47.69, "longitude": 2.63}
    await make_structure(latitude=47.9, longitude=1.9, points=[there])
    gien = Place("45155", "Gien", 47.69, 2.63, None)
    (hit,) = (await search(Wanted(words="mission locale", place=gien))).hits
    assert hit.point is not None
    assert (hit.point["name"], hit.distance) == ("Permanence de Gien", 0.0)
    (hit,) = (await search(Wanted(words="mission locale"))).hits
    assert hit.point is not None
    assert hit.point["city"] == "Orléans"


async def test_without_coordinates_the_commune_tells_where_it_is() -> None:
    await make_commune("Gien", "45155", ["45500"], 47.69, 2.63)
    await make_structure(city="Gien", commune="45155")
    (hit,) = (await search(Wanted(place=Place("45155", "Gien", 47.69, 2.63, None)))).hits
    assert hit.distance == 0.0
    assert hit.point is not None
    assert hit.point["latitude"] == 47.69


@pytest.mark.parametrize("where", [{"place": False}, {}, {"latitude": 4790.0, "longitude": 1.9}])
async def test_what_has_no_place_is_found_by_words_and_comes_last(where: dict[str, Any]) -> None:
    await make_structure("Mission locale en ligne", **where)
    await make_structure("Mission locale d'ici", latitude=47.95, longitude=1.9)
    found = await search(Wanted(words="mission locale", place=ORLEANS, radius=10))
    assert [hit.structure["name"] for hit in found.hits] == ["Mission locale d'ici", "Mission locale en ligne"]
    assert found.hits[1].distance is None
    assert await names(place=ORLEANS) == ["Mission locale d'ici"]


async def test_a_commune_among_the_words_becomes_the_place() -> None:
    await make_commune("Joué-lès-Tours", "37122", ["37300"], 47.34, 0.66, population=38_000)
    await make_structure("CIO de Blois", ["cio"], "Blois", latitude=47.59, longitude=1.33)
    await make_structure("CIO de Tours", ["cio"], "Tours", latitude=47.39, longitude=0.69)
    for words in ("CIO joué", "cio joue les tours", "cio 37300", "37300 Joué-lès-Tours CIO"):
        found = await search(Wanted(words=words))
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
    found = await search(Wanted(words="accueil hommes"))
    assert found.place is None
    assert [hit.structure["name"] for hit in found.hits] == ["Accueil des hommes"]


async def test_a_place_that_is_given_wins_over_a_commune_among_the_words() -> None:
    await make_commune("Joué-lès-Tours", "37122", ["37300"], 47.34, 0.66, population=38_000)
    await make_structure("CIO d'Orléans", ["cio"], latitude=47.9, longitude=1.9)
    found = await search(Wanted(words="CIO joué", place=ORLEANS))
    assert [hit.structure["name"] for hit in found.hits] == ["CIO d'Orléans"]
    assert (found.place, found.ignored) == (ORLEANS, ["joue"])


async def test_nothing_in_the_circle_is_nothing_found() -> None:
    """The page then proposes to widen it: another word must not be left out instead."""
    await make_structure("Cap emploi", ["cap-emploi"], latitude=46.9, longitude=1.9)
    await make_structure("Mission locale pour l'emploi", latitude=47.9, longitude=1.9)
    assert await names("cap emploi", place=ORLEANS, radius=10) == []


# ── filters ───────────────────────────────────────────────────────────────────


async def test_a_public_is_received_by_its_own_services_by_wider_ones_and_by_everybody_s() -> None:
    await make_structure("Collège", services=[{"name": "a", "publics": ["scolaire"]}])
    await make_structure("Jeunes", services=[{"name": "a", "publics": ["jeunes"]}])
    await make_structure("Tous", services=[{"name": "a"}])
    await make_structure("Adultes", services=[{"name": "a", "publics": ["salarie"]}])
    await make_structure("Sans service")
    assert set(await names(public="scolaire")) == {"Collège", "Jeunes", "Tous", "Sans service"}
    assert set(await names(public="salarie")) == {"Adultes", "Tous", "Sans service"}


async def test_a_need_and_a_public_are_those_of_one_service() -> None:
    moving = {"name": "Prêt de vélo", "needs": ["mobilite--trouver-un-moyen"], "publics": ["salarie"]}
    await make_structure("Deux services", services=[moving, {"name": "Accueil", "publics": ["scolaire"]}])
    assert await names(need="mobilite", public="salarie") == ["Deux services"]
    assert await names(need="mobilite--trouver-un-moyen", public="salarie") == ["Deux services"]
    assert await names(need="mobilite", public="scolaire") == []
    assert await names(need="logement-hebergement") == []


async def test_a_service_given_at_one_place_is_not_found_at_another() -> None:
    gien = {"city": "Gien", "latitude": 47.69, "longitude": 2.63}
    structure = await make_structure(latitude=47.9, longitude=1.9, points=[gien], services=[{"name": "Vélos"}])
    point = await ReceptionPoint.get(structure_id=structure.id, rank=1)
    await Service.filter(structure_id=structure.id).update(point_id=point.id)
    async with transaction():
        await index(structure.id)
    (hit,) = (await search(Wanted(words="vélos", place=ORLEANS, radius=100))).hits
    assert hit.point is not None
    assert hit.point["city"] == "Gien"
    assert await names("vélos", place=ORLEANS, radius=10) == []


async def test_networks_and_territories() -> None:
    await make_territory("SPRO-41", "Loir-et-Cher")
    await make_commune("Blois", "41018", ["41000"], 47.58, 1.33, territory="SPRO-41")
    await make_structure("A", ["cio"], territory="SPRO-41")
    await make_structure("B", ["cio", "mission-locale"], points=[{"city": "Blois", "commune_id": "41018"}])
    await make_structure("C", ["apec"])
    assert sorted(await names(network="cio")) == ["A", "B"]
    assert await names(network="mission-locale") == ["B"]
    assert sorted(await names(territory="SPRO-41")) == ["A", "B"]
    assert await names(network="apec", territory="SPRO-41") == []
    assert len(await names(territory=REGION)) == 3


async def test_only_what_is_open_to_the_minute() -> None:
    await make_structure("Le matin", hours="Mo-Fr 09:00-10:00,10:45-12:00; PH off")
    await make_structure("Toujours", hours="24/7")
    await make_structure("Le lundi", hours="Mo 10:00-11:00; PH off")
    await make_structure("Illisible", hours="du lundi au vendredi")
    await make_structure("Sans horaires")
    await make_structure("L'été", hours="Jul-Aug Mo-Fr 09:00-12:00; PH off")
    assert set(await names(open_at=MONDAY)) == {"Toujours", "Le lundi"}
    assert set(await names(open_at=MONDAY + timedelta(minutes=20))) == {"Toujours", "Le lundi", "Le matin"}
    assert await names(open_at=MONDAY.replace(month=7, day=6)) == ["L'été", "Le lundi", "Toujours"]


async def test_open_places_are_found_behind_many_closed_ones() -> None:
    await crowd(MOST + 30, hours="Mo 08:00-10:00; PH off")
    await make_structure("Ouverte", hours="Mo 10:00-11:00; PH off", services=[])
    assert await names("mission", open_at=MONDAY) == ["Ouverte"]


# ── what is no longer there ───────────────────────────────────────────────────


async def test_an_ended_structure_is_found_by_its_name_after_the_others() -> None:
    gone = await make_structure("Mission locale", latitude=47.9, longitude=1.9)
    await make_structure("Mission locale du Loiret", latitude=47.95, longitude=1.9)
    async with transaction():
        await Ending.create(id=uuid4(), structure_id=gone.id, kind=EndKind.CLOSED)
        await index(gone.id)
    for place in (None, ORLEANS):
        found = await search(Wanted(words="mission locale", place=place))
        assert [hit.structure["name"] for hit in found.hits] == ["Mission locale du Loiret", "Mission locale"]
        assert [hit.structure["ended"] for hit in found.hits] == ["", "closed"]
    assert await names(place=ORLEANS) == ["Mission locale du Loiret"]
    assert await names(network="mission-locale") == ["Mission locale du Loiret"]


async def test_the_better_kept_sheet_comes_first_among_equals() -> None:
    await make_structure("Mission locale d'Aubigny")
    await make_structure("Mission locale de Briare", hours="24/7", latitude=47.9, longitude=1.9, checked_on=today())
    await make_structure("Mission locale de Chinon", hours="24/7", latitude=47.9, longitude=1.9, services=["Accueil"])
    assert await names("mission locale") == [
        "Mission locale de Chinon",
        "Mission locale de Briare",
        "Mission locale d'Aubigny",
    ]


# ── pages and cost ────────────────────────────────────────────────────────────


async def crowd(count: int, hours: str = "24/7", north: float = 0.0001) -> None:
    """Many structures alike, written in few statements, each `north` degrees from the last one."""
    rows = [
        Structure(id=uuid4(), slug=f"foule-{uuid4()}", name=f"Foule {number:04}", networks=["mission-locale"])
        for number in range(count)
    ]
    points = [
        ReceptionPoint(
            structure_id=row.id, city="Orléans", opening_hours=hours, latitude=47.9 + number * north, longitude=1.9
        )
        for number, row in enumerate(rows)
    ]
    async with transaction():
        await Structure.bulk_create(rows)
        await ReceptionPoint.bulk_create(points)
        await index_many([row.id for row in rows])


async def every_page(wanted: dict[str, Any]) -> list[Found]:
    pages = [await search(Wanted(**wanted))]
    while pages[-1].next_page:
        pages.append(await search(Wanted(**wanted, page=pages[-1].next_page)))
    return pages


@pytest.mark.parametrize("wanted", [{"words": "mission"}, {"place": ORLEANS}, {}])
async def test_pages_follow_each_other_without_hole_nor_double(wanted: dict[str, Any]) -> None:
    await crowd(45)
    pages = await every_page(wanted)
    assert [len(page.hits) for page in pages] == [PAGE, PAGE, 5]
    assert {page.total for page in pages} == {45}
    assert not any(page.capped for page in pages)
    assert len({hit.structure["id"] for page in pages for hit in page.hits}) == 45
    assert (await search(Wanted(**wanted, page=999))).hits == []


@pytest.mark.parametrize("wanted", [{"words": "mission"}, {"place": ORLEANS}, {"words": "mission", "place": ORLEANS}])
async def test_no_more_than_the_most_is_counted(wanted: dict[str, Any]) -> None:
    await crowd(MOST + 5)
    found = await search(Wanted(**wanted))
    assert (found.total, found.capped) == (MOST, True)


@pytest.mark.parametrize(
    "wanted",
    [{"words": "mission locale"}, {"words": "mission", "place": ORLEANS}, {"words": "mision"}, {"words": "zz"}],
)
async def test_the_number_of_statements_does_not_grow(wanted: dict[str, Any]) -> None:
    counts = []
    for more in (3, 100):
        await crowd(more)
        with counted() as seen:
            await search(Wanted(**wanted))
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


@pytest.mark.parametrize("words", ["", "mission"])
async def test_rings_give_what_measuring_everything_gives(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where too much answers, rings are drawn one after the other: the same structures, in the same order."""
    await crowd(70, north=0.03)
    wanted = Wanted(words=words, place=ORLEANS, radius=100)
    measured = await search(wanted)
    monkeypatch.setattr(nearby, "FEW", 10)
    monkeypatch.setattr(attempts, "STEPS", (11,))
    by_rings = await search(wanted)
    assert [hit.structure["name"] for hit in by_rings.hits] == [hit.structure["name"] for hit in measured.hits[:11]]
    assert (measured.total, measured.capped, by_rings.total, by_rings.capped) == (30, False, 11, True)


async def test_the_shape_of_a_hit(app: Starlette) -> None:
    await make_structure(hours="24/7", latitude=47.9, longitude=1.9, languages=["fr", "lsf"], phone="+33238000000")
    (hit,) = (await search(Wanted(words="mission"))).hits
    assert {"id", "slug", "name", "networks", "phone", "languages", "territory_id", "ended"} == hit.structure.keys()
    assert (hit.structure["networks"], hit.structure["languages"]) == (["mission-locale"], ["fr", "lsf"])
    assert hit.point is not None
    assert {"id", "name", "address", "postal_code", "city", "phone", "opening_hours", "appointment"} < hit.point.keys()
    assert (hit.point["latitude"], hit.point["longitude"]) == (47.9, 1.9)
    assert all(isinstance(row["id"], str) for row in (hit.structure, hit.point))
