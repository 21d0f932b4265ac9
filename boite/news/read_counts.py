"""How many times a piece of news was read, by day."""

from __future__ import annotations

from uuid import UUID

from boite.database.counters import DailyCounter

READS = DailyCounter("news_reads", ("article_id",))


async def count(article_id: UUID) -> None:
    """One more reading today."""
    await READS.count(article_id)


async def totals(article_ids: list[UUID]) -> dict[str, int]:
    """How many readings each of these had, since the beginning."""
    return await READS.totals("article_id", article_ids)
