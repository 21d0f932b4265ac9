"""Counts by day: written together, none lost when several come together, at a stop, or while the base is away."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st
from starlette.applications import Starlette
from tortoise.exceptions import OperationalError

from boite.clock import advance
from boite.database import counters
from boite.database.connection import execute, fetch, opened
from boite.database.counters import Tally, keeping
from boite.directory.search.missed_searches import MISSED
from boite.directory.search.use_counts import SEARCHES
from boite.news.read_counts import READS
from boite.settings import Settings
from tests.counts import count
from tests.orientation.guide_rows import make_question, make_region
from tests.visitors import FIREFOX, Visitor

TIMES = "SELECT times FROM directory_missed_search ORDER BY day, words"


async def times() -> list[int]:
    return [row["times"] for row in await fetch(TIMES)]


@pytest.mark.each_engine
async def test_counts_that_come_together_are_all_kept_by_day(settings: Settings) -> None:
    async with opened(settings):
        tallies = [Tally() for _ in range(3)]
        for _ in range(2):
            for tally in tallies:
                for words in ("moto", "velo", "moto"):
                    tally.note(MISSED, "directory", words, "")
            advance(timedelta(days=1))
        assert await times() == []
        assert await asyncio.gather(*(tally.write() for tally in tallies)) == [4, 4, 4]
        assert await times() == [6, 3, 6, 3]
        assert await asyncio.gather(*(tally.write() for tally in tallies)) == [0, 0, 0]
        assert await times() == [6, 3, 6, 3]
        assert await MISSED.totals("words", ["moto", "train"]) == {"moto": 12}


@pytest.mark.each_engine
async def test_what_is_gone_meanwhile_takes_nothing_else_with_it(settings: Settings) -> None:
    """A piece of news that is deleted after it was read: its row has nobody to belong to."""
    async with opened(settings):
        tally = Tally()
        tally.note(READS, uuid4())
        tally.note(MISSED, "directory", "moto", "")
        tally.note(SEARCHES, "visitor", "")
        await tally.write()
        assert await times() == [1]
        assert await SEARCHES.totals("profile", ["visitor"]) == {"visitor": 1}
        assert not tally


async def test_what_fails_waits_for_the_next_time(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    async with opened(settings):
        tally = Tally()
        async with keeping(tally, every=0.01):
            await execute("ALTER TABLE directory_missed_search RENAME TO away")
            tally.note(MISSED, "directory", "moto", "")
            tally.note(SEARCHES, "visitor", "")
            with pytest.raises(OperationalError):
                await tally.write()
            await asyncio.sleep(0.05)  # and the task of the process tries too, in vain
            assert "counts wait" in caplog.text
            tally.note(MISSED, "directory", "moto", "")
            await execute("ALTER TABLE away RENAME TO directory_missed_search")
        assert await times() == [2]
        assert await SEARCHES.totals("profile", ["visitor"]) == {"visitor": 1}, "neither lost nor written twice"


async def test_a_stop_writes_what_waits(settings: Settings) -> None:
    async with opened(settings):
        tally = Tally()
        async with keeping(tally):
            tally.note(MISSED, "directory", "moto", "")
        assert await times() == [1]


async def test_a_hundred_views_are_one_write(app: Starlette, client: Visitor) -> None:
    """Each write empties what pages keep in memory, on SQLite: a hundred before, one now."""
    await make_region()
    question = await make_question()
    address, pulse = f"/qui-peut-m-aider/{question.slug}?ou=&qui=", app.state.memory.pulse
    await client.get(address, headers=FIREFOX)
    before, moved = pulse.beat(), 0
    for _ in range(99):
        assert (await client.get(address, headers=FIREFOX)).status_code == 200
        moved += pulse.beat() != before
    assert moved == 0
    assert await app.state.tally.write() == 1
    assert pulse.beat() != before or before is None
    assert [row["times"] for row in await fetch("SELECT times FROM orientation_use")] == [100]


async def test_searches_are_counted_by_profile_and_never_by_whom(
    app: Starlette, client: Visitor, visitor: Visitor
) -> None:
    for reader in (client, client, visitor):
        await reader.get("/annuaire/?mots=moto", headers=FIREFOX)
        await reader.get("/annuaire/?mots=moto&page=2", headers=FIREFOX)
        await reader.get("/annuaire/?mots=moto", headers={"user-agent": "Googlebot/2.1"})
    await app.state.tally.write()
    assert await SEARCHES.totals("profile", ["visitor", "person", "professional"]) == {"visitor": 2, "person": 1}
    assert set((await fetch("SELECT * FROM directory_use"))[0]) == {"id", "day", "profile", "territory_id", "times"}


async def test_what_strangers_make_up_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters, "MOST", 3)
    tally = Tally()
    for words in "abcdea":
        tally.note(MISSED, "directory", words, "")
    assert len(tally) == 3
    assert sum(sum(rows.values()) for rows in tally._waiting.values()) == 4, "what was there already still counts"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.booleans()), max_size=12))
@profile(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
def test_whenever_it_is_written_the_sum_is_the_same(settings: Settings, seen: list[tuple[str, bool]]) -> None:
    asyncio.run(_same_sum(settings, seen))


async def _same_sum(settings: Settings, seen: list[tuple[str, bool]]) -> None:
    async with opened(settings):
        await execute("DELETE FROM directory_missed_search")
        tally = Tally()
        for words, writes in seen:
            tally.note(MISSED, "directory", words, "")
            if writes:
                await tally.write()
        await tally.write()
        every = [words for words, _ in seen]
        assert await MISSED.totals("words", "abc") == {word: every.count(word) for word in set(every)}


async def test_totals_of_more_than_one_statement_may_hold(settings: Settings) -> None:
    async with opened(settings):
        await count(MISSED, "directory", "moto", "")
        wanted = ["moto", *(uuid4().hex for _ in range(33_000)), "moto"]
        assert await MISSED.totals("words", wanted) == {"moto": 1}
        assert await MISSED.totals("words", []) == {}
