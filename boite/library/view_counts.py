"""How many times a resource was opened, by day, without any identity: no address, no cookie, no person."""

from __future__ import annotations

from uuid import UUID

from boite.clock import today
from boite.database.connection import execute, fetch


async def count(resource_id: UUID) -> None:
    """One more view today: a single statement, so that none is lost."""
    await execute(
        "INSERT INTO library_views (resource_id, day, times) VALUES (?, ?, 1)"
        " ON CONFLICT (resource_id, day) DO UPDATE SET times = library_views.times + 1",
        resource_id,
        today(),
    )


async def totals(resource_ids: list[UUID]) -> dict[str, int]:
    """How many views each of these had, since the beginning."""
    if not resource_ids:
        return {}
    marks = ", ".join("?" for _ in resource_ids)
    rows = await fetch(
        f"SELECT resource_id, SUM(times) AS times FROM library_views WHERE resource_id IN ({marks})"
        " GROUP BY resource_id",
        *resource_ids,
    )
    return {str(row["resource_id"]): int(row["times"]) for row in rows}
