"""« Il revient plusieurs fois »: each date is an event of its own, with its seats, changed or cancelled alone.

Nothing binds them afterwards, but that none is made twice for a day (`Event.series`). The hour is that of the clock on
the wall, in summer as in winter.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from boite.accounts.models import User
from boite.agenda import event_editing, publication
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event
from boite.clock import PARIS, day_of
from boite.database.connection import fetch, on_sqlite, transaction
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


async def publish(event: Event, days: Sequence[date], *, by: User) -> list[Event]:
    """Show it to everybody, and the same event on these days too: all of it, or nothing. Returns the others.

    Raises what `repeat` and publishing raise.
    """
    async with _held(event):
        await publication.publish(event, by=by)
        return await repeat(event, days, by=by)


async def repeat(event: Event, days: Sequence[date], *, by: User) -> list[Event]:
    """The same event on these days too, all or none; shown to everybody where it is. Twice is once.

    A day on which one of its dates takes place already, whichever it was repeated from, has no other. One that was
    cancelled takes place no more: its day may have another.
    Raises Invalid for an hour that spring skips, and what publishing raises.
    """
    if not days:
        return []
    made = []
    async with _held(event) as series:
        event = await Event.get(id=event.id)
        await Event.filter(id=series, series=None).update(series=series)
        taken = {day_of(row.begins_at) for row in await Event.filter(series=series, cancelled_at=None)}
        for day in days:
            name = await _name(series, day)
            if day in taken or await Event.exists(id=name):  # one that was moved to another day since is not made anew
                continue
            draft = moved(event_editing.draft_of(event), day)
            other = await event_editing.create(draft, by=by, identifier=name, series=series)
            if event.public:
                await publication.publish(other, by=by)
            made.append(await Event.get(id=other.id))
    return made


async def _name(series: UUID, day: date) -> UUID:
    """The identifier of the date of this day, after those of it that were cancelled."""
    name = uuid5(series, day.isoformat())
    while await Event.exists(id=name, cancelled_at__not_isnull=True):
        name = uuid5(name, day.isoformat())
    return name


@asynccontextmanager
async def _held(event: Event) -> AsyncIterator[UUID]:
    """A transaction in which nobody else repeats one of its dates. Gives their `Event.series`."""
    series = event.series or event.id
    async with transaction():
        if not on_sqlite():  # there, a transaction begins by waiting for the others
            await fetch("SELECT id FROM agenda_event WHERE id = ? OR series = ? ORDER BY id FOR UPDATE", series, series)
        yield series


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
