"""Somebody came to an event: asked once, the day after, whether it was useful."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from boite.agenda.models import Registration
from boite.agenda.satisfaction import ASKED_FOR
from boite.clock import midnight
from boite.database.long_lists import few
from boite.database.rows import fetch_as
from boite.languages.messages import filled
from boite.languages.values import FrenchValue
from boite.notifications.kinds_for_people import EVENT_OPINION
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage
from boite.notifications.words import EVENT_OPINION as SAID
from boite.settings import Settings

CAME = (
    "SELECT r.id, r.user_id, e.ends_at FROM agenda_event e CROSS JOIN agenda_registration r CROSS JOIN account_user u"
    " WHERE r.event_id = e.id AND u.id = r.user_id AND e.ends_at >= ? AND e.ends_at < ? AND e.cancelled_at IS NULL"
    " AND r.came_at IS NOT NULL AND r.answer = '' AND u.closing_at IS NULL AND (e.ends_at, r.id) > (?, ?)"
    f" ORDER BY e.ends_at, r.id LIMIT {PAGE}"
)


class EventOpinion(Reminder):
    """Once for each registration."""

    kind = EVENT_OPINION
    hour = time(10)
    still = (
        "EXISTS (SELECT 1 FROM agenda_registration r JOIN agenda_event e ON e.id = r.event_id WHERE r.id = n.subject"
        " AND r.user_id = n.recipient_id AND r.came_at IS NOT NULL AND r.answer = '' AND e.cancelled_at IS NULL)"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those of the events that ended on the days before."""
        first = midnight(since)
        after: tuple[Any, Any] = (first, UUID(int=0))
        while rows := await fetch_as(CAME, first, midnight(day), *after, id=UUID, user_id=UUID, ends_at=datetime):
            yield [
                Planned(recipient=row["user_id"], subject=row["id"], step="1", expires_at=row["ends_at"] + ASKED_FOR)
                for row in rows
            ]
            after = (rows[-1]["ends_at"], rows[-1]["id"])

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The title that it has now."""
        found = Registration.filter(id__in=few({notice.subject for notice in notices})).select_related("event")
        rows = {row.id: row for row in await found}
        return {notice.id: _said(rows[notice.subject]) for notice in notices if notice.subject in rows}


def _said(row: Registration) -> SaidMessage:
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, title=FrenchValue(row.event.title)),
        action=SAID.action,
        route="agenda:registration",
        values={"code": str(row.code)},
    )
