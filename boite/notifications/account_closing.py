"""A box is about to be erased: told a week before and on the eve, besides the moment when it was asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from boite.accounts.models import User
from boite.clock import day_of, midnight
from boite.database.long_lists import few
from boite.database.rows import fetch_as
from boite.languages.messages import filled
from boite.languages.values import DayValue
from boite.notifications.kinds_for_people import ACCOUNT_CLOSING
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage
from boite.notifications.words import ACCOUNT_CLOSING as SAID
from boite.settings import Settings

STEPS = (7, 1)
"""Days before it is erased."""
CLOSING = (
    "SELECT u.id, u.closing_at FROM account_user u WHERE u.closing_at >= ? AND u.closing_at < ?"
    f" AND (u.closing_at, u.id) > (?, ?) ORDER BY u.closing_at, u.id LIMIT {PAGE}"
)


class AccountClosing(Reminder):
    """Once for each day of erasure: kept, then asked again, it is told again."""

    kind = ACCOUNT_CLOSING
    still = "EXISTS (SELECT 1 FROM account_user u WHERE u.id = n.recipient_id AND u.closing_at = n.expires_at)"

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """In the order of their end."""
        first, last = midnight(day), midnight(day + timedelta(days=STEPS[0] + 1))
        after: tuple[Any, Any] = (first, UUID(int=0))
        while rows := await fetch_as(CLOSING, first, last, *after, id=UUID, closing_at=datetime):
            yield [planned for row in rows for planned in _due(row["id"], row["closing_at"], since, day)]
            after = (rows[-1]["closing_at"], rows[-1]["id"])

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The day that it has now."""
        rows = {row.id: row for row in await User.filter(id__in=few({notice.subject for notice in notices}))}
        ends = {notice.id: rows[notice.subject].closing_at for notice in notices if notice.subject in rows}
        return {number: _said(at) for number, at in ends.items() if at is not None}


def _due(who: UUID, closing_at: datetime, since: date, day: date) -> list[Planned]:
    ends = day_of(closing_at)
    came = [step for step in STEPS if since < ends - timedelta(days=step) <= day]
    return [
        Planned(
            recipient=who,
            subject=who,
            step=f"{closing_at.isoformat(timespec='seconds')}/{step}",
            expires_at=closing_at,
            skipped=step != came[-1],
        )
        for step in came
    ]


def _said(at: datetime) -> SaidMessage:
    return SaidMessage(
        title=SAID.title, body=filled(SAID.body, day=DayValue(at)), action=SAID.action, route="boxes:closing", values={}
    )
