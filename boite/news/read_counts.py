"""How many times a piece of news was read, by day, without any identity: no address, no cookie, no person."""

from __future__ import annotations

from uuid import UUID

from boite.clock import today
from boite.database.connection import execute, fetch


async def count(article_id: UUID) -> None:
    """One more reading today: a single statement, so that none is lost."""
    await execute(
        "INSERT INTO news_reads (article_id, day, times) VALUES (?, ?, 1)"
        " ON CONFLICT (article_id, day) DO UPDATE SET times = news_reads.times + 1",
        article_id,
        today(),
    )


async def totals(article_ids: list[UUID]) -> dict[str, int]:
    """How many readings each of these had, since the beginning."""
    if not article_ids:
        return {}
    marks = ", ".join("?" for _ in article_ids)
    rows = await fetch(
        f"SELECT article_id, SUM(times) AS times FROM news_reads WHERE article_id IN ({marks}) GROUP BY article_id",
        *article_ids,
    )
    return {str(row["article_id"]): int(row["times"]) for row in rows}
