"""An event that somebody goes to begins in two hours: told to who asked for it, and to nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from boite.agenda.models import Event
from boite.clock import midnight
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.database.rows import fetch_as
from boite.notifications.event_near import EventNear, said
from boite.notifications.kinds_for_people import EVENT_SOON
from boite.notifications.models import Notice
from boite.notifications.preferences import ASKED
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage, write
from boite.notifications.words import EVENT_SOON as SAID
from boite.settings import Settings

BEFORE = timedelta(hours=2)
SOON = (
    "SELECT r.user_id, r.seated_at, e.id, e.begins_at FROM agenda_event e CROSS JOIN agenda_registration r"
    " WHERE e.begins_at > ? AND e.begins_at <= ? AND r.event_id = e.id AND e.cancelled_at IS NULL"
    " AND e.withdrawn_at IS NULL AND r.user_id IS NOT NULL AND r.cancelled_at IS NULL AND r.came_at IS NULL"
    f" AND r.seated_at IS NOT NULL AND {ASKED.format(who='r.user_id', kind=repr(EVENT_SOON.code))} AND NOT EXISTS"
    " (SELECT 1 FROM notifications_notice n WHERE n.recipient_id = r.user_id AND n.kind = 'event.soon'"
    f" AND n.subject = e.id AND n.expires_at = e.begins_at) ORDER BY e.begins_at LIMIT {PAGE}"
)


class EventSoon(Reminder):
    """Once for each hour that the event has. Not to who obtained a seat less than two hours before."""

    kind = EVENT_SOON
    by_day = False
    still = EventNear.still

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Not by days: `tell_due` follows the hour of each. A rehearsal asks for a whole day."""
        yield await _planned(midnight(day), midnight(day + timedelta(days=1)))

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The title, the hour and the place that it has now."""
        rows = {row.id: row for row in await Event.filter(id__in=few({notice.subject for notice in notices}))}
        return {notice.id: said(SAID, rows[notice.subject]) for notice in notices if notice.subject in rows}


async def tell_due(at: datetime) -> int:
    """Tell those whose event begins within two hours of this instant (a chore). Returns how many."""
    planned = await _planned(at, at + BEFORE)
    if planned:
        async with transaction():
            await write(EVENT_SOON, planned)
    return len(planned)


async def _planned(first: datetime, last: datetime) -> list[Planned]:
    rows = await fetch_as(SOON, first, last, user_id=UUID, id=UUID, seated_at=datetime, begins_at=datetime)
    return [
        Planned(
            recipient=row["user_id"], subject=row["id"], step=row["begins_at"].isoformat(), expires_at=row["begins_at"]
        )
        for row in rows
        if row["seated_at"] <= row["begins_at"] - BEFORE
    ]
