"""What readers see in lists: what is on line where and for whom they ask, newest first; or what has their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from tortoise.fields import DateField, DatetimeField, UUIDField
from tortoise.fields.base import Field

from boite.database.connection import fetch
from boite.database.long_lists import marks
from boite.database.rows import retyped
from boite.database.shortened import LAST_PAGE
from boite.directory.models import REGION
from boite.directory.sheet.publics import accepting
from boite.publishing import full_text
from boite.publishing.rows import Tables
from boite.text.stems import asked

PAGE = 20
ONLINE = "p.stage = 'published'"
COMMON = (
    *("id", "slug", "title", "summary", "topic", "signature", "territory_id", "picture_id", "picture_alt"),
    *("published_at", "corrected_at", "changed_at"),
)
"""The columns that every list shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to read. Empty fields do not count."""

    territory: str = ""
    """A local territory: what is shown there, and what is for the whole region. The region's code: only the latter."""
    public: str = ""
    """A situation and traits (`publics.said`)."""
    topics: tuple[str, ...] = ()
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a list, and whether another follows."""

    rows: list[dict[str, Any]]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A page of results. `nearest` where none has all the words, and these have some of them."""

    listed: Listed
    nearest: bool = False


Condition = tuple[str, list[Any]]
"""A condition on the publication `p`, and its values."""
W = TypeVar("W", bound=Wanted)


def both(*conditions: Condition) -> Condition:
    """All of these conditions."""
    return " AND ".join(said for said, _ in conditions), [value for _, values in conditions for value in values]


class Listing(Generic[W]):
    """The lists of one kind. `own`: columns besides the common ones; `joined`, `selected`: what other tables say."""

    def __init__(self, tables: Tables[Any], *, own: Sequence[str] = (), joined: str = "", selected: str = "") -> None:
        self.tables = tables
        self.joined = f"LEFT JOIN directory_territory t ON t.code = p.territory_id {joined}"
        self.columns = ", ".join(f"p.{name}" for name in (*COMMON, *own)) + ", t.name AS territory" + selected

    @property
    def source(self) -> str:
        """The publications `p`, and what is joined to them."""
        return f"{self.tables.publication._meta.db_table} p {self.joined}"

    def facets(self, wanted: W) -> list[Condition]:
        """The conditions that only this kind has."""
        return []

    def matching(self, wanted: W) -> Condition:
        """The condition of what is wanted, on line."""
        return both((ONLINE, []), *self._placed(wanted), *self.facets(wanted))

    def _placed(self, wanted: Wanted) -> list[Condition]:
        parts: list[Condition] = []
        places, publics = self.tables.place._meta.db_table, self.tables.public._meta.db_table
        of = f"{self.tables.name}_id = p.id"
        if wanted.territory == REGION:
            parts.append(("p.territory_id IS NULL", []))
        elif wanted.territory:
            shown = f"EXISTS (SELECT 1 FROM {places} x WHERE x.{of} AND x.territory_id = ?)"
            parts.append((f"(p.territory_id IS NULL OR {shown})", [wanted.territory]))
        if wanted.public:
            codes = sorted(accepting(wanted.public))
            parts.append((f"EXISTS (SELECT 1 FROM {publics} y WHERE y.{of} AND y.code IN ({marks(codes)}))", codes))
        return [*parts, *one_of("topic", wanted.topics)]

    async def rows(self, condition: Condition, *, limit: int, start: int = 0, also: str = "") -> list[dict[str, Any]]:
        """So many rows that meet this condition, the newest first. `also`: more columns."""
        where, values = condition
        end = f"ORDER BY p.published_at DESC, p.id LIMIT {int(limit)} OFFSET {int(start)}"
        return self.typed(await fetch(f"SELECT {self.columns}{also} FROM {self.source} WHERE {where} {end}", *values))

    async def page(self, wanted: W, *conditions: Condition) -> Listed:
        """A page of what is wanted, and of what meets these conditions besides. One query."""
        condition = both(self.matching(wanted), *conditions)
        return self.listed(wanted, await self.rows(condition, limit=PAGE + 1, start=(wanted.page - 1) * PAGE))

    def listed(self, wanted: W, rows: list[dict[str, Any]]) -> Listed:
        """These rows as a page: one too many tells that another follows."""
        return Listed(rows[:PAGE], len(rows) > PAGE and wanted.page < LAST_PAGE)

    async def search(self, wanted: W) -> Found:
        """What has every word, title first, then the newest; else what has some."""
        stems, condition = asked(wanted.words), self.matching(wanted)
        for every in (True, False) if stems else ():
            start = (wanted.page - 1) * PAGE
            rows = await self.matches(stems, condition, every=every, limit=PAGE + 1, start=start)
            if rows or len(stems) == 1:
                return Found(self.listed(wanted, rows), nearest=not every)
        return Found(Listed([]))

    async def matches(
        self, stems: list[str], condition: Condition, *, every: bool, limit: int, start: int = 0
    ) -> list[dict[str, Any]]:
        """So many rows that have these stems, the nearest first."""
        select = f"SELECT {self.columns} FROM {{}} {self.joined}"
        found = await full_text.matches(
            self.tables, stems, every=every, select=select, condition=condition, limit=limit, start=start
        )
        return self.typed(found)

    def typed(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The same from both drivers; identifiers as addresses have them, empty where there is none."""
        fields = self.tables.publication._meta.fields_map
        asked = {name: fields[name] for name in rows[0] if name in fields} if rows else {}
        keys = [name for name, field in asked.items() if isinstance(field, UUIDField)]
        kinds = {name: _KINDS[kind] for name, field in asked.items() for kind in _KINDS if isinstance(field, kind)}
        for row in retyped(rows, **kinds):
            row |= {name: row[name] or "" for name in keys}
        return rows


_KINDS: dict[type[Field[Any]], type[Any]] = {DatetimeField: datetime, DateField: date, UUIDField: str}


def one_of(column: str, values: Sequence[Any]) -> list[Condition]:
    """The condition that a column holds one of these values; none where there are none."""
    return [(f"p.{column} IN ({marks(values)})", list(values))] if values else []
