"""Seats: taken by one conditional UPDATE, given to whoever waits first, counted again by a chore.

Every verb here holds the row of the event. A waiting list never has anybody while a seat is free.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from boite.agenda import notices
from boite.agenda.models import Event, Registration
from boite.clock import PARIS, day_of, now
from boite.database.connection import execute, fetch, on_sqlite, transaction
from boite.database.rows import column
from boite.quiet_hours import USUAL

REMINDED_AT = time(18)
"""The hour of a reminder, on the last day before the event when people may be disturbed."""
AHEAD = timedelta(hours=12)
"""A reminder comes at least so long before."""
EARLIEST = 7
"""Days before an event, at most."""
LIVING = "event_id = ? AND cancelled_at IS NULL"
FIRST_WAITING = (
    f"SELECT id, user_id, email, code FROM agenda_registration WHERE {LIVING} AND seated_at IS NULL"
    " ORDER BY rank LIMIT ?"
)
AT_ONCE = 5000
"""Called at once where there is no limit any more: as many as an event takes."""


@asynccontextmanager
async def held(event_id: UUID) -> AsyncIterator[Event]:
    """A transaction in which nobody else moves the seats of this event. Gives the event as it is now.

    SQLite's transactions are exclusive from their first statement; PostgreSQL locks the event's row.
    """
    async with transaction():
        if not on_sqlite():
            await fetch("SELECT id FROM agenda_event WHERE id = ? FOR UPDATE", event_id)
        yield await Event.get(id=event_id)


def reminder_for(begins_at: datetime) -> datetime | None:
    """When to remind of an event that begins then; None where it is too late for that.

    The day before is a day, not 24 hours; and the one before a Monday is a Saturday: nobody is disturbed on Sunday, nor
    learns on Monday morning what they wanted to prepare.
    """
    for days in range(1, EARLIEST + 1):
        evening = datetime.combine(day_of(begins_at) - timedelta(days=days), REMINDED_AT, PARIS)
        due = min(evening, begins_at - AHEAD)
        if USUAL.open(due):
            return due.astimezone(UTC) if due > now() else None
    return None


async def take(event_id: UUID) -> bool:
    """Take one seat where there is one. Two callers never get the same."""
    free = "id = ? AND (capacity IS NULL OR taken < capacity)"
    return bool(await execute(f"UPDATE agenda_event SET taken = taken + 1 WHERE {free}", event_id))


async def give_back(event: Event) -> None:
    """One seat is free again: whoever waits first has it. Inside `held`."""
    await execute("UPDATE agenda_event SET taken = taken - 1 WHERE id = ? AND taken > 0", event.id)
    await fill(event)


async def fill(event: Event) -> int:
    """Give the free seats to those who wait, in their order, each once. Inside `held`. Returns how many.

    Nobody is called to an event that is over, nor to one that was cancelled or that nobody may read.
    """
    if event.over or event.cancelled_at is not None or not event.public:
        return 0
    called = []
    left = (await Event.get(id=event.id)).seats_left
    for row in await fetch(FIRST_WAITING, event.id, AT_ONCE if left is None else left):
        if not await take(event.id):
            break
        called.append(row)
        await execute(
            "UPDATE agenda_registration SET seated_at = ?, reminder_due = ? WHERE id = ?",
            now(),
            reminder_for(event.begins_at),
            row["id"],
        )
    await notices.seated(event, called)
    return len(called)


ORPHANS = (
    "UPDATE agenda_registration SET cancelled_at = ? WHERE cancelled_at IS NULL AND user_id IS NULL AND name = ''"
    " AND event_id IN (SELECT id FROM agenda_event WHERE ends_at > ?)"
)
"""Places kept for accounts that were erased."""
SEATED = (
    "(SELECT COUNT(*) FROM agenda_registration r"
    " WHERE r.event_id = e.id AND r.cancelled_at IS NULL AND r.seated_at IS NOT NULL)"
)
DRIFTED = f"SELECT id FROM agenda_event e WHERE ends_at > ? AND taken <> {SEATED}"


async def recount() -> int:
    """Free the seats of erased accounts, then recount the seats of the events to come. Returns how many had drifted."""
    await execute(ORPHANS, now(), now())
    drifted = await column(UUID, DRIFTED, now())
    for identifier in drifted:
        async with held(identifier) as event:
            await execute(f"UPDATE agenda_event AS e SET taken = {SEATED} WHERE e.id = ?", event.id)
            await fill(event)
    return len(drifted)


async def seated_people(event: Event) -> list[Registration]:
    """Those who have a seat, in the order of arrival."""
    return await Registration.filter(event_id=event.id, cancelled_at=None, seated_at__not_isnull=True).order_by("rank")
