"""What readers see in lists: the newest resources of a choice, and a mark that tells when it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from boite.clock import midnight
from boite.database.connection import fetch
from boite.database.parts import marks, parts
from boite.database.rows import retyped
from boite.directory.models import REGION
from boite.directory.sheet.publics import accepting

PAGE = 20
LAST_PAGE = 50
COLUMNS = (
    "r.id, r.slug, r.kind, r.title, r.summary, r.topic, r.level, r.language, r.signature, r.territory_id, r.link,"
    " r.node_id, r.picture_id, r.published_at, r.corrected_at, r.changed_at, r.checked_on, t.name AS territory,"
    " n.size, n.media_type, n.name AS file_name"
)
JOINED = "LEFT JOIN directory_territory t ON t.code = r.territory_id LEFT JOIN files_node n ON n.id = r.node_id"
SOURCE = f"library_resource r {JOINED}"
ONLINE = "r.stage = 'published'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants to find. Empty fields do not count."""

    territory: str = ""
    """A local territory: its resources and those of the whole region. The region's own code: only the latter."""
    public: str = ""
    """Code of `publics.ASKED`."""
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    job: str = ""
    """A ROME code."""
    words: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of resources, and whether another follows."""

    rows: list[dict[str, Any]]
    more: bool = False


Condition = tuple[str, list[Any]]


def matching(wanted: Wanted) -> Condition:
    """The condition of what is wanted, and its values."""
    parts, values = [ONLINE], list[Any]()
    if wanted.territory == REGION:
        parts.append("r.territory_id IS NULL")
    elif wanted.territory:
        places = "SELECT 1 FROM library_place x WHERE x.resource_id = r.id AND x.territory_id = ?"
        parts.append(f"(r.territory_id IS NULL OR EXISTS ({places}))")
        values.append(wanted.territory)
    if wanted.public:
        codes = sorted(accepting(wanted.public))
        publics = f"SELECT 1 FROM library_public y WHERE y.resource_id = r.id AND y.code IN ({marks(codes)})"
        parts.append(f"EXISTS ({publics})")
        values += codes
    if wanted.job:
        parts.append("EXISTS (SELECT 1 FROM library_resource_job z WHERE z.resource_id = r.id AND z.job_id = ?)")
        values.append(wanted.job)
    for column, allowed in (("topic", wanted.topics), ("kind", wanted.kinds), ("level", wanted.levels)):
        if allowed:
            parts.append(f"r.{column} IN ({marks(allowed)})")
            values += allowed
    return " AND ".join(parts), values


async def page(wanted: Wanted) -> Listed:
    """A page of what is wanted, the newest first. One query."""
    where, values = matching(wanted)
    rows = await _rows(
        f"WHERE {where} ORDER BY r.published_at DESC, r.id LIMIT {PAGE + 1} OFFSET {(wanted.page - 1) * PAGE}", values
    )
    return Listed(rows[:PAGE], len(rows) > PAGE and wanted.page < LAST_PAGE)


async def published(
    first: date, last: date, *, territory: str = "", public: str = "", topic: str = "", limit: int = 50
) -> list[dict[str, Any]]:
    """What went on line between two days, both included, the newest first."""
    wanted = Wanted(territory=territory, public=public, topics=(topic,) if topic else ())
    where, values = matching(wanted)
    bounds = [midnight(day) for day in (first, last + timedelta(days=1))]
    return await _rows(
        f"WHERE {where} AND r.published_at >= ? AND r.published_at < ?"
        f" ORDER BY r.published_at DESC, r.id LIMIT {int(limit)}",
        [*values, *bounds],
    )


async def of_topic(topic: str, territory: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """Everything on line about a topic, the newest first."""
    where, values = matching(Wanted(territory=territory, topics=(topic,)))
    return await _rows(f"WHERE {where} ORDER BY r.published_at DESC, r.id LIMIT {int(limit)}", values)


async def by_ids(ids: Sequence[UUID | str], limit: int = 200) -> list[dict[str, Any]]:
    """Those of these that are on line, in the order given."""
    wanted = list(dict.fromkeys(map(str, ids)))[:limit]
    if not wanted:
        return []
    found: dict[str, dict[str, Any]] = {}
    for some in parts(wanted):
        rows = await _rows(f"WHERE {ONLINE} AND r.id IN ({marks(some)})", [UUID(each) for each in some])
        found |= {row["id"]: row for row in rows}
    return [found[each] for each in wanted if each in found]


async def page_version() -> tuple[Any, ...]:
    """What every list and sheet follows: rows, their contents, pictures drawn, dead links."""
    [row] = await fetch(
        "SELECT COUNT(*) AS count, MAX(r.changed_at) AS changed, SUM(n.number) AS versions,"
        " SUM(CASE WHEN b.preview_state = 'ready' THEN 1 ELSE 0 END) AS ready,"
        " (SELECT COUNT(*) FROM files_width) AS drawn,"
        " (SELECT COUNT(*) FROM library_link_watch w WHERE w.state = 'dead') AS dead"
        " FROM library_resource r LEFT JOIN files_node n ON n.id = r.node_id"
        " LEFT JOIN files_blob b ON b.key = n.blob_id WHERE r.stage = 'published'"
    )
    return tuple(row.values())


async def _rows(condition: str, values: list[Any]) -> list[dict[str, Any]]:
    return typed(await fetch(f"SELECT {COLUMNS} FROM {SOURCE} {condition}", *values))


INSTANTS = dict.fromkeys(("published_at", "corrected_at", "changed_at"), datetime)


def typed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same from both drivers; identifiers as addresses have them. What is absent is empty."""
    for row in retyped(rows, checked_on=date, id=str, node_id=str, picture_id=str, **INSTANTS):
        for name in ("node_id", "picture_id", "media_type", "file_name"):
            row[name] = row[name] or ""
    return rows
