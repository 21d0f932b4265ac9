"""What all boxes hold together: numbers of nobody."""

from __future__ import annotations

from dataclasses import dataclass

from boite.database.connection import fetch

SQL = (
    "SELECT COUNT(*) AS boxes, COALESCE(SUM(quota_bytes), 0) AS quota,"
    " COALESCE(SUM(used_bytes + reserved_bytes), 0) AS used FROM files_space"
)


@dataclass(frozen=True, slots=True)
class BoxTotals:
    """How many boxes, people's and groups'; the bytes promised to them, and those that they use or reserve."""

    count: int = 0
    quota: int = 0
    used: int = 0


async def box_totals() -> BoxTotals:
    """One query."""
    [row] = await fetch(SQL)
    return BoxTotals(int(row["boxes"]), int(row["quota"]), int(row["used"]))
