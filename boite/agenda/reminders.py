"""Whose reminder of an event is due: taken once, those without an account told by mail, the others given to the caller.

Whoever tells them does it in the same transaction: nobody is forgotten, nobody is told twice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from boite.agenda import notices
from boite.agenda.models import Event, Registration
from boite.clock import now
from boite.database.connection import fetch, on_sqlite
from boite.database.long_lists import few
from boite.database.rows import typed

AT_ONCE = 500
TAKE = (
    "UPDATE agenda_registration SET reminder_due = NULL WHERE id {among} AND cancelled_at IS NULL"
    " RETURNING user_id, event_id, email, code, seated_at"
)
DUE = "SELECT id FROM agenda_registration WHERE reminder_due <= ?{whose} ORDER BY reminder_due, id LIMIT {limit}"
WITH_ACCOUNT = " AND user_id IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Reminded:
    """Somebody with an account, and the event they come to."""

    user_id: UUID
    event: Event


async def any_due(at: datetime) -> bool:
    """Whether somebody is to be reminded of something by this instant: nearly never, and the chore asks each minute."""
    return await Registration.exists(reminder_due__lte=at)


async def take_due(at: datetime, *, mails: bool = True) -> tuple[int, list[Reminded]]:
    """How many reminders were due, and whom to tell. Inside the caller's transaction.

    An event that was cancelled, taken back, or that began meanwhile, is recalled to nobody. Without `mails`, who has no
    account waits: it is not an hour to write to anybody.
    """
    due = DUE.format(limit=AT_ONCE, whose="" if mails else WITH_ACCOUNT)
    among = f"IN ({due})" if on_sqlite() else f"= ANY(ARRAY({due} FOR UPDATE SKIP LOCKED))"
    rows = await fetch(TAKE.format(among=among), at)
    events = await _held(rows)
    told, visitors = list[Reminded](), defaultdict[UUID, list[dict[str, Any]]](list)
    for row in rows:
        event, user = events.get(typed(row["event_id"], UUID) or UUID(int=0)), typed(row["user_id"], UUID)
        if event is None or row["seated_at"] is None:
            continue
        if user is not None:
            told.append(Reminded(user, event))
        else:
            visitors[event.id].append(row)
    for identifier, some in visitors.items():
        await notices.reminded(events[identifier], some)
    return len(rows), told


async def _held(rows: list[dict[str, Any]]) -> dict[UUID, Event]:
    """The events of these rows that will take place."""
    wanted = {typed(row["event_id"], UUID) for row in rows}
    found = Event.filter(id__in=few(wanted), cancelled_at=None, begins_at__gt=now())
    return {event.id: event for event in await found if event.public}
