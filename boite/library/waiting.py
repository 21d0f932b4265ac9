"""What the working pages list: one's own resources, what a coordination decides on, what is to be looked at again."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from tortoise.expressions import Q

from boite.accounts.models import User
from boite.clock import today
from boite.database.parts import few
from boite.directory.models import REGION
from boite.library.models import LinkState, LinkWatch, Resource, ResourceRevision
from boite.library.view_counts import VIEWS
from boite.library.wording import SENT_BACK, STAGES
from boite.publishing.stages import Stage, Step

MOST = 100


@dataclass(frozen=True, slots=True)
class Line:
    """One resource on a working page."""

    resource: Resource
    badge: tuple[str, str]
    reason: str = ""
    """Why it was sent back, where it was."""
    views: int = 0
    watch: LinkWatch | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """What a coordination has to do, and what it put on line."""

    proposed: list[Line] = field(default_factory=list)
    published: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What is on line and needs somebody: links first, then what was not looked at for long."""

    links: list[Line] = field(default_factory=list)
    due: list[Line] = field(default_factory=list)


async def mine(user: User, codes: Collection[str]) -> list[Line]:
    """What this person wrote, the last touched first. Four queries.

    All their drafts; and the rest where they still write, the territories of `codes`.
    """
    theirs = Resource.filter(Q(stage__in=[Stage.DRAFT, Stage.ASIDE]) | _of(codes), author_id=user.id)
    return await _lines(await theirs.order_by("-changed_at").limit(MOST))


async def queue(codes: Collection[str]) -> Queue:
    """What waits in these territories. Five queries."""
    here = _of(codes)
    waiting = await Resource.filter(here, stage=Stage.PROPOSED).order_by("changed_at").limit(MOST)
    online = await Resource.filter(here, stage=Stage.PUBLISHED).order_by("-published_at").limit(20)
    lines = await _lines([*waiting, *online])
    return Queue(lines[: len(waiting)], lines[len(waiting) :])


async def upkeep(codes: Collection[str]) -> Upkeep:
    """What is to be looked at again in these territories. Five queries."""
    online = Resource.filter(_of(codes), stage=Stage.PUBLISHED)
    troubled = [LinkState.DEAD, LinkState.MOVED, LinkState.FAILING]
    links = await online.filter(watch__state__in=few(troubled)).order_by("watch__state", "title").limit(MOST)
    due = await online.filter(next_check__lte=today()).order_by("next_check", "title").limit(MOST)
    lines = await _lines([*links, *due])
    return Upkeep(lines[: len(links)], lines[len(links) :])


def _of(codes: Collection[str]) -> Q:
    """The rows of these territories; those of the whole region have none."""
    own = Q(territory_id__in=few(code for code in codes if code != REGION))
    return own | Q(territory_id=None) if REGION in codes else own


async def _lines(resources: list[Resource]) -> list[Line]:
    ids = [resource.id for resource in resources]
    drafts = [resource.id for resource in resources if resource.stage == Stage.DRAFT]
    decided = [Step.SENT_BACK, Step.PROPOSED, Step.TAKEN_BACK, Step.RECOVERED]
    # In their order, so that the last one of each stays.
    rows = (
        await ResourceRevision.filter(resource_id__in=few(drafts), step__in=few(decided)).order_by("id")
        if drafts
        else []
    )
    last = {row.resource_id: row for row in rows}
    watches = {row.resource_id: row for row in await LinkWatch.filter(resource_id__in=few(ids))} if ids else {}
    views = await VIEWS.totals("resource_id", ids)
    return [
        _line(resource, last.get(resource.id), views.get(str(resource.id), 0), watches.get(resource.id))
        for resource in resources
    ]


def _line(resource: Resource, last: ResourceRevision | None, views: int, watch: LinkWatch | None) -> Line:
    if last is not None and last.step == Step.SENT_BACK:
        return Line(resource, SENT_BACK, last.note, views, watch)
    return Line(resource, STAGES[resource.stage], "", views, watch)


async def one(resource: Resource) -> Line:
    """The same for one resource."""
    [line] = await _lines([resource])
    return line


async def history(resource: Resource) -> list[ResourceRevision]:
    """Its steps, the last one first."""
    return await ResourceRevision.filter(resource_id=resource.id).select_related("by").order_by("-id").limit(MOST)
