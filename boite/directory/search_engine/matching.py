"""Asking the full-text index: every group of words, and any word of each group. The same on both databases."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from boite.database.connection import fetch, on_sqlite
from boite.database.long_lists import marks
from boite.directory.search_engine.numbers import ENDED_FROM

COLUMNS = "d.id, d.structure_id, d.point_id, d.latitude, d.longitude, d.opening_hours, d.named"
Group = tuple[str, ...]
COMMON = 3500
"""Answers from which a word is common to PostgreSQL: of 100,000 documents, both ways then cost the same."""
FEW, AMONG = 2 * COMMON, 12_000
"""Documents that it sorts for a rare word, and that it reads one after the other for a common one, before it doubts."""


@dataclass(frozen=True, slots=True)
class Match:
    """Documents that have a word of each group, and not one of each group of `but`. Words come from the analysis."""

    every: tuple[Group, ...]
    but: tuple[Group, ...] = ()
    living: bool = False
    """Only structures that are still there."""

    def __bool__(self) -> bool:
        return bool(self.every)

    @property
    def number(self) -> str:
        """Where the numbers of documents are, in `source`."""
        return "directory_terms.rowid" if self and on_sqlite() else "d.id"

    def few(self, limit: int) -> tuple[str, str]:
        """A query that stops at `limit` documents, to be named `few`, and what gives their place as `d`.

        SQLite counts numbers alone five times faster than documents; PostgreSQL has to see the documents to count.
        """
        if self and on_sqlite():
            numbers = f"directory_terms WHERE directory_terms MATCH ? AND {self._bound}"
            joined = "few JOIN directory_document d ON d.id = few.id"
            return f"SELECT {self.number} AS id FROM {numbers} LIMIT {limit}", joined
        return f"SELECT d.id, d.latitude, d.longitude FROM {self.source} LIMIT {limit}", "few AS d"

    @property
    def source(self) -> str:
        """The clauses FROM and WHERE that give the documents themselves, as `d`, with the same marks."""
        if not self:
            return f"directory_document d WHERE {self._bound}"
        if on_sqlite():
            joined = "directory_terms JOIN directory_document d ON d.id = directory_terms.rowid"
            return f"{joined} WHERE directory_terms MATCH ? AND {self._bound}"
        # Asked through a subquery, the planner cannot know how common the words are, and always takes the index.
        return f"directory_document d WHERE d.terms @@ (SELECT CAST(? AS tsquery)) AND {self._bound}"

    @property
    def _bound(self) -> str:
        return f"{self.number} < {ENDED_FROM}" if self.living else "1 = 1"

    @property
    def values(self) -> list[str]:
        """What takes the place of the marks of `source`."""
        return [self._text()] if self else []

    def _text(self) -> str:
        """The question as the engine wants it. No word holds a quote, so nothing needs to be escaped."""
        either, both, neither, quote = ("OR", "AND", "NOT", '"') if on_sqlite() else ("|", "&", "& !", "'")

        def said(groups: Iterable[Group]) -> str:
            words = (f" {either} ".join(f"{quote}{word}{quote}" for word in group) for group in groups)
            return f" {both} ".join(f"({group})" for group in words)

        return f"({said(self.every)}) {neither} ({said(self.but)})" if self.but else said(self.every)

    async def exists(self) -> bool:
        """Whether a document answers."""
        return bool(await fetch(f"SELECT d.id FROM {self.source} LIMIT 1", *self.values))

    async def among(self, numbers: Sequence[int]) -> set[int]:
        """Those of these documents (their numbers) that answer."""
        if not numbers:
            return set()
        sql = f"SELECT {self.number} AS id FROM {self.source} AND {self.number} IN ({marks(numbers)})"
        return {row["id"] for row in await fetch(sql, *self.values, *numbers)}

    async def best(self, limit: int, *, rare: bool = False) -> list[dict[str, Any]]:
        """The documents that answer, the best prepared rank first, `limit` at most.

        `rare`: something wider `is_rare` already, so that nobody needs to ask again.
        """
        if on_sqlite() or not self:
            sql = f"SELECT {COLUMNS} FROM {self.source} ORDER BY {self.number} LIMIT {limit}"
            return await fetch(sql, *self.values)
        return await self._best_on_postgresql(limit, rare=rare)

    async def _best_on_postgresql(self, limit: int, *, rare: bool) -> list[dict[str, Any]]:
        """GIN gives everything that answers, in no order: good for a rare word, slow for a common one.

        A common word is answered by reading the documents themselves in the order of their rank: enough of them do
        before long. The planner knows which words are common; where it was wrong, the other way is taken.
        """
        if not (rare or await self.is_rare()) and len(rows := await self._walk(limit, AMONG)) == limit:
            return rows
        rows = await fetch(
            f"WITH few AS MATERIALIZED (SELECT d.id FROM {self.source} LIMIT {FEW + 1}),"
            f" best AS (SELECT id FROM few ORDER BY id LIMIT {limit})"
            f" SELECT {COLUMNS}, (SELECT count(*) FROM few) AS answers FROM best"
            " JOIN directory_document d ON d.id = best.id ORDER BY d.id",
            *self.values,
        )
        return rows if not rows or rows[0]["answers"] <= FEW else await self._walk(limit)

    async def is_rare(self) -> bool:
        """Whether PostgreSQL's planner expects few answers, from its statistics. SQLite has no use for it: no query."""
        if on_sqlite():
            return True
        sql = "EXPLAIN (FORMAT JSON) SELECT 1 FROM directory_document d WHERE d.terms @@ CAST(? AS tsquery)"
        (row,) = await fetch(sql, *self.values)
        (plan,) = json.loads(row["QUERY PLAN"])
        return bool(plan["Plan"]["Plan Rows"] <= COMMON)

    async def _walk(self, limit: int, among: int | None = None) -> list[dict[str, Any]]:
        """Read the documents in order until enough of them match, or `among` were read."""
        some = f"(SELECT * FROM directory_document ORDER BY id LIMIT {among})" if among else "directory_document"
        answers = "COALESCE(d.terms @@ (SELECT CAST(? AS tsquery)), FALSE)"  # so that the index cannot serve
        sql = f"SELECT {COLUMNS} FROM {some} AS d WHERE {answers} AND {self._bound} ORDER BY d.id LIMIT {limit}"
        return await fetch(sql, *self.values)
