"""What readers see in lists: the newest resources of a choice, and a mark that tells when it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from boite.clock import midnight
from boite.database.connection import fetch
from boite.database.long_lists import marks, parts
from boite.library.models import RESOURCES, Resource
from boite.publishing import listing
from boite.publishing.listing import ONLINE, Condition, Listing, both, one_of
from boite.text.stems import asked

ALIKE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedResources(listing.Wanted):
    """What somebody wants to find. Empty fields do not count."""

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    job: str = ""
    """A ROME code."""


class Resources(Listing[WantedResources]):
    """The lists of resources: their files are joined, their kinds, levels and jobs are asked for."""

    def facets(self, wanted: WantedResources) -> list[Condition]:
        """What only resources have."""
        jobs = "EXISTS (SELECT 1 FROM library_resource_job z WHERE z.resource_id = p.id AND z.job_id = ?)"
        about: list[Condition] = [(jobs, [wanted.job])] if wanted.job else []
        return [*about, *one_of("kind", wanted.kinds), *one_of("level", wanted.levels)]


LISTS = Resources(
    RESOURCES,
    own=("kind", "level", "language", "link", "node_id", "checked_on"),
    joined="LEFT JOIN files_node n ON n.id = p.node_id",
    selected=", n.size, COALESCE(n.media_type, '') AS media_type, COALESCE(n.name, '') AS file_name",
)


async def published(
    first: date, last: date, *, territory: str = "", public: str = "", topic: str = "", limit: int = 50
) -> list[dict[str, Any]]:
    """What went on line between two days, both included, the newest first."""
    wanted = WantedResources(territory=territory, public=public, topics=(topic,) if topic else ())
    bounds = [midnight(day) for day in (first, last + timedelta(days=1))]
    within = "p.published_at >= ? AND p.published_at < ?", list[Any](bounds)
    return await LISTS.rows(both(LISTS.matching(wanted), within), limit=limit)


async def of_topic(topic: str, territory: str = "", limit: int = 200) -> list[dict[str, Any]]:
    """Everything on line about a topic, the newest first."""
    wanted = WantedResources(territory=territory, topics=(topic,))
    return await LISTS.rows(LISTS.matching(wanted), limit=limit)


async def by_ids(ids: Sequence[UUID | str], limit: int = 200) -> list[dict[str, Any]]:
    """Those of these that are on line, in the order given."""
    wanted = list(dict.fromkeys(map(str, ids)))[:limit]
    if not wanted:
        return []
    found: dict[str, dict[str, Any]] = {}
    for some in parts(wanted):
        among = f"{ONLINE} AND p.id IN ({marks(some)})", list[Any](map(UUID, some))
        found |= {row["id"]: row for row in await LISTS.rows(among, limit=len(some))}
    return [found[each] for each in wanted if each in found]


async def alike(resource: Resource) -> list[dict[str, Any]]:
    """A few others about the same, where the same people are. One query."""
    stems = asked(f"{resource.title} {resource.summary}")
    wanted = WantedResources(territory=resource.territory_id or "", topics=(resource.topic,))
    condition = LISTS.matching(wanted)
    rows = await LISTS.matches(stems, condition, every=False, limit=ALIKE + 1) if stems else []
    return [row for row in rows if row["id"] != str(resource.id)][:ALIKE]


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
