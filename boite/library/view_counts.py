"""How many times a resource was opened, by day."""

from __future__ import annotations

from uuid import UUID

from boite.database.counters import DailyCounter

VIEWS = DailyCounter("library_views", ("resource_id",))


async def count(resource_id: UUID) -> None:
    """One more view today."""
    await VIEWS.count(resource_id)


async def totals(resource_ids: list[UUID]) -> dict[str, int]:
    """How many views each of these had, since the beginning."""
    return await VIEWS.totals("resource_id", resource_ids)
