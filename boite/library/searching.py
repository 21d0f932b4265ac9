"""Finding resources by words: their own, and the names of the jobs that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boite.database.connection import fetch, on_sqlite
from boite.library.listing import COLUMNS, JOINED, LAST_PAGE, PAGE, Listed, Wanted, matching, typed
from boite.library.models import Resource
from boite.text.stems import asked

ALIKE = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `nearest` where none has all the words, and these have some of them."""

    listed: Listed
    nearest: bool = False


async def search(wanted: Wanted) -> Found:
    """The resources that have every word, title first, then the newest; else those that have some."""
    stems = asked(wanted.words)
    if not stems:
        return Found(Listed([]))
    for every in (True, False):
        rows = await _matches(stems, every, wanted, PAGE + 1, (wanted.page - 1) * PAGE)
        if rows or len(stems) == 1:
            return Found(Listed(rows[:PAGE], len(rows) > PAGE and wanted.page < LAST_PAGE), nearest=not every)
    return Found(Listed([]))


async def alike(resource: Resource) -> list[dict[str, Any]]:
    """A few others about the same, where the same people are. One query."""
    stems = asked(f"{resource.title} {resource.summary}")
    wanted = Wanted(territory=resource.territory_id or "", topics=(resource.topic,))
    rows = await _matches(stems, False, wanted, ALIKE + 1) if stems else []
    return [row for row in rows if row["id"] != str(resource.id)][:ALIKE]


async def _matches(stems: list[str], every: bool, wanted: Wanted, limit: int, start: int = 0) -> list[dict[str, Any]]:
    where, values = matching(wanted)
    resources = f"JOIN library_resource r ON r.id = d.resource_id {JOINED}"
    if on_sqlite():
        words = (" AND " if every else " OR ").join(f'"{stem}"' for stem in stems)
        rows = await fetch(
            f"SELECT {COLUMNS} FROM library_terms JOIN library_document d ON d.id = library_terms.rowid {resources}"
            f" WHERE library_terms MATCH ? AND {where}"
            f" ORDER BY bm25(library_terms, 8.0, 1.0, 3.0), r.published_at DESC LIMIT {limit} OFFSET {start}",
            words,
            *values,
        )
        return typed(rows)
    words = (" & " if every else " | ").join(f"'{stem}'" for stem in stems)
    rows = await fetch(
        f"SELECT {COLUMNS} FROM library_document d {resources} WHERE d.terms @@ to_tsquery('simple', ?) AND {where}"
        " ORDER BY ts_rank(d.terms, to_tsquery('simple', ?)) DESC, r.published_at DESC"
        f" LIMIT {limit} OFFSET {start}",
        words,
        *values,
        words,
    )
    return typed(rows)
