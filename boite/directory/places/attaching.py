"""Places that came before their commune: attached once the directory knows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from boite.directory.places.address_commune import Address, Gazetteer, Town, gazetteer
from boite.directory.search_engine import search_index
from boite.directory.sheet.structure_rows import ReceptionPoint, Structure

AT_ONCE = 500
"""Places read at once."""


async def attach() -> int:
    """Give a commune to each place that has none and whose address says it, in the caller's transaction. How many."""
    count, last = 0, UUID(int=0)
    while rows := await _lost(last):
        count, last = count + await _attached(rows), rows[-1]["id"]
    return count


async def _lost(last: UUID) -> list[dict[str, Any]]:
    """The next places without a commune."""
    columns = ("id", "structure_id", "rank", "postal_code", "city", "latitude", "longitude", "structure__extra")
    return await ReceptionPoint.filter(commune_id=None, id__gt=last).order_by("id").limit(AT_ONCE).values(*columns)


async def _attached(rows: Sequence[dict[str, Any]]) -> int:
    known = await gazetteer({_address(row) for row in rows}, {_code(row) for row in rows})
    found = [(row, town) for row in rows if (town := _town(row, known))]
    for row, town in found:
        located = {} if row["latitude"] is not None else {"latitude": town.latitude, "longitude": town.longitude}
        await ReceptionPoint.filter(id=row["id"]).update(commune_id=town.code, **located)
        if row["rank"] == 0:
            await Structure.filter(id=row["structure_id"], territory_id=None).update(territory_id=town.territory_id)
    await search_index.index_many({row["structure_id"] for row, _ in found})
    return len(found)


def _address(row: dict[str, Any]) -> Address:
    return Address(row["postal_code"], row["city"], row["latitude"], row["longitude"])


def _code(row: dict[str, Any]) -> str:
    """The code that a file gave and nobody knew then: that of the structure's own address."""
    return str(row["structure__extra"].get("code_insee", "")) if row["rank"] == 0 else ""


def _town(row: dict[str, Any], known: Gazetteer) -> Town | None:
    return known.by_code.get(_code(row)) or known.resolve(_address(row)).town
