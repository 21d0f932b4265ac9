"""A deposit was begun and left: told once, the next day, while it may still be taken up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from boite.clock import midnight
from boite.database.long_lists import few
from boite.database.rows import fetch_as
from boite.files.models import Upload
from boite.languages.messages import filled
from boite.languages.values import DayValue
from boite.notifications.kinds_for_people import DEPOSIT_LEFT
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage
from boite.notifications.words import DEPOSIT_LEFT as SAID
from boite.settings import Settings

LEFT = (
    "SELECT u.id, u.by_id, u.expires_at FROM files_upload u CROSS JOIN account_user p"
    " WHERE p.id = u.by_id AND u.completed_at IS NULL AND u.received > 0 AND u.created_at < ? AND u.expires_at > ?"
    " AND (u.expires_at, u.id) > (?, ?) AND p.closing_at IS NULL"
    f" ORDER BY u.expires_at, u.id LIMIT {PAGE}"
)


class DepositLeft(Reminder):
    """Once for each deposit. What was declared and never sent is no deposit."""

    kind = DEPOSIT_LEFT
    still = (
        "EXISTS (SELECT 1 FROM files_upload u WHERE u.id = n.subject AND u.by_id = n.recipient_id"
        " AND u.completed_at IS NULL)"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those begun before this day, in the order of their end."""
        morning = midnight(day)
        after: tuple[Any, Any] = (morning, UUID(int=0))
        while rows := await fetch_as(LEFT, morning, morning, *after, id=UUID, by_id=UUID, expires_at=datetime):
            yield [
                Planned(recipient=row["by_id"], subject=row["id"], step="1", expires_at=row["expires_at"])
                for row in rows
            ]
            after = (rows[-1]["expires_at"], rows[-1]["id"])

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The name and the end that it has now."""
        rows = {row.id: row for row in await Upload.filter(id__in=few({notice.subject for notice in notices}))}
        return {notice.id: _said(rows[notice.subject]) for notice in notices if notice.subject in rows}


def _said(upload: Upload) -> SaidMessage:
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, name=upload.name, day=DayValue(upload.expires_at)),
        action=SAID.action,
        route="files:uploads",
        values={},
    )
