"""An event is near: whoever organises it is told how many come, on the last working day before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from boite.agenda.event_words import when
from boite.agenda.models import Event, Registering
from boite.clock import PARIS, day_of, midnight, now
from boite.database.connection import fetch
from boite.database.long_lists import few
from boite.database.rows import fetch_as
from boite.directory.models import REGION
from boite.notifications.decisions_wait import WORKING
from boite.notifications.kinds_at_work import EVENT_EVE
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage
from boite.notifications.words import EVENT_EVE as SAID
from boite.settings import Settings
from boite.text.french import plural, sentence_case

_NEAR = (
    "u.role IN ('professional', 'coordinator') AND (EXISTS (SELECT 1 FROM directory_membership m"
    " JOIN directory_structure s ON s.id = m.structure_id WHERE m.user_id = u.id AND s.territory_id = e.territory_id)"
    " OR EXISTS (SELECT 1 FROM directory_coordination c WHERE c.user_id = u.id AND u.role = 'coordinator'"
    f" AND (c.territory_id = e.territory_id OR c.territory_id = '{REGION}')))"
)
"""Whether `u`, who wrote the event `e`, may still see its list (`access.agenda`)."""
_HELD = "e.cancelled_at IS NULL AND e.withdrawn_at IS NULL AND e.published_at IS NOT NULL"
EVE = (
    "SELECT e.id, e.by_id, e.begins_at FROM agenda_event e CROSS JOIN account_user u WHERE u.id = e.by_id"
    f" AND e.begins_at >= ? AND e.begins_at < ? AND {_HELD} AND {_NEAR} AND u.closing_at IS NULL"
    f" AND (e.registering = '{Registering.OPEN.value}' OR e.arrivals > 0) ORDER BY e.begins_at LIMIT {PAGE}"
)
COMING = (
    "SELECT COUNT(*) AS people, SUM(CASE WHEN seated_at IS NULL THEN 1 ELSE 0 END) AS waiting"
    " FROM agenda_registration WHERE event_id = ? AND cancelled_at IS NULL"
)


class EventEve(Reminder):
    """Once for each hour that the event has: one that moved is told again."""

    kind = EVENT_EVE
    hour = time(16)
    still = (
        "EXISTS (SELECT 1 FROM agenda_event e JOIN account_user u ON u.id = e.by_id WHERE e.id = n.subject"
        f" AND e.by_id = n.recipient_id AND e.begins_at = n.expires_at AND {_HELD} AND {_NEAR})"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those of tomorrow; and of the days after, as long as nobody works in between.

        Nobody prints a list on the morning of the day: what comes on a Monday is told on Friday.
        """
        if not WORKING.day_is_open(day):
            return
        last = day + timedelta(days=1)
        while not WORKING.day_is_open(last) and last < day + timedelta(days=7):
            last += timedelta(days=1)
        first = max(now(), datetime.combine(day, self.hour, PARIS))
        rows = await fetch_as(EVE, first, midnight(last + timedelta(days=1)), id=UUID, by_id=UUID, begins_at=datetime)
        yield [
            Planned(
                recipient=row["by_id"],
                subject=row["id"],
                step=row["begins_at"].isoformat(),
                expires_at=row["begins_at"],
            )
            for row in rows
            if day_of(row["begins_at"]) > day
        ]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """How many come now."""
        rows = {row.id: row for row in await Event.filter(id__in=few({notice.subject for notice in notices}))}
        return {notice.id: await _said(rows[notice.subject]) for notice in notices if notice.subject in rows}


async def _said(event: Event) -> SaidMessage:
    [row] = await fetch(COMING, event.id)
    waiting = int(row["waiting"] or 0)
    people = plural(int(row["people"]) - waiting, "inscrit") + (f", {waiting} en attente" if waiting else "")
    return SaidMessage(
        title=SAID.title % {"title": event.title},
        body=SAID.body % {"when": sentence_case(when(event)), "people": people},
        action=SAID.action,
        route="agenda:attendance",
        values={"slug": event.slug},
    )
