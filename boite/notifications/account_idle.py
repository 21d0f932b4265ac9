"""Nobody came for nearly two years: told three times, for the box closes then. One visit keeps it.

Never the box of a group, which nobody enters, nor of somebody who works for structures: what they wrote, the sheets
that they keep and their post depend on that account, and whoever gave the post takes it back.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from boite.clock import day_of, months_later
from boite.database.rows import fetch_as
from boite.languages.messages import filled
from boite.languages.values import DayValue
from boite.notifications.kinds_for_people import ACCOUNT_IDLE
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage
from boite.notifications.words import ACCOUNT_IDLE as SAID
from boite.settings import Settings

STEPS = (90, 30, 7)
"""Days before the box closes. Told late, the day of closing is put off."""
WARNED = timedelta(days=30)
"""From the first notice to the closing, at least."""
_OF_THIS_VISIT = (
    "n.recipient_id = u.id AND n.kind = 'account.idle' AND n.subject = u.id"
    " AND n.step LIKE CAST(u.seen_on AS VARCHAR(10)) || '/%'"
)
# « NOT (… IS NOT NULL) »: for a plain « IS NULL », SQLite would walk everybody whose box does not close.
_MAY_CLOSE = "NOT (u.closing_at IS NOT NULL) AND u.role = 'person' AND u.seen_on <= ? AND (u.seen_on, u.id) > (?, ?)"
IDLE = (
    "SELECT u.id, u.seen_on,"
    f" (SELECT COUNT(*) FROM notifications_notice n WHERE {_OF_THIS_VISIT}) AS steps,"
    f" (SELECT MIN(n.at) FROM notifications_notice n WHERE {_OF_THIS_VISIT} AND n.why <> 'skipped') AS warned"
    f" FROM account_user u WHERE {_MAY_CLOSE} ORDER BY u.seen_on, u.id LIMIT {PAGE}"
)
LAST_SAID = (
    "SELECT u.id, u.seen_on, n.about FROM account_user u CROSS JOIN notifications_notice n"
    " WHERE n.recipient_id = u.id AND n.kind = 'account.idle' AND n.subject = u.id AND n.gone_at IS NULL"
    f" AND n.step = CAST(u.seen_on AS VARCHAR(10)) || '/{STEPS[-1]}' AND {_MAY_CLOSE}"
    f" ORDER BY u.seen_on, u.id LIMIT {PAGE}"
)
FIRST = (date(1, 1, 1), UUID(int=0))
"""Before everybody."""


class AccountIdle(Reminder):
    """`step` is the last visit and the days before closing: « 2024-11-30/90 ». A visit makes others."""

    kind = ACCOUNT_IDLE
    still = (
        "EXISTS (SELECT 1 FROM account_user u WHERE u.id = n.recipient_id AND u.role = 'person'"
        " AND u.closing_at IS NULL AND CAST(u.seen_on AS VARCHAR(10)) = SUBSTR(n.step, 1, 10))"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those whose next step came: however long nobody worked, each has all of its notices."""
        latest = months_later(day + timedelta(days=STEPS[0] + 1), -settings.idle_months) + timedelta(days=3)
        after: tuple[Any, Any] = FIRST
        kinds: dict[str, type[Any]] = {"id": UUID, "seen_on": date, "warned": datetime}
        while rows := await fetch_as(IDLE, latest, *after, **kinds):
            yield [planned for row in rows for planned in _due(row, day, settings)]
            after = (rows[-1]["seen_on"], rows[-1]["id"])

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The day when everything would be erased."""
        return {notice.id: _said(date.fromisoformat(notice.about["erased_on"])) for notice in notices}


async def to_close(day: date, months: int) -> AsyncIterator[list[tuple[UUID, date]]]:
    """Pages of those whose box closes on this day, with their last visit: their three notices were given in time.

    Nobody else: where notices came late, for want of somebody to work, closing waits as long.
    """
    after: tuple[Any, Any] = FIRST
    while rows := await fetch_as(LAST_SAID, months_later(day, -months), *after, id=UUID, seen_on=date, about=dict):
        yield [(row["id"], row["seen_on"]) for row in rows if _closes_on(row["about"]) <= day]
        after = (rows[-1]["seen_on"], rows[-1]["id"])


def _closes_on(about: Mapping[str, str]) -> date:
    return date.fromisoformat(about["closes_on"])


def _due(row: Mapping[str, Any], day: date, settings: Settings) -> list[Planned]:
    """The steps that came and were not used, the most pressing one alone to be said."""
    closes = months_later(row["seen_on"], settings.idle_months)
    came = [step for step in STEPS if closes - timedelta(days=step) <= day][row["steps"] :]
    if not came:
        return []
    first = day_of(row["warned"]) if row["warned"] else day
    closes = max(closes, first + WARNED, day + timedelta(days=came[-1]))
    erased = closes + timedelta(days=settings.closing_days)
    return [
        Planned(
            recipient=row["id"],
            subject=row["id"],
            step=f"{row['seen_on'].isoformat()}/{step}",
            about={"closes_on": closes.isoformat(), "erased_on": erased.isoformat()},
            skipped=step != came[-1],
        )
        for step in came
    ]


def _said(erased_on: date) -> SaidMessage:
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, day=DayValue(erased_on)),
        action=SAID.action,
        route="site:home",
        values={},
    )
