"""Where somebody is, as people write it."""

from __future__ import annotations

import pytest

from boite.directory.places.lookup import Place, find_place, place_asked, suggestions
from boite.directory.search_engine.search_index import index_communes
from tests.directory.sheets import make_commune
from tests.files.test_query_counts import counted

pytestmark = pytest.mark.usefixtures("communes")


@pytest.fixture
async def communes(app: object) -> None:
    await make_commune("Joué-lès-Tours", "37122", ["37300"], 47.34, 0.66, population=38_000)
    await make_commune("Joué-du-Bois", "61209", ["61320"], 48.58, -0.23, population=400)
    await make_commune("Tours", "37261", ["37000", "37100", "37200"], 47.39, 0.69, population=139_000)
    await make_commune("Tours-en-Sologne", "41262", ["41250"], 47.54, 1.5, population=1_100)
    await make_commune("Saint-Pierre-des-Corps", "37233", ["37700"], 47.39, 0.74, population=15_000)
    await make_commune("Sainte-Maure-de-Touraine", "37226", ["37800"], 47.11, 0.62, population=4_300)
    await make_commune("Le Blanc", "36018", ["36300"], 46.63, 1.06, population=6_200)
    await make_commune("L'Île-Bouchard", "37119", ["37220"], 47.12, 0.42, population=1_600)
    await make_commune("La Châtre", "36046", ["36400"], 46.58, 1.99, population=4_000)
    await make_commune("Les Aix-d'Angillon", "18003", ["18220"], 47.19, 2.57, population=1_900)
    await make_commune("Avon-les-Roches", "37012", ["37220"], 47.14, 0.46, population=500)
    await index_communes(["37122", "37261", "37233", "36018"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Joué-lès-Tours", "37122"),
        ("joue les tours", "37122"),
        ("JOUÉ LÈS TOURS", "37122"),
        ("Joué", "37122"),
        ("jou", "37122"),
        ("Tours", "37261"),
        ("à Tours", "37261"),
        ("près de Tours", "37261"),
        ("tours en", "41262"),
        ("St Pierre des corps", "37233"),
        ("st-pierre", "37233"),
        ("Ste Maure", "37226"),
        ("Saint Pierre-des-Corps Cedex", "37233"),
        ("Tours cedex 2", "37261"),
        ("37300", "37122"),
        ("37122", "37122"),
        ("37300 Joué-lès-Tours", "37122"),
        ("Joué-lès-Tours (37300)", "37122"),
        ("joue les tours, 37300", "37122"),
        ("37220 avon", "37012"),
        ("37220", "37119"),
        ("le blanc", "36018"),
        ("blanc", "36018"),
        ("du Blanc", "36018"),
        ("île bouchard", "37119"),
        ("l'ile bouchard", "37119"),
        ("la chatre", "36046"),
        ("chatre", "36046"),
        ("les aix d'angillon", "18003"),
        ("aix d angillon", "18003"),
        ("saint piere des corps", "37233"),
        ("tuors", "37261"),
        ("372", "37261"),
    ],
)
async def test_what_people_write(typed: str, code: str) -> None:
    place = await find_place(typed)
    assert place is not None
    assert place.code == code


@pytest.mark.parametrize("typed", ["", "   ", "zzzz", "99999", "!", "'", "%", "\x00", "Paris", "x" * 10_000, "🧭"])
async def test_what_means_no_commune(typed: str) -> None:
    assert await find_place(typed) is None


async def test_suggestions_are_the_very_name_then_the_most_populous() -> None:
    assert [place.name for place in await suggestions("tours")] == ["Tours", "Tours-en-Sologne"]
    assert [place.name for place in await suggestions("jou")] == ["Joué-lès-Tours", "Joué-du-Bois"]
    assert [place.name for place in await suggestions("37", limit=2)] == ["Tours", "Joué-lès-Tours"]
    assert await suggestions("") == []


async def test_the_label_is_what_the_field_shows_again() -> None:
    place = await find_place("tours")
    assert place is not None
    assert place.label == "Tours (37000)"
    assert await find_place(place.label) == place
    typed = await find_place("37200")
    assert typed is not None
    assert typed.label == "Tours (37200)"
    assert Place("1", "Nulle part", 0, 0, None).label == "Nulle part"


@pytest.mark.parametrize("typed", ["Atlantide", "Atlantide sur Mer", "99999"])
async def test_a_place_that_is_not_one_asks_the_base_once(typed: str) -> None:
    with counted() as seen:
        await place_asked(typed)
    assert len(seen) == len(set(seen))
