"""Counts by day: none lost when several come together, and totals of more rows than one statement may hold."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from boite.clock import advance
from boite.database.connection import execute, fetch, opened
from boite.database.counters import DailyCounter
from boite.settings import Settings

COUNTER = DailyCounter("directory_missed_search", ("place", "words", "territory_id"))


async def test_counts_that_come_together_are_all_kept_by_day(settings: Settings) -> None:
    async with opened(settings):
        for _ in range(2):
            await asyncio.gather(*(COUNTER.count("directory", "moto", "") for _ in range(10)))
            advance(timedelta(days=1))
        assert [row["times"] for row in await fetch("SELECT times FROM directory_missed_search")] == [10, 10]
        assert await COUNTER.totals("words", ["moto", "velo"]) == {"moto": 20}


async def test_a_count_that_fails_is_told_to_the_logs_alone(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(settings):
        await execute("DROP TABLE directory_missed_search")
        await COUNTER.count("directory", "moto", "")
    assert "directory_missed_search: not counted" in caplog.text


async def test_totals_of_more_than_one_statement_may_hold(settings: Settings) -> None:
    async with opened(settings):
        await COUNTER.count("directory", "moto", "")
        wanted = ["moto", *(uuid4().hex for _ in range(33_000)), "moto"]
        assert await COUNTER.totals("words", wanted) == {"moto": 1}
        assert await COUNTER.totals("words", []) == {}
