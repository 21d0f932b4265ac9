"""A structure moved or closed: told to who goes to an event that it organises, or where it is expected."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, timedelta
from uuid import UUID

from boite.clock import midnight, now
from boite.database.long_lists import few
from boite.database.rows import fetch_as
from boite.directory.models import Structure
from boite.languages.messages import filled
from boite.languages.values import FrenchValue
from boite.notifications.kinds_for_people import STRUCTURE_CHANGED
from boite.notifications.models import Notice
from boite.notifications.reminder import Planned, Reminder, SaidMessage
from boite.notifications.words import STRUCTURE_CHANGED as SAID
from boite.settings import Settings

KEPT = timedelta(days=90)
_GOES = (
    "r.cancelled_at IS NULL AND e.cancelled_at IS NULL AND e.withdrawn_at IS NULL AND (e.organiser_id = {structure}"
    " OR EXISTS (SELECT 1 FROM agenda_presence p WHERE p.event_id = e.id AND p.structure_id = {structure}))"
)
"""Whether the registration `r` is to an event `e` of this structure that will take place."""
CHANGED = (
    "SELECT d.structure_id, d.since FROM directory_ending d WHERE d.since > ? AND d.since <= ?"
    " UNION SELECT p.structure_id, p.moved_on FROM directory_point p"
    " WHERE p.moved_on IS NOT NULL AND p.moved_on > ? AND p.moved_on <= ?"
)
GOING = (
    "SELECT DISTINCT r.user_id FROM agenda_event e CROSS JOIN agenda_registration r CROSS JOIN account_user u"
    " WHERE e.begins_at > ? AND r.event_id = e.id AND u.id = r.user_id AND u.closing_at IS NULL AND "
    + _GOES.format(structure="?")
)


class StructureChanged(Reminder):
    """Once for each day when it changes."""

    kind = STRUCTURE_CHANGED
    still = (
        "EXISTS (SELECT 1 FROM agenda_registration r JOIN agenda_event e ON e.id = r.event_id"
        " WHERE r.user_id = n.recipient_id AND e.begins_at > n.at AND " + _GOES.format(structure="n.subject") + ")"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those who go to an event to come of each structure that changed."""
        for row in await fetch_as(CHANGED, since, day, since, day, structure_id=UUID, since=date):
            which = row["structure_id"]
            people = await fetch_as(GOING, now(), which, which, user_id=UUID)
            step, until = row["since"].isoformat(), midnight(row["since"]) + KEPT
            yield [Planned(recipient=each["user_id"], subject=which, step=step, expires_at=until) for each in people]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The name that it has now."""
        rows = {row.id: row for row in await Structure.filter(id__in=few({notice.subject for notice in notices}))}
        return {notice.id: _said(rows[notice.subject]) for notice in notices if notice.subject in rows}


def _said(structure: Structure) -> SaidMessage:
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, name=FrenchValue(structure.name)),
        action=SAID.action,
        route="directory:sheet",
        values={"slug": structure.slug},
    )
