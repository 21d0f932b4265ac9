"""Searching by public, need, network, territory, and only what is open."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from boite.clock import PARIS
from boite.database.connection import transaction
from boite.directory.models import REGION, ReceptionPoint, Service
from boite.directory.search_engine.search import MOST, SearchCriteria, search
from boite.directory.search_engine.search_index import index
from tests.directory.searched import ORLEANS, crowd, names
from tests.directory.sheets import make_commune, make_structure, make_territory

pytestmark = pytest.mark.usefixtures("app")
MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=PARIS)


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
    (hit,) = (await search(SearchCriteria(words="vélos", place=ORLEANS, radius=100))).hits
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
