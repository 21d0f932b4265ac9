"""Nobody came for nearly two years: told three times, for the box closes then. One visit keeps it.

Never the box of a group, which nobody enters, nor of somebody who works for structures: what they wrote, the sheets
that they keep and their post depend on that account, and whoever gave the post takes it back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from boite.clock import months_later
from boite.database.rows import fetch_as
from boite.languages.messages import filled
from boite.languages.values import DayValue
from boite.notifications.kinds_for_people import ACCOUNT_IDLE
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage
from boite.notifications.words import ACCOUNT_IDLE as SAID
from boite.settings import Settings

STEPS = (90, 30, 7)
"""Days before the box closes, each told so long before at least: where one comes late, the closing is put off."""
# « NOT (… IS NOT NULL) »: for a plain « IS NULL », SQLite would walk everybody whose box does not close.
_MAY_CLOSE = (
    "NOT (u.closing_at IS NOT NULL) AND u.role = 'person' AND u.seen_on <= ? AND (u.seen_on, u.id) > (?, ?)"
    " AND u.disabled_at IS NULL"
)
IDLE = (
    "SELECT u.id, u.seen_on, n.step, n.about FROM account_user u LEFT JOIN notifications_notice n ON n.id ="
    " (SELECT MAX(s.id) FROM notifications_notice s WHERE s.recipient_id = u.id AND s.kind = 'account.idle'"
    " AND s.subject = u.id AND s.gone_at IS NULL AND DATE(SUBSTR(s.step, 1, 10)) = u.seen_on)"
    f" WHERE {_MAY_CLOSE} ORDER BY u.seen_on, u.id LIMIT {PAGE}"
)
"""Who did not come since a day, with the last notice that they had of this very absence."""
FIRST = (date(1, 1, 1), UUID(int=0))
"""Before everybody."""


class AccountIdle(Reminder):
    """`step` is the last visit, the days before closing, and the day of closing: « 2024-11-30/90/2026-11-30 »."""

    kind = ACCOUNT_IDLE
    still = (
        "EXISTS (SELECT 1 FROM account_user u WHERE u.id = n.recipient_id AND u.role = 'person'"
        " AND u.closing_at IS NULL AND u.seen_on = DATE(SUBSTR(n.step, 1, 10)))"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those whose next notice came: however long nobody worked, each has all of them, one after the other."""
        latest = months_later(day + timedelta(days=STEPS[0] + 1), -settings.idle_months) + timedelta(days=3)
        async for rows in _idle(latest):
            yield [planned for row in rows for planned in _due(row, day, settings)]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The day when everything would be erased."""
        return {notice.id: _said(date.fromisoformat(notice.about["erased_on"])) for notice in notices}


async def to_close(day: date, months: int) -> AsyncIterator[list[tuple[UUID, date]]]:
    """Pages of those whose box closes on this day, with their last visit: their three notices were given in time.

    Nobody else: where notices came late, for want of somebody to work, closing waits as long.
    """
    async for rows in _idle(months_later(day, -months)):
        told = [(row, *_told(row, months)) for row in rows]
        yield [(row["id"], row["seen_on"]) for row, given, closes in told if given == len(STEPS) and closes <= day]


async def _idle(latest: date) -> AsyncIterator[list[dict[str, Any]]]:
    """Pages of those who came on this day for the last time, or before."""
    after: tuple[Any, Any] = FIRST
    while rows := await fetch_as(IDLE, latest, *after, id=UUID, seen_on=date, about=dict):
        yield rows
        after = (rows[-1]["seen_on"], rows[-1]["id"])


def _told(row: Mapping[str, Any], months: int) -> tuple[int, date]:
    """How many notices this person had of the closing to come, and its day.

    Where boxes now close later than the last one said, those told nothing of that day: they begin anew.
    """
    closes = months_later(row["seen_on"], months)
    said = date.fromisoformat(row["about"]["closes_on"]) if row["step"] else date.min
    return (STEPS.index(int(row["step"].split("/")[1])) + 1, said) if said >= closes else (0, closes)


def _due(row: Mapping[str, Any], day: date, settings: Settings) -> list[Planned]:
    """The next notice, where its day came. One at a time: each has its days, whenever the one before was given."""
    given, closes = _told(row, settings.idle_months)
    if given == len(STEPS) or day < closes - timedelta(days=STEPS[given]):
        return []
    closes = max(closes, day + timedelta(days=STEPS[given]))
    erased = closes + timedelta(days=settings.closing_days)
    return [
        Planned(
            recipient=row["id"],
            subject=row["id"],
            step=f"{row['seen_on'].isoformat()}/{STEPS[given]}/{closes.isoformat()}",
            about={"closes_on": closes.isoformat(), "erased_on": erased.isoformat()},
        )
    ]


def _said(erased_on: date) -> SaidMessage:
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, day=DayValue(erased_on)),
        action=SAID.action,
        route="site:home",
        values={},
    )
