"""Searching by words: what is found, in which order; structures that are no longer there."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from boite.clock import today
from boite.database.connection import transaction
from boite.directory.models import Ending, EndKind
from boite.directory.search_engine.search import SearchCriteria, search
from boite.directory.search_engine.search_index import index
from tests.directory.searched import ORLEANS, names
from tests.directory.sheets import make_commune, make_structure

pytestmark = pytest.mark.usefixtures("app")


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
    found = await search(SearchCriteria(words="sophrologie"))
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


# ── what is no longer there ───────────────────────────────────────────────────


async def test_an_ended_structure_is_found_by_its_name_after_the_others() -> None:
    gone = await make_structure("Mission locale", latitude=47.9, longitude=1.9)
    await make_structure("Mission locale du Loiret", latitude=47.95, longitude=1.9)
    async with transaction():
        await Ending.create(id=uuid4(), structure_id=gone.id, kind=EndKind.CLOSED)
        await index(gone.id)
    for place in (None, ORLEANS):
        found = await search(SearchCriteria(words="mission locale", place=place))
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


async def test_what_offers_it_comes_before_what_is_as_near_and_only_speaks_of_it() -> None:
    here: dict[str, Any] = {"longitude": 1.9, "commune": "45234"}
    await make_commune()
    await make_structure("Tout près", networks=[], description="On y parle de sophrologie.", latitude=47.901, **here)
    await make_structure("À côté", networks=[], services=["Sophrologie"], latitude=47.93, **here)
    await make_structure("Plus loin", networks=[], services=["Sophrologie"], latitude=48.0, **here)
    assert await names("sophrologie", place=ORLEANS) == ["À côté", "Tout près", "Plus loin"]
