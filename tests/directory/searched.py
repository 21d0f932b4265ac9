"""What the tests of the search share: a place, many structures alike, the names of what is found."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from boite.database.connection import transaction
from boite.directory.models import ReceptionPoint, Structure
from boite.directory.places.lookup import Place
from boite.directory.search_engine.search import SearchCriteria, search
from boite.directory.search_engine.search_index import index_many

ORLEANS = Place("45234", "Orléans", 47.9, 1.9, None)


async def names(words: str = "", **wanted: Any) -> list[str]:
    """The names of what is found, in order."""
    return [hit.structure["name"] for hit in (await search(SearchCriteria(words=words, **wanted))).hits]


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
