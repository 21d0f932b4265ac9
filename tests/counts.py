"""What is counted, written at once: what a process does every few seconds."""

from __future__ import annotations

from typing import Any

from boite.database.counters import DailyCounter, Tally
from boite.directory.search import missed_searches


async def count(counter: DailyCounter, *values: Any) -> None:
    """One more today."""
    tally = Tally()
    tally.note(counter, *values)
    await tally.write()


async def note_missed(words: str, place: str = "directory", territory_id: str = "") -> None:
    """A search that found nothing."""
    tally = Tally()
    await missed_searches.note_missed(tally, words, place, territory_id)
    await tally.write()
