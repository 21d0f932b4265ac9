"""Searches that found nothing, counted by day: what coordinators should add. Never who searched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from boite.clock import months_later, today
from boite.database.connection import execute, fetch
from boite.database.counters import DailyCounter, Tally
from boite.database.long_lists import marks
from boite.database.rows import retyped
from boite.directory.places.lookup import is_postal_code
from boite.text.normalise import fold

MISSED = DailyCounter("directory_missed_search", ("place", "words", "territory_id"))
LONGEST = 120
"""Most characters kept of a search."""
KEPT_MONTHS = 12
MOST = 500
"""Searches told to a coordinator."""
_ADDRESS = re.compile(r"\S*@\S*")
_NUMBER = re.compile(r"\+?\d(?:[\s.\-/()]*\d){4,}")
"""Five digits or more, spaces and dots between them or not: a phone number, a file's number, a birth date."""
_CODE = re.compile(r"(?<!\d)\d{5}(?!\d)")


async def note_missed(tally: Tally, words: str, place: str = "directory", territory_id: str = "") -> None:
    """Count a search that found nothing, typed in `place` (`directory` or `orientation`). Nothing personal is kept."""
    kept = await _anonymous(words)
    if kept:
        tally.note(MISSED, place, kept, territory_id)


async def _anonymous(words: str) -> str:
    """The folded words without email addresses and long numbers. The postal code of a commune stays."""
    text = _ADDRESS.sub(" ", fold(words[: 4 * LONGEST].replace("\x00", " ")))
    codes = {code for code in _CODE.findall(text) if await is_postal_code(code)}
    text = _NUMBER.sub(lambda found: found[0] if found[0] in codes else " ", text)
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:LONGEST].strip()


async def missed(territories: Sequence[str], since: date) -> list[dict[str, Any]]:
    """What was not found since a day in these territories, or in none: `words`, `place`, `times`, `last` day.

    The most frequent first.
    """
    among = marks(territories) or "''"
    rows = await fetch(
        "SELECT words, place, CAST(SUM(times) AS BIGINT) AS times, MAX(day) AS last FROM directory_missed_search"
        f" WHERE day >= ? AND (territory_id IN ({among}) OR territory_id = '')"
        f" GROUP BY words, place ORDER BY 3 DESC, 4 DESC, words LIMIT {MOST}",
        since,
        *territories,
    )
    return retyped(rows, last=date)


async def counted(begins: date, ends: date, territories: Sequence[str] | None) -> list[tuple[str, int]]:
    """The words not found from one day up to another, and how many times; None: wherever, or in these territories only.

    The most frequent first, MOST at most.
    """
    if territories is not None and not territories:
        return []
    where = "" if territories is None else f" AND territory_id IN ({marks(territories)})"
    rows = await fetch(
        "SELECT words, CAST(SUM(times) AS BIGINT) AS times FROM directory_missed_search WHERE day >= ? AND day < ?"
        f"{where} GROUP BY words ORDER BY 2 DESC, words LIMIT {MOST}",
        begins,
        ends,
        *(territories or ()),
    )
    return [(row["words"], int(row["times"])) for row in rows]


async def forget_missed() -> int:
    """Delete what is older than twelve months. Returns how many rows."""
    return await execute("DELETE FROM directory_missed_search WHERE day < ?", months_later(today(), -KEPT_MONTHS))
