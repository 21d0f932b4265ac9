"""How many times a piece of news was read, by day."""

from __future__ import annotations

from boite.database.counters import DailyCounter

READS = DailyCounter("news_reads", ("article_id",))
