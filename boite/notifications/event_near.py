"""An event that somebody goes to is near: told the evening before, or the last open one (`agenda.seats`)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime

from boite.agenda import reminders
from boite.agenda.event_words import when, where
from boite.agenda.models import Event
from boite.agenda.reminders import Reminded
from boite.agenda.seats import REMINDED_AT
from boite.clock import midnight
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.languages.messages import filled
from boite.languages.values import FrenchValue, SpanValue
from boite.notifications.kinds_for_people import EVENT_NEAR
from boite.notifications.models import Notice
from boite.notifications.reminder import Planned, Reminder, SaidMessage, write
from boite.notifications.words import EVENT_NEAR as SAID
from boite.notifications.words import NO_PLACE, ReminderWords
from boite.quiet_hours import USUAL
from boite.settings import Settings
from boite.text.french import sentence_case


class EventNear(Reminder):
    """Once for each hour that the event has: one that moved is told again. Nothing on the list of who waits."""

    kind = EVENT_NEAR
    hour = REMINDED_AT
    by_day = False
    # The instant when it begins is that of the notice: another one has its own.
    still = (
        "EXISTS (SELECT 1 FROM agenda_registration r JOIN agenda_event e ON e.id = r.event_id"
        " WHERE r.event_id = n.subject AND r.user_id = n.recipient_id AND r.cancelled_at IS NULL"
        " AND r.seated_at IS NOT NULL AND e.cancelled_at IS NULL AND e.withdrawn_at IS NULL"
        " AND e.begins_at = n.expires_at)"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Not by days: `tell_due` follows the hour of each. A rehearsal asks for a whole day."""
        while True:
            count, told = await reminders.take_due(midnight(day).replace(hour=23, minute=59))
            if not count:
                return
            yield [_planned(one) for one in told]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The title, the hour and the place that it has now."""
        rows = {row.id: row for row in await Event.filter(id__in=few({notice.subject for notice in notices}))}
        return {notice.id: said(SAID, rows[notice.subject]) for notice in notices if notice.subject in rows}


async def tell_due(at: datetime) -> int:
    """Tell whom a reminder is due at this instant (a chore). Returns how many were told.

    In the service at any hour: it wakes nobody. Mails wait for the end of the quiet hours, where a stop delayed them.
    """
    if not await reminders.any_due(at):
        return 0
    async with transaction():
        count, told = await reminders.take_due(at, mails=USUAL.open(at))
        await write(EVENT_NEAR, [_planned(one) for one in told])
    return count


def _planned(one: Reminded) -> Planned:
    begins = one.event.begins_at
    return Planned(recipient=one.user_id, subject=one.event.id, step=begins.isoformat(), expires_at=begins)


def said(words: ReminderWords, event: Event) -> SaidMessage:
    """These words, with the title, the hour and the place that it has now."""
    moment = SpanValue(sentence_case(when(event)), event.begins_at, event.ends_at)
    place = FrenchValue(where(event)) if where(event) else NO_PLACE
    return SaidMessage(
        title=filled(words.title, title=FrenchValue(event.title)),
        body=filled(words.body, when=moment, where=place),
        action=words.action,
        route="agenda:event",
        values={"slug": event.slug},
    )
