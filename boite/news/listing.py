"""What readers see: the front page that is theirs, the archive by month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from boite.clock import day_of, midnight, today
from boite.database.connection import fetch
from boite.database.parts import marks
from boite.database.rows import retyped
from boite.directory.models import REGION
from boite.directory.sheet.publics import accepting

PAGE = 20
LAST_PAGE = 50
"""The archive goes further."""
COLUMNS = (
    "a.id, a.slug, a.title, a.summary, a.topic, a.signature, a.published_at, a.corrected_at, a.changed_at, a.ends_on,"
    " a.territory_id, a.picture_id, a.picture_alt, t.name AS territory"
)
SOURCE = "news_article a LEFT JOIN directory_territory t ON t.code = a.territory_id"
ONLINE = "a.stage = 'published'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to read. Empty fields do not count."""

    territory: str = ""
    """A local territory: its news and those of the whole region. The region's own code: only the latter."""
    public: str = ""
    """Code of `publics.ASKED`."""
    topics: tuple[str, ...] = ()
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of news, and whether another follows."""

    rows: list[dict[str, Any]]
    more: bool = False


Condition = tuple[str, list[Any]]


def matching(wanted: Wanted) -> Condition:
    """The condition of what is wanted, and its values."""
    parts, values = [ONLINE], list[Any]()
    if wanted.territory == REGION:
        parts.append("a.territory_id IS NULL")
    elif wanted.territory:
        parts.append(
            "(a.territory_id IS NULL OR EXISTS"
            " (SELECT 1 FROM news_place x WHERE x.article_id = a.id AND x.territory_id = ?))"
        )
        values.append(wanted.territory)
    if wanted.public:
        codes = sorted(accepting(wanted.public))
        parts.append(f"EXISTS (SELECT 1 FROM news_public y WHERE y.article_id = a.id AND y.code IN ({marks(codes)}))")
        values += codes
    if wanted.topics:
        parts.append(f"a.topic IN ({marks(wanted.topics)})")
        values += wanted.topics
    return " AND ".join(parts), values


def current() -> Condition:
    """What has not reached its end date."""
    return "(a.ends_on IS NULL OR a.ends_on >= ?)", [today()]


async def front(wanted: Wanted) -> Listed:
    """A page of the front page: what is held at the top first, then the newest. Two queries at most."""
    asked, values = matching(wanted)
    living, days = current()
    # A pin counts where it was put: the region's everywhere, a territory's on its own page.
    held = "EXISTS (SELECT 1 FROM news_pin p WHERE p.article_id = a.id AND COALESCE(a.territory_id, ?) = ?)"
    where, given = f"{asked} AND {living}", [*values, *days, wanted.territory, wanted.territory]
    top = await _rows(f"WHERE {where} AND {held} ORDER BY a.published_at DESC, a.id LIMIT {PAGE}", given)
    start = max(0, (wanted.page - 1) * PAGE - len(top))
    shown = top if wanted.page == 1 else []
    rows = await _rows(
        f"WHERE {where} AND NOT {held} ORDER BY a.published_at DESC, a.id LIMIT {PAGE + 1 - len(shown)} OFFSET {start}",
        given,
    )
    rows = [{**row, "pinned": True} for row in shown] + rows
    return Listed(rows[:PAGE], len(rows) > PAGE and wanted.page < LAST_PAGE)


async def month(wanted: Wanted, first: date) -> Listed:
    """What appeared in a month, past its end date or not, the newest first."""
    asked, values = matching(wanted)
    rows = await _rows(
        f"WHERE {asked} AND a.published_at >= ? AND a.published_at < ?"
        f" ORDER BY a.published_at DESC, a.id LIMIT {PAGE + 1} OFFSET {(wanted.page - 1) * PAGE}",
        [*values, midnight(first), midnight(following(first))],
    )
    return Listed(rows[:PAGE], len(rows) > PAGE)


async def months(year: int) -> list[tuple[date, int]]:
    """The months of a year that have news, with how many, the last one first."""
    firsts = [date(year, number, 1) for number in range(1, 13)]
    counts = ", ".join(
        f"SUM(CASE WHEN a.published_at >= ? AND a.published_at < ? THEN 1 ELSE 0 END) AS m{first.month}"
        for first in firsts
    )
    bounds = [midnight(edge) for first in firsts for edge in (first, following(first))]
    [row] = await fetch(f"SELECT {counts} FROM news_article a WHERE {ONLINE}", *bounds)
    return [(first, int(row[f"m{first.month}"] or 0)) for first in reversed(firsts) if row[f"m{first.month}"]]


async def years() -> list[int]:
    """The years that have news, the last one first."""
    [row] = await fetch(
        f"SELECT MIN(a.published_at) AS first, MAX(a.published_at) AS last FROM news_article a WHERE {ONLINE}"
    )
    if row["first"] is None:
        return []
    first, last = (day_of(at).year for at in retyped([row], first=datetime, last=datetime)[0].values())
    return list(range(last, first - 1, -1))


def following(first: date) -> date:
    """The first day of the next month."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


async def latest(wanted: Wanted, limit: int = 30) -> list[dict[str, Any]]:
    """The newest with their whole texts, for feeds."""
    asked, values = matching(wanted)
    living, days = current()
    rows = await fetch(
        f"SELECT {COLUMNS}, a.body, a.body_html, a.rendered_with FROM {SOURCE} WHERE {asked} AND {living}"
        f" ORDER BY a.published_at DESC, a.id LIMIT {limit}",
        *values,
        *days,
    )
    return typed(rows)


async def _rows(condition: str, values: list[Any]) -> list[dict[str, Any]]:
    return typed(await fetch(f"SELECT {COLUMNS} FROM {SOURCE} {condition}", *values))


INSTANTS = dict.fromkeys(("published_at", "corrected_at", "changed_at"), datetime)


def typed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same from both drivers; identifiers as addresses have them, empty where there is none."""
    for row in retyped(rows, ends_on=date, id=str, picture_id=str, **INSTANTS):
        row["picture_id"] = row["picture_id"] or ""
        row["pinned"] = False
    return rows
