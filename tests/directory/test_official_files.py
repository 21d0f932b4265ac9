"""The official files enter whole: territories, outlines, communes, and the real structures."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette

from boite.directory.exchange.imports import import_file, in_order
from boite.directory.exchange.report import ImportReport
from boite.directory.models import REGION, Commune, PostalCode, Revision, Structure, Territory
from boite.directory.places import lookup
from boite.directory.search_engine import search
from boite.directory.search_engine.search import SearchCriteria
from tests.directory.data_files import official, outcomes

TERRITORIES = "spro_territoires_hypothese.csv"
OUTLINES = "spro_territoires_hypothese.geojson"
DEPARTMENTS = "departements_cvl.geojson"
COMMUNES = "communes_centre_val_de_loire_2026.csv"
GROUPS = "spro_communes_hypothese.csv"
STRUCTURES = "structures_cvl_reelles_data_inclusion_v1.json"
FILES = (TERRITORIES, OUTLINES, DEPARTMENTS, COMMUNES, GROUPS, STRUCTURES)


async def enter(*names: str) -> dict[str, ImportReport]:
    """Import these files in this order."""
    return {name: await import_file(name, official(name)) for name in names}


@pytest.fixture
async def entered(app: Starlette) -> dict[str, ImportReport]:
    """Everything, in the order in which it is needed."""
    return await enter(*FILES)


async def test_everything_enters_and_nothing_is_refused(entered: dict[str, ImportReport]) -> None:
    assert {name: outcomes(report) for name, report in entered.items()} == {
        TERRITORIES: {"created": 13},
        OUTLINES: {"created": 13},
        DEPARTMENTS: {"created": 1},
        COMMUNES: {"created": 1754},
        GROUPS: {"changed": 1754},
        STRUCTURES: {"created": 55},
    }
    assert not [line for report in entered.values() for line in report.lines if line.warnings]
    assert await Commune.all().count() == 1754
    assert await Commune.filter(territory_id=None).count() == 0
    assert await Territory.filter(parent_id=REGION).count() == 13
    assert await Structure.filter(territory_id=None).count() == 0


async def test_twice_changes_nothing(entered: dict[str, ImportReport]) -> None:
    revisions = await Revision.all().count()
    for name, report in (await enter(*FILES)).items():
        assert outcomes(report) == {"unchanged": report.total}, name
    assert await Revision.all().count() == revisions == 55


async def test_the_real_agencies_are_found(entered: dict[str, ImportReport]) -> None:
    place = await lookup.find_place("18100")
    assert place is not None
    found = await search.search(SearchCriteria(words="pole emploi", place=place))
    assert found.hits[0].structure["slug"] == "france-travail-agence-vierzon"
    assert await PostalCode.exists(code="37300", commune__name="Joué-lès-Tours")


async def test_outlines_are_light_and_closed(entered: dict[str, ImportReport]) -> None:
    rows = await Territory.filter(outline__isnull=False)
    assert len(rows) == 14
    for row in rows:
        for ring in row.outline or []:
            assert ring[0] == ring[-1]
            assert all(0 < longitude < 3.2 and 46.3 < latitude < 49 for longitude, latitude in ring)
    local = sum(len(ring) for row in rows if row.code != REGION for ring in row.outline or [])
    assert local < 3000, "a map of the territories stays under 50 kB"


async def test_they_are_put_in_order_by_themselves(app: Starlette) -> None:
    contents = {name: official(name) for name in reversed(FILES)}
    assert in_order(contents) == [TERRITORIES, DEPARTMENTS, OUTLINES, COMMUNES, GROUPS, STRUCTURES]


async def test_what_comes_too_early_says_what_is_missing(app: Starlette) -> None:
    reports = await enter(GROUPS, OUTLINES)
    assert [report.lines[0].why for report in reports.values()] == [
        "Importez d'abord les territoires : ce fichier les nomme.",
        "Importez d'abord les territoires : ce fichier donne leurs contours.",
    ]
    await enter(TERRITORIES)
    assert (await enter(GROUPS))[GROUPS].lines[0].why == "Importez d'abord les communes : ce fichier les nomme."


async def test_structures_that_came_before_the_communes_are_completed(app: Starlette) -> None:
    early = (await enter(STRUCTURES))[STRUCTURES]
    assert outcomes(early) == {"created": 55}
    assert early.lines[0].warnings == ["La commune 18033 n'est pas dans l'annuaire : importez les communes."]
    await enter(TERRITORIES, COMMUNES, GROUPS)
    assert outcomes((await enter(STRUCTURES))[STRUCTURES]) == {"changed": 55}
    assert await Structure.filter(territory_id=None).count() == 0
    assert outcomes((await enter(STRUCTURES))[STRUCTURES]) == {"unchanged": 55}


async def test_territories_given_later_reach_the_structures(app: Starlette) -> None:
    await enter(TERRITORIES, COMMUNES, STRUCTURES)
    assert await Structure.filter(territory_id=None).count() == 55
    await enter(GROUPS)
    assert await Structure.filter(territory_id=None).count() == 0
