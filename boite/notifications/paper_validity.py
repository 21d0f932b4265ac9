"""A paper is valid no longer than a day that its person wrote: told early enough to be renewed, by its type."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from boite.clock import day_of, midnight
from boite.database.long_lists import marks
from boite.database.rows import fetch_as
from boite.files import names
from boite.files.validity_steps import STEPS, USUAL, steps
from boite.languages.messages import filled
from boite.languages.values import DayValue
from boite.notifications.kinds_for_people import PAPER_VALIDITY
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidHelp, SaidMessage
from boite.notifications.words import PAPER_ENDS
from boite.settings import Settings

# « CROSS » keeps this order on SQLite: it would begin with everybody whose `closing_at` is empty. And
# « NOT (… IS NOT NULL) »: for a plain « IS NULL », SQLite would walk every paper that is in no trash.
CANDIDATES = (
    "SELECT f.id, f.document_type, f.valid_until, f.validity_on, f.created_at, s.owner_id FROM files_node f"
    " CROSS JOIN files_space s CROSS JOIN account_user u WHERE s.id = f.space_id AND u.id = s.owner_id"
    " AND f.valid_until IS NOT NULL AND NOT (f.discard_id IS NOT NULL) AND f.valid_until >= ? AND f.valid_until <= ?"
    " AND (f.valid_until, f.id) > (?, ?) AND u.role <> 'group' AND u.closing_at IS NULL"
    f" ORDER BY f.valid_until, f.id LIMIT {PAGE}"
)


class PaperValidity(Reminder):
    """Steps of each type: 180, 90 and 30 days for an RQTH; 90, 30 and 7 for an identity card; never for an address."""

    kind = PAPER_VALIDITY
    still = (
        "EXISTS (SELECT 1 FROM files_node f JOIN files_space s ON s.id = f.space_id WHERE f.id = n.subject"
        " AND s.owner_id = n.recipient_id AND f.discard_id IS NULL"
        " AND f.valid_until = DATE(SUBSTR(n.step, 1, 10)))"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """One stretch of days for each step, in the order of the end of papers."""
        for first, last in _stretches(since, day):
            after: tuple[Any, Any] = (first - timedelta(days=1), UUID(int=0))
            while rows := await fetch_as(
                CANDIDATES,
                *(first, last, *after),
                **{"id": UUID, "owner_id": UUID, "valid_until": date, "validity_on": date, "created_at": datetime},
            ):
                yield [planned for row in rows for planned in _due(row, since, day)]
                after = (rows[-1]["valid_until"], rows[-1]["id"])

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The name that the paper has now, and who helps with it."""
        wanted = {notice.subject for notice in notices}
        sql = f"SELECT id, name, kind, document_type, valid_until FROM files_node WHERE id IN ({marks(wanted)})"
        rows = {row["id"]: row for row in await fetch_as(sql, *wanted, id=UUID, valid_until=date)} if wanted else {}
        some = [(notice, rows[notice.subject]) for notice in notices if notice.subject in rows]
        from boite.notifications import near_help  # here: a start has nobody to tell, nor the directory to search

        helps = await near_help.of_papers({(notice.recipient_id, row["document_type"]) for notice, row in some})
        return {notice.id: _said(row, helps[notice.recipient_id, row["document_type"]]) for notice, row in some}


def _stretches(since: date, day: date) -> list[tuple[date, date]]:
    """The ends of validity whose step came after `since` and up to `day`, joined where they touch."""
    every = sorted({step for each in (*STEPS.values(), USUAL) for step in each})
    found: list[tuple[date, date]] = []
    for step in every:
        first, last = max(day, since + timedelta(days=step + 1)), day + timedelta(days=step)
        if found and first <= found[-1][1] + timedelta(days=1):
            found[-1] = (found[-1][0], last)
        else:
            found.append((first, last))
    return found


def _due(row: dict[str, Any], since: date, day: date) -> list[Planned]:
    """The steps of a paper that came since then, the most pressing one alone to be said.

    A step already past on the day when the date was typed never comes.
    """
    ends: date = row["valid_until"]
    typed = row["validity_on"] or day_of(row["created_at"])
    came = [
        step
        for step in steps(row["document_type"])
        if max(since, typed) < ends - timedelta(days=step) <= day and ends >= day
    ]
    return [
        Planned(
            recipient=row["owner_id"],
            subject=row["id"],
            step=f"{ends.isoformat()}/{step}",
            expires_at=midnight(ends + timedelta(days=1)),
            skipped=step != min(came),
            # The last one has its hour: a digest, or the mails of next month, could come once the paper has ended.
            urgency=Urgency.DATED if step == min(steps(row["document_type"])) else None,
        )
        for step in came
    ]


def _said(row: dict[str, Any], help_: SaidHelp) -> SaidMessage:
    return SaidMessage(
        title=PAPER_ENDS.title,
        body=filled(PAPER_ENDS.body, name=names.title(row["name"], row["kind"]), day=DayValue(row["valid_until"])),
        action=PAPER_ENDS.action,
        route="files:paper",
        values={"node": str(row["id"])},
        help=help_,
    )
