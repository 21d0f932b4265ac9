"""Documents follow what happens to a structure, its points, its networks; words come and go with them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from boite.database.connection import fetch, on_sqlite, transaction
from boite.directory.models import Commune, Document, NetworkName, ReceptionPoint, Structure, Word
from boite.directory.search_engine.matching import Match
from boite.directory.search_engine.numbers import ENDED_FROM, Lacks, number
from boite.directory.search_engine.search import SearchCriteria, search
from boite.directory.search_engine.search_index import index, index_communes, index_many, reindex_all
from tests.directory.sheets import make_commune, make_structure, make_territory
from tests.files.test_query_counts import counted

pytestmark = pytest.mark.usefixtures("app")


async def found(words: str, **wanted: Any) -> list[str]:
    return [hit.structure["name"] for hit in (await search(SearchCriteria(words=words, **wanted))).hits]


async def renew(structure: Structure, **values: Any) -> None:
    """What a verb does: change, then index, in one transaction."""
    async with transaction():
        await Structure.filter(id=structure.id).update(**values)
        await index(structure.id)


async def test_a_new_name_replaces_the_old_one() -> None:
    structure = await make_structure("Relais du Berry", networks=[])
    await renew(structure, name="Maison du Sancerrois")
    assert await found("sancerrois") == ["Maison du Sancerrois"]
    assert not await Match((("berry",),)).exists()
    assert await Document.all().count() == 1


async def test_indexing_twice_gives_the_same_documents() -> None:
    structure = await make_structure(points=[{"city": "Gien"}])
    before = await Document.all().order_by("id").values()
    await renew(structure)
    assert await Document.all().order_by("id").values() == before
    assert len(before) == 2


async def test_what_is_taken_back_leaves_nothing() -> None:
    structure = await make_structure("Relais du Berry", networks=[])

    async def fails() -> None:
        async with transaction():
            await Structure.filter(id=structure.id).update(name="Autre")
            await index(structure.id)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    assert await found("berry") == ["Relais du Berry"]
    assert await found("autre") == []


async def test_a_document_that_goes_with_its_point_takes_its_words() -> None:
    structure = await make_structure(points=[{"city": "Châteauneuf"}])
    await ReceptionPoint.filter(structure_id=structure.id, rank=1).delete()
    assert await found("chateauneuf") == []
    assert not await Match((("chateauneuf",),)).exists()
    if on_sqlite():
        rows = await fetch("SELECT rowid FROM directory_terms WHERE directory_terms MATCH '\"chateauneuf\"'")
        assert rows == []


async def test_a_structure_that_is_not_there_is_not_indexed() -> None:
    structure = await make_structure()
    await Structure.filter(id=structure.id).delete()
    async with transaction():
        await index(structure.id)
        await index_many([])
    assert await Document.all().count() == 0


async def test_two_verbs_at_once_leave_one_set_of_documents() -> None:
    structure = await make_structure(points=[{"city": "Gien"}])
    await asyncio.gather(*(renew(structure, name=f"Mission {number}") for number in range(5)))
    documents = await Document.all()
    assert len(documents) == 2
    assert len({document.named.split("\n")[0] for document in documents}) == 1
    assert len(await found("mission")) == 1


async def test_words_that_many_learn_at_once_are_entered_once() -> None:
    structures = [await make_structure(networks=[]) for _ in range(4)]
    await asyncio.gather(*(renew(structure, name="Ludothèque numérique") for structure in structures))
    assert await Word.filter(word="ludotheque").count() == 1
    assert len(await found("ludoteque")) == 4


async def test_reindexing_all_takes_new_names_and_forgets_mistyped_ones() -> None:
    structure = await make_structure("Misson locale de Blois")
    await renew(structure, name="Mission locale de Blois")
    await NetworkName.create(network_id="mission-locale", name="Pamlo")
    assert await found("pamlo") == []
    assert await Word.exists(word="misson")
    assert await reindex_all() == 1
    assert await found("pamlo") == ["Mission locale de Blois"]
    assert not await Word.exists(word="misson")
    assert (await search(SearchCriteria(words="misson"))).corrected == {"misson": "mission"}


async def test_communes_teach_their_names_and_move_their_structures() -> None:
    await make_commune("Gien", "45155", ["45500"], 47.69, 2.63)
    await make_territory("SPRO-45-MONTARGIS-GIEN", "Montargis-Gien")
    await make_structure(city="Gien", commune="45155")
    await Commune.filter(code="45155").update(territory_id="SPRO-45-MONTARGIS-GIEN")
    async with transaction():
        await index_communes(["45155"])
    assert await found("", territory="SPRO-45-MONTARGIS-GIEN") == ["Mission locale d'Orléans"]
    assert (await Word.get(word="gien")).shown == "gien"
    assert await Word.exists(word="45500")


@pytest.mark.parametrize(
    "columns",
    [
        {"hours": "n'importe quoi"},
        {"latitude": 95.0, "longitude": 1.0},
        {"latitude": 47.0},
        {"name": "'; DROP TABLE directory_document; --"},
        {"name": '"MATCH" * AND NOT'},
        {"name": "\ud7ff🧭", "description": "x" * 100_000},
        {"services": [{"name": "a", "needs": ["inconnu--x", "", "--"], "publics": ["inconnu", ""]}]},
        {"networks": ["un-reseau-inconnu", ""]},
    ],
)
async def test_odd_rows_are_indexed_all_the_same(columns: dict[str, Any]) -> None:
    await make_structure(**columns)
    assert await Document.all().count() == 1


async def test_the_number_of_statements_does_not_depend_on_the_sheet() -> None:
    structure = await make_structure()
    counts = []
    for _ in range(2):
        with counted() as seen:
            await renew(structure)
        counts.append(len(seen))
        await ReceptionPoint.bulk_create([ReceptionPoint(structure_id=structure.id, rank=n) for n in range(1, 30)])
    assert counts[0] <= counts[1] <= counts[0] + 2  # new words of the new points, entered once
    assert counts[1] <= 16


async def test_ranks_keep_what_lacks_less_first_and_what_ended_last() -> None:
    whole, bare = Lacks(*[False] * 5), Lacks(*[True] * 5)
    for identifier in (f"fiche-{count}/0" for count in range(50)):
        numbers = [
            number(identifier, whole, ended=False, secondary=False),
            number(identifier, whole, ended=False, secondary=True),
            number(identifier, bare, ended=False, secondary=False),
            number(identifier, bare, ended=False, secondary=True),
        ]
        assert numbers == sorted(set(numbers))
        assert numbers[-1] < ENDED_FROM <= number(identifier, whole, ended=True, secondary=False)
        assert number(identifier, bare, ended=True, secondary=True) < 2**63
