"""« Il revient plusieurs fois »: each date is an event of its own, with its seats, changed or cancelled alone.

Nothing binds them afterwards. The hour is that of the clock on the wall, in summer as in winter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from boite.accounts.models import User
from boite.agenda import event_editing, publication
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event
from boite.clock import PARIS, day_of
from boite.database.connection import transaction
from boite.text.typed_dates import instant

MOST = 20
"""Dates in all: half a year of weeks. More is another event."""


class Repeats(StrEnum):
    """How it comes back."""

    ONCE = ""
    WEEKLY = "semaine"
    FORTNIGHTLY = "quinzaine"
    CHOSEN = "choisis"


STEP = {Repeats.WEEKLY: timedelta(weeks=1), Repeats.FORTNIGHTLY: timedelta(weeks=2)}


def regular(first: date, repeats: Repeats, times: int) -> list[date]:
    """The other days of an event that takes place `times` times in all from `first` on."""
    return [first + STEP[repeats] * rank for rank in range(1, times)]


async def repeat(event: Event, days: Sequence[date], *, by: User) -> list[Event]:
    """The same event on these days too, all or none; shown to everybody where it is. Twice is once.

    Raises Invalid for an hour that spring skips, and what publishing raises.
    """
    made = []
    async with transaction():
        for day in days:
            name = same_on(event, day)
            if await Event.exists(id=name):
                continue
            other = await event_editing.create(moved(event_editing.draft_of(event), day), by=by, identifier=name)
            if event.public:
                await publication.publish(other, by=by)
            made.append(await Event.get(id=other.id))
    return made


def same_on(event: Event, day: date) -> UUID:
    """The identifier of the same event on another day: a form that is sent twice makes one."""
    return uuid5(event.id, day.isoformat())


def moved(draft: EventDraft, day: date) -> EventDraft:
    """The same at the same hours, its first day on this one. Raises Invalid."""
    by = day - day_of(draft.begins_at)
    until = draft.registering_until
    return replace(
        draft,
        begins_at=_on_the_wall(draft.begins_at, by),
        ends_at=_on_the_wall(draft.ends_at, by),
        registering_until=_on_the_wall(until, by) if until else None,
    )


def _on_the_wall(at: datetime, by: timedelta) -> datetime:
    local = at.astimezone(PARIS)
    return instant(local.date() + by, local.time().replace(fold=0), "repeats")
