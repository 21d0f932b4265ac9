"""What the working pages of resources list: what each says of itself, and what is to be looked at again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from boite.clock import today
from boite.database.long_lists import few
from boite.database.shortened import shortened
from boite.library.models import RESOURCES, LinkState, LinkWatch, Resource
from boite.library.view_counts import VIEWS
from boite.publishing import waiting
from boite.publishing.stages import Stage
from boite.publishing.waiting import MOST

Line = waiting.Line[Resource]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What is on line and needs somebody: links first, then what was not looked at for long."""

    links: list[Line] = field(default_factory=list)
    due: list[Line] = field(default_factory=list)


async def upkeep(codes: Collection[str]) -> Upkeep:
    """What is to be looked at again in these territories. Five queries."""
    there = Resource.filter(waiting.of(codes), stage=Stage.PUBLISHED)
    troubled = [LinkState.DEAD, LinkState.MOVED, LinkState.FAILING]
    links = await shortened(there.filter(watch__state__in=few(troubled)).order_by("watch__state", "title"), MOST)
    due = await shortened(there.filter(next_check__lte=today()).order_by("next_check", "title"), MOST)
    found = await lines([*links, *due])
    return Upkeep(links.drawn(found[: len(links)]), due.drawn(found[len(links) :]))


async def lines(resources: Sequence[Resource]) -> list[Line]:
    """These resources, with their views and what the last try said of each link."""
    ids = [resource.id for resource in resources]
    watches = {row.resource_id: row for row in await LinkWatch.filter(resource_id__in=few(ids))} if ids else {}
    watch = {resource_id: watches.get(resource_id) for resource_id in ids}
    return await waiting.lines(RESOURCES, resources, await VIEWS.totals("resource_id", ids), watch=watch)
