"""The events that anybody reads, by date; a constant number of queries whatever their number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import cast
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from boite.agenda.models import Event, Presence, Registration
from boite.clock import PARIS, day_of, midnight, now, today
from boite.database.connection import fetch
from boite.database.long_lists import few
from boite.database.shortened import Shortened, shortened
from boite.directory.models import REGION, Structure
from boite.directory.places.lookup import Place
from boite.directory.sheet.publics import accepting

PAGE = 30
FEED_BACK = timedelta(days=90)
"""A calendar keeps what is over for that long."""
FEED_MOST = 1000
MINE = 100
"""Registrations of somebody that their page shows."""
MOST_SUITING = 2000
"""Events of one public that a search goes through: the latest ones."""
MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What narrows the list, as the address says it. Empty: everything to come."""

    territory: str = ""
    public: str = ""
    kind: str = ""
    month: str = ""
    """`2026-03`; the events to come where empty."""
    place: Place | None = None
    """Where one looks from."""
    near: Mapping[UUID, float | None] | None = None
    """The events around that place (`agenda/nearby.py`); None where no place is asked."""


def public_events() -> QuerySet[Event]:
    """Published, not taken back; cancelled ones are still told."""
    return Event.filter(published_at__not_isnull=True, withdrawn_at=None)


def month_bounds(month: str) -> tuple[datetime, datetime]:
    """The first instant of a month in France, and that of the next one."""
    year, number = map(int, month.split("-"))
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    return midnight(first), midnight(following)


def of_territory(found: QuerySet[Event], code: str) -> QuerySet[Event]:
    """Those of a territory and those of the whole region; every one for the region itself."""
    return found if code in {"", REGION} else found.filter(territory_id__in=[code, REGION])


async def events(filters: Filters, page: int = 1) -> tuple[list[Event], bool]:
    """One page of the list in the order of the dates, and whether there is another."""
    found = await _within(filters)
    rows = (
        await found.order_by("begins_at", "id")
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
        .select_related("territory", "organiser")
    )
    return list(rows[:PAGE]), len(rows) > PAGE


async def _suiting(filters: Filters) -> QuerySet[Event]:
    """The events of the territory, kind and public asked, whenever they are."""
    found = of_territory(public_events(), filters.territory)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.public:
        # Neither engine's JSON is alike: the rows that suit are few, and named by a query of their own.
        found = found.filter(id__in=few(await _for_public(filters.public)))
    if filters.near is not None:
        found = found.filter(id__in=few(filters.near))
    return found


async def _for_public(code: str) -> list[str]:
    """Events open to somebody of this public: theirs, the wider one's, everybody's."""
    codes = sorted(accepting(code))
    suits = " OR ".join(["CAST(publics AS TEXT) = '[]'", *("CAST(publics AS TEXT) LIKE ?" for _ in codes)])
    asked = f"SELECT id FROM agenda_event WHERE published_at IS NOT NULL AND ({suits}) ORDER BY begins_at DESC LIMIT ?"
    return [row["id"] for row in await fetch(asked, *(f'%"{code}"%' for code in codes), MOST_SUITING)]


def by_day(found: Sequence[Event]) -> list[tuple[date, list[Event]]]:
    """Events under their day, the days in order; one that began before today is under today, with what begins then."""
    return [(day, list(group)) for day, group in groupby(sorted(found, key=shown_day), key=shown_day)]


def shown_day(event: Event) -> date:
    """The day under which the list shows an event: today for one under way, which is not yesterday's."""
    floor = date.min if event.over else min(today(), day_of(event.ends_at))
    return max(day_of(event.begins_at), floor)


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """A day that has events: how many, cancelled ones aside, and the page of the month's list where it begins."""

    count: int
    page: int


async def days_of_month(filters: Filters) -> dict[date, DayOfMonth]:
    """The days of the month asked that have events, as its list has them."""
    found = (await _within(filters)).order_by("begins_at", "id")
    days: dict[date, DayOfMonth] = {}
    for place, event in enumerate(await found.only("id", "begins_at", "ends_at", "cancelled_at")):
        day = shown_day(event)
        known = days.get(day, DayOfMonth(0, place // PAGE + 1))
        days[day] = replace(known, count=known.count + (event.cancelled_at is None))
    return {day: each for day, each in days.items() if each.count}


async def _within(filters: Filters) -> QuerySet[Event]:
    """The events that suit in the month asked, or those to come where none is."""
    found = await _suiting(filters)
    if not filters.month:
        return found.filter(ends_at__gt=now())
    begins, ends = month_bounds(filters.month)
    return found.filter(begins_at__lt=ends, ends_at__gte=begins)


async def months(territory: str) -> list[str]:
    """The months that hold events, latest last: from a year ago on."""
    since = now() - timedelta(days=365)
    found = of_territory(public_events(), territory).filter(ends_at__gt=since)
    starts = await found.order_by("begins_at").values_list("begins_at", flat=True)
    return sorted({f"{cast(datetime, at).astimezone(PARIS):%Y-%m}" for at in starts})


async def calendar_events(territory: str) -> list[Event]:
    """What the calendar of a territory holds: what is to come, and the last months."""
    found = of_territory(public_events(), territory).filter(ends_at__gt=now() - FEED_BACK)
    return await found.order_by("begins_at", "id").limit(FEED_MOST).select_related("organiser")


async def structures(event: Event) -> list[Structure]:
    """The structures present, in their order."""
    rows = await Presence.filter(event_id=event.id).order_by("rank", "id").select_related("structure")
    return [row.structure for row in rows]


async def of_person(user_id: object) -> Shortened[Registration]:
    """What somebody signed in goes to, or went to: the latest first."""
    rows = Registration.filter(user_id=user_id, cancelled_at=None).filter(
        Q(event__withdrawn_at=None) | Q(came_at__not_isnull=True)
    )
    return await shortened(rows.order_by("-event__begins_at").select_related("event"), MINE)


async def ahead(registration: Registration) -> int:
    """How many wait before this registration; 0 for the first in line."""
    return await Registration.filter(
        event_id=registration.event_id, cancelled_at=None, seated_at=None, rank__lt=registration.rank
    ).count()
