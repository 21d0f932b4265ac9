"""A CV six months old: whoever looks for work is asked whether it is still right; twice, then never."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from boite.clock import day_of, midnight, months_later
from boite.database.long_lists import few
from boite.database.rows import fetch_as
from boite.files import names
from boite.files.models import Node
from boite.languages.messages import filled
from boite.notifications.kinds_for_people import CV_OLD
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidHelp, SaidMessage
from boite.notifications.words import CV_OLD as SAID
from boite.settings import Settings

STEPS = (6, 12)
"""Months since it was deposited, or since its last version."""
KEPT = timedelta(days=30)
LOOKING = "u.role = 'person' AND u.situation IN ('demandeur-emploi', 'sans-solution')"
OLD = (
    "SELECT f.id, f.number, v.created_at, s.owner_id"
    " FROM files_version v CROSS JOIN files_node f CROSS JOIN files_space s CROSS JOIN account_user u"
    " WHERE v.created_at >= ? AND v.created_at < ? AND (v.created_at, f.id) > (?, ?)"
    " AND f.id = v.node_id AND f.number = v.number AND s.id = f.space_id AND u.id = s.owner_id"
    " AND f.document_type = 'cv' AND NOT (f.discard_id IS NOT NULL)"
    f" AND {LOOKING} AND NOT (u.closing_at IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM files_node o"
    " JOIN files_version w ON w.node_id = o.id AND w.number = o.number"
    " WHERE o.space_id = f.space_id AND o.document_type = 'cv' AND o.discard_id IS NULL"
    f" AND w.created_at > v.created_at) ORDER BY v.created_at, f.id LIMIT {PAGE}"
)
"""The newest CV of each, by what it says: a new name, or another folder, makes nothing in it newer."""


class CvOld(Reminder):
    """`step` is the version, and the months since it came: another version begins anew."""

    kind = CV_OLD
    still = (
        "EXISTS (SELECT 1 FROM files_node f JOIN files_space s ON s.id = f.space_id"
        " JOIN account_user u ON u.id = s.owner_id WHERE f.id = n.subject AND s.owner_id = n.recipient_id"
        f" AND f.discard_id IS NULL AND f.document_type = 'cv' AND {LOOKING}"
        " AND n.step LIKE CAST(f.number AS VARCHAR(10)) || '/%')"
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """One stretch of days for each step."""
        for months in STEPS:
            first = midnight(months_later(since, -months) - timedelta(days=3))
            last = midnight(months_later(day, -months) + timedelta(days=4))
            after: tuple[Any, Any] = (first, UUID(int=0))
            while rows := await fetch_as(OLD, first, last, *after, id=UUID, owner_id=UUID, created_at=datetime):
                yield [
                    Planned(
                        recipient=row["owner_id"],
                        subject=row["id"],
                        step=f"{row['number']}/{months}",
                        expires_at=midnight(day) + KEPT,
                    )
                    for row in rows
                    if since < months_later(day_of(row["created_at"]), months) <= day
                ]
                after = (rows[-1]["created_at"], rows[-1]["id"])

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """The name that it has now, and who reads it again with its person."""
        rows = {row.id: row for row in await Node.filter(id__in=few({notice.subject for notice in notices}))}
        some = [(notice, rows[notice.subject]) for notice in notices if notice.subject in rows]
        from boite.notifications import near_help  # here: a start has nobody to tell, nor the directory to search

        helps = await near_help.of_papers({(notice.recipient_id, row.document_type) for notice, row in some})
        return {notice.id: _said(row, helps[notice.recipient_id, row.document_type]) for notice, row in some}


def _said(node: Node, help_: SaidHelp) -> SaidMessage:
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, name=names.title(node.name, node.kind)),
        action=SAID.action,
        route="files:paper",
        values={"node": str(node.id)},
        help=help_,
    )
