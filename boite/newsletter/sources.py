"""What a letter may hold: what was published in a period, and what is to come. Read from the three domains."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from boite.agenda import event_lists, event_words
from boite.agenda.models import Event
from boite.clock import midnight, now, today
from boite.database.long_lists import few
from boite.directory.models import REGION
from boite.library.models import Resource
from boite.library.wording import KINDS
from boite.news.models import Article
from boite.newsletter.models import IssueItem, ItemKind, Section
from boite.newsletter.sections import BY_KIND, of_topic
from boite.publishing.stages import Stage
from boite.text.french import date_fr

Placed = TypeVar("Placed", Article, Resource)
AHEAD = timedelta(days=45)
"""How far ahead a letter looks for events."""
MOST = 30
"""Of each kind: the latest news and resources, the nearest events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """The days whose news a letter gathers, both included, in France."""

    first: date
    last: date

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The first instant, and the first one after."""
        return midnight(self.first), midnight(self.last + timedelta(days=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One thing that is on line, as a letter shows it."""

    kind: ItemKind
    of: UUID
    section: Section
    title: str
    summary: str
    detail: str
    """The day; the place of an event; the sort of a resource."""
    route: str
    slug: str
    """Where its page is."""
    territory: str
    """Code of its own territory, the region's included."""
    picture: UUID | None = None
    picture_alt: str = ""


async def gather(territory: str, period: Period) -> list[Piece]:
    """What was published for a territory and for the region, and what is to come there: news, events, resources.

    The region's own letter sees every territory. Three queries.
    """
    first, after = period.bounds
    since = {"published_at__gte": first, "published_at__lt": after}
    articles = _placed(territory, Article.filter(stage=Stage.PUBLISHED, **since))
    living = articles.filter(Q(ends_on=None) | Q(ends_on__gte=today()))
    events = event_lists.of_territory(event_lists.public_events(), territory).filter(
        cancelled_at=None, begins_at__gte=now(), begins_at__lt=now() + AHEAD
    )
    resources = _placed(territory, Resource.filter(stage=Stage.PUBLISHED, **since))
    return [
        *(of_article(row) for row in await living.order_by("-published_at", "id").limit(MOST)),
        *(of_event(row) for row in await events.order_by("begins_at", "id").limit(MOST)),
        *(of_resource(row) for row in await resources.order_by("-published_at", "id").limit(MOST)),
    ]


def _placed(territory: str, found: QuerySet[Placed]) -> QuerySet[Placed]:
    """Those shown in a territory: its own and the region's. Every one for the region."""
    if territory == REGION:
        return found
    return found.filter(Q(territory_id=None) | Q(places__territory_id=territory)).distinct()


async def living(items: Sequence[IssueItem]) -> dict[UUID, Piece]:
    """What these items are about, as it is now, by identifier; what is no longer on line is left out. Three queries."""
    articles = await Article.filter(id__in=few(_of(items, ItemKind.ARTICLE)), stage=Stage.PUBLISHED)
    events = await event_lists.public_events().filter(
        id__in=few(_of(items, ItemKind.EVENT)), cancelled_at=None, ends_at__gt=now()
    )
    resources = await Resource.filter(id__in=few(_of(items, ItemKind.RESOURCE)), stage=Stage.PUBLISHED)
    pieces = [
        *(of_article(row) for row in articles),
        *(of_event(row) for row in events),
        *(of_resource(row) for row in resources),
    ]
    return {piece.of: piece for piece in pieces}


def _of(items: Iterable[IssueItem], kind: ItemKind) -> list[UUID]:
    return [item.of for item in items if item.kind == kind]


def of_article(row: Article) -> Piece:
    """A published piece of news."""
    return Piece(
        kind=ItemKind.ARTICLE,
        of=row.id,
        section=of_topic(row.topic),
        title=row.title,
        summary=row.summary,
        detail=date_fr(row.published_at or row.changed_at),
        route="news:article",
        slug=row.slug or "",
        territory=row.territory_id or REGION,
        picture=row.picture_id,
        picture_alt=row.picture_alt,
    )


def of_event(row: Event) -> Piece:
    """A published event."""
    return Piece(
        kind=ItemKind.EVENT,
        of=row.id,
        section=BY_KIND.get(row.kind, Section.ORIENTATION),
        title=row.title,
        summary=row.summary,
        detail=" · ".join(filter(None, (event_words.when(row), event_words.where(row))))[:200],
        route="agenda:event",
        slug=row.slug or "",
        territory=row.territory_id,
    )


def of_resource(row: Resource) -> Piece:
    """A published resource."""
    return Piece(
        kind=ItemKind.RESOURCE,
        of=row.id,
        section=of_topic(row.topic),
        title=row.title,
        summary=row.summary,
        detail=KINDS[row.kind].label,
        route="library:resource",
        slug=row.slug or "",
        territory=row.territory_id or REGION,
        picture=row.picture_id,
        picture_alt=row.picture_alt,
    )
