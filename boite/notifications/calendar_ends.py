"""A calendar that the service follows ends: told to administrators a year before, then three months before."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, timedelta
from uuid import UUID

from boite.clock import midnight
from boite.database.rows import column
from boite.holidays import LAST
from boite.languages.messages import filled
from boite.languages.values import DayValue
from boite.notifications.kinds_for_operators import CALENDAR_ENDS
from boite.notifications.models import Notice
from boite.notifications.reminder import Planned, Reminder, SaidMessage
from boite.notifications.words import CALENDAR_ENDS as SAID
from boite.settings import Settings

STEPS = (365, 90)
"""Days before the last day that is known."""
ADMINISTRATORS = "SELECT u.id FROM account_user u WHERE u.role = 'administrator' AND u.disabled_at IS NULL"


class CalendarEnds(Reminder):
    """`step` is the last day and the days before it: once the service knows of more days, it is said no more."""

    kind = CALENDAR_ENDS
    still = f"(SUBSTR(n.step, 1, 10) = '{LAST}' AND EXISTS ({ADMINISTRATORS} AND u.id = n.recipient_id))"

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Every administrator, on two days."""
        came = [step for step in STEPS if since < LAST - timedelta(days=step) <= day]
        people = await column(UUID, ADMINISTRATORS) if came else []
        yield [
            Planned(
                recipient=who,
                subject=who,
                step=f"{LAST}/{step}",
                expires_at=midnight(LAST),
                skipped=step != came[-1],
            )
            for who in people
            for step in came
        ]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The last day that is known."""
        body = filled(SAID.body, day=DayValue(LAST))
        said = SaidMessage(title=SAID.title, body=body, action=SAID.action, route="notifications:queue", values={})
        return {notice.id: said for notice in notices}
