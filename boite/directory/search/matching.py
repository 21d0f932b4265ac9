"""Asking the full-text index: every group of words, and any word of each group. The same on both databases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from boite.database import fetch, on_sqlite
from boite.directory.search.numbers import ENDED_FROM

COLUMNS = "d.id, d.structure_id, d.point_id, d.latitude, d.longitude, d.opening_hours, d.named"
Group = tuple[str, ...]
FEW = 3000
"""Documents that PostgreSQL sorts without further thought."""


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
        """Where the numbers of documents are, in `numbers`."""
        return "directory_terms.rowid" if self and on_sqlite() else "d.id"

    @property
    def numbers(self) -> str:
        """The clauses FROM and WHERE that give the numbers of the documents, with a mark for each of `values`."""
        if self and on_sqlite():
            return f"directory_terms WHERE directory_terms MATCH ? AND {self._bound}"
        return self.source

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
        return bool(await fetch(f"SELECT {self.number} FROM {self.numbers} LIMIT 1", *self.values))

    async def best(self, limit: int) -> list[dict[str, Any]]:
        """The documents that answer, the best prepared rank first, `limit` at most."""
        if on_sqlite() or not self:
            sql = f"SELECT {COLUMNS} FROM {self.source} ORDER BY {self.number} LIMIT {limit}"
            return await fetch(sql, *self.values)
        return await self._best_on_postgresql(limit)

    async def _best_on_postgresql(self, limit: int) -> list[dict[str, Any]]:
        """GIN gives everything that answers, in no order: good for a rare word, slow for a common one.

        It is stopped after FEW. Where there are more, the documents themselves are read in the order of their rank:
        enough of them answer before long.
        """
        few = (
            f"WITH few AS MATERIALIZED (SELECT d.id FROM {self.source} LIMIT {FEW + 1})"
            f" SELECT {COLUMNS}, (SELECT count(*) FROM few) AS answers FROM directory_document d"
            f" WHERE d.id IN (SELECT id FROM few ORDER BY id LIMIT {limit}) ORDER BY d.id"
        )
        rows = await fetch(few, *self.values)
        if not rows or rows[0]["answers"] <= FEW:
            return rows
        answers = "COALESCE(d.terms @@ (SELECT CAST(? AS tsquery)), FALSE)"  # so that the index cannot serve
        walk = f"SELECT {COLUMNS} FROM directory_document d WHERE {answers} AND {self._bound} ORDER BY d.id"
        return await fetch(f"{walk} LIMIT {limit}", *self.values)
