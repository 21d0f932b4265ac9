"""A disk is nearly full: told to administrators once for each level, and anew after it has had room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from datetime import date
from uuid import UUID, uuid5

from boite.database.long_lists import marks
from boite.database.rows import column, fetch_as
from boite.files.disk_room import DiskRoom, rooms
from boite.languages.messages import filled
from boite.languages.values import SizeValue
from boite.notifications.calendar_ends import ADMINISTRATORS
from boite.notifications.kinds_for_operators import ROOM_LOW
from boite.notifications.models import Notice
from boite.notifications.reminder import LATEST, Planned, Reminder, SaidMessage
from boite.notifications.words import ROOM_LOW as SAID
from boite.settings import Settings

DISKS = UUID("0d7a1f6e-93c2-4e58-8b0f-5c64d1a2e9b7")
"""Names the folders on disks among the subjects of notices."""
_ROOM_SINCE = (
    "EXISTS (SELECT 1 FROM notifications_notice r WHERE r.recipient_id = n.recipient_id AND r.kind = n.kind"
    " AND r.subject = n.subject AND r.step LIKE '0/%' AND r.id > n.id)"
)
_TOLD = "SELECT recipient_id, subject, step FROM notifications_notice WHERE kind = ? AND subject IN ({}) ORDER BY id"


class RoomLow(Reminder):
    """`step` is the level (`DiskRoom.level`) and the day. Room again is a step too, which says nothing: it ends the
    former ones, and what comes after is told anew.
    """

    kind = ROOM_LOW
    still = f"({LATEST} AND EXISTS ({ADMINISTRATORS} AND u.id = n.recipient_id) AND NOT {_ROOM_SINCE})"

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Every administrator, for each disk of this machine that is lower than they were told, or has room again."""
        disks = {uuid5(DISKS, str(disk.folder)): disk for disk in await asyncio.to_thread(rooms, settings)}
        people = await column(UUID, ADMINISTRATORS)
        told = await _levels_told(disks)
        yield [
            each
            for who in people
            for subject, disk in disks.items()
            for each in _planned(who, subject, disk, told.get((who, subject), 0), day)
        ]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """What was left when it was told: another machine may be asked for this page."""
        return {notice.id: _said(notice.about) for notice in notices}


async def _levels_told(disks: Collection[UUID]) -> dict[tuple[UUID, UUID], int]:
    """The last level of each disk that each administrator was told; 0 where it had room since."""
    sql = _TOLD.format(marks(disks))
    rows = await fetch_as(sql, ROOM_LOW.code, *disks, recipient_id=UUID, subject=UUID) if disks else []
    return {(row["recipient_id"], row["subject"]): int(row["step"].partition("/")[0]) for row in rows}


def _planned(who: UUID, subject: UUID, disk: DiskRoom, told: int, day: date) -> Iterator[Planned]:
    if disk.level > told:
        about = {"free": disk.free, "total": disk.total}
        yield Planned(recipient=who, subject=subject, step=f"{disk.level}/{day}", about=about)
    elif told and not disk.level_with_less:
        yield Planned(recipient=who, subject=subject, step=f"0/{day}", skipped=True)


def _said(about: Mapping[str, int]) -> SaidMessage:
    body = filled(SAID.body, left=SizeValue(about["free"]), total=SizeValue(about["total"]))
    return SaidMessage(title=SAID.title, body=body, action=SAID.action, route="notifications:queue", values={})
