"""Somebody proposed to correct a sheet: whoever keeps it is told the next day, then once more, then never.

The coordination decides, and its desk says how many wait: beyond two weeks it is theirs alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from boite.clock import day_of, midnight
from boite.database.long_lists import few
from boite.database.rows import fetch_as
from boite.directory.models import Suggestion
from boite.languages.messages import filled
from boite.languages.values import FrenchValue
from boite.notifications.kinds_at_work import CORRECTION_WAITS
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage
from boite.notifications.words import CORRECTION_WAITS as SAID
from boite.settings import Settings

STEPS = (1, 14)
"""Days after it was proposed."""
WAITING = (
    "SELECT g.id, g.at, m.user_id FROM directory_suggestion g"
    " CROSS JOIN directory_membership m CROSS JOIN account_user u"
    " WHERE m.structure_id = g.structure_id AND u.id = m.user_id AND g.decided_at IS NULL AND g.at >= ? AND g.at < ?"
    " AND (g.by_id IS NULL OR g.by_id <> m.user_id)"
    " AND u.role IN ('professional', 'coordinator') AND u.closing_at IS NULL AND (g.at, g.id, m.user_id) > (?, ?, ?)"
    f" ORDER BY g.at, g.id, m.user_id LIMIT {PAGE}"
)


class CorrectionWaits(Reminder):
    """One and fourteen days after; the later one alone where both came."""

    kind = CORRECTION_WAITS
    still = (
        "EXISTS (SELECT 1 FROM directory_suggestion g JOIN directory_membership m ON m.structure_id = g.structure_id"
        " JOIN account_user u ON u.id = m.user_id WHERE g.id = n.subject AND m.user_id = n.recipient_id"
        " AND g.decided_at IS NULL AND u.role IN ('professional', 'coordinator'))"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those proposed on a day whose step came since then."""
        first = midnight(since - timedelta(days=max(STEPS) - 1))
        after: tuple[Any, ...] = (first, UUID(int=0), UUID(int=0))
        while rows := await fetch_as(
            WAITING, first, midnight(day), *after, **{"id": UUID, "at": datetime, "user_id": UUID}
        ):
            yield [planned for row in rows for planned in _due(row, since, day)]
            after = (rows[-1]["at"], rows[-1]["id"], rows[-1]["user_id"])

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The name of the sheet."""
        found = Suggestion.filter(id__in=few({notice.subject for notice in notices})).select_related("structure")
        rows = {row.id: row for row in await found}
        return {notice.id: _said(rows[notice.subject]) for notice in notices if notice.subject in rows}


def _due(row: dict[str, Any], since: date, day: date) -> list[Planned]:
    proposed = day_of(row["at"])
    came = [step for step in STEPS if since < proposed + timedelta(days=step) <= day]
    return [
        Planned(recipient=row["user_id"], subject=row["id"], step=str(step), skipped=step != max(came)) for step in came
    ]


def _said(suggestion: Suggestion) -> SaidMessage:
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, name=FrenchValue(suggestion.structure.name)),
        action=SAID.action,
        route="directory:sheet",
        values={"slug": suggestion.structure.slug},
    )
