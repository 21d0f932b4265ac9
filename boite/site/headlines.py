"""What happens around a territory, for the home pages: the next events, the last news, the last resources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from boite.agenda import event_lists
from boite.agenda.event_lists import Filters
from boite.agenda.models import Event
from boite.clock import day_of, today
from boite.library import resource_lists
from boite.news import article_lists
from boite.publishing.listing import Wanted
from boite.text.french import hour_of_day

EVENTS = 3
NEWS = 2
RESOURCES = 3


@dataclass(frozen=True, slots=True)
class Coming:
    """One event to come, as a line of a home page says it."""

    slug: str
    title: str
    day: date
    fact: str


@dataclass(frozen=True, slots=True)
class Headlines:
    """What a home page shows of a territory. Its text (`repr`) is all that it shows."""

    territory: str
    events: tuple[Coming, ...]
    news: tuple[dict[str, Any], ...]
    resources: tuple[dict[str, Any], ...]


async def of(territory: str) -> Headlines:
    """Those of a territory and of the whole region; of everywhere where it is empty. Four queries."""
    events, _ = await event_lists.events(Filters(territory=territory))
    news = await article_lists.front(Wanted(territory=territory))
    resources = await resource_lists.LISTS.rows(
        resource_lists.LISTS.matching(resource_lists.WantedResources(territory=territory)), limit=RESOURCES
    )
    coming = [_coming(event) for event in events if event.cancelled_at is None][:EVENTS]
    return Headlines(territory, tuple(coming), tuple(news.rows[:NEWS]), tuple(resources))


def _coming(event: Event) -> Coming:
    day = max(day_of(event.begins_at), today())
    where = event.place or event.city or ("en ligne" if event.online else "")
    town = event.city if event.city and event.city not in where else ""
    fact = ", ".join(filter(None, (hour_of_day(event.begins_at), where, town)))
    return Coming(event.slug, event.title, day, fact)
