"""A box is nearly full: told when it becomes so, again only after it has had room, at most once a week."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from boite.database.connection import fetch
from boite.database.long_lists import few, marks
from boite.database.rows import fetch_as
from boite.files.models import Space
from boite.languages.messages import filled
from boite.languages.values import SizeValue
from boite.notifications.kinds_for_people import BOX_FILLING
from boite.notifications.models import Notice
from boite.notifications.reminder import PAGE, Planned, Reminder, SaidMessage
from boite.notifications.words import BOX_FILLING as SAID
from boite.settings import Settings

LEVELS = {95: 90, 80: 75}
"""Per cent of the quota at which it is told, and under which the box has room again. The higher one first."""
WEEK = timedelta(days=7)
_USED = "(s.used_bytes + s.reserved_bytes) * 100"
FILLING = (
    f"SELECT s.id, s.owner_id, {_USED} / s.quota_bytes AS filled FROM files_space s"
    " CROSS JOIN account_user u WHERE u.id = s.owner_id AND (used_bytes + reserved_bytes) * 100 >= quota_bytes * 80"
    " AND s.owner_id > ? AND s.quota_bytes > 0 AND u.role <> 'group' AND u.closing_at IS NULL"
    f" ORDER BY s.owner_id LIMIT {PAGE}"
)
SAID_BEFORE = (
    "SELECT subject, MAX(CASE WHEN gone_at IS NULL THEN step ELSE '' END) AS living, MAX(at) AS last"
    " FROM notifications_notice WHERE kind = ? AND subject IN ({marks}) AND step LIKE ?"
    " GROUP BY subject"
)


class BoxFilling(Reminder):
    """`step` is the level and the day when it was reached: « 80/2026-11-30 »."""

    kind = BOX_FILLING
    still = (
        "EXISTS (SELECT 1 FROM files_space s WHERE s.id = n.subject AND s.owner_id = n.recipient_id AND ({}))".format(
            " OR ".join(
                f"(n.step LIKE '{level}/%' AND {_USED} >= s.quota_bytes * {room} AND {_USED} < s.quota_bytes * {most})"
                for level, room, most in ((95, 90, 10**6), (80, 75, 95))
            )
        )
    )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Those over a level that was not said since they had room. Nothing to catch up: what holds now counts."""
        after = UUID(int=0)
        while rows := await fetch_as(FILLING, after, id=UUID, owner_id=UUID):
            yield [planned for level in LEVELS for planned in await _reached(rows, level, day)]
            after = rows[-1]["owner_id"]

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """How much is left now."""
        spaces = {space.id: space for space in await Space.filter(id__in=few({each.subject for each in notices}))}
        return {notice.id: _said(spaces[notice.subject]) for notice in notices if notice.subject in spaces}


async def _reached(rows: list[dict[str, Any]], level: int, day: date) -> list[Planned]:
    """At 95 per cent, 80 is said no more: a box that is emptied, then fills again, says it anew."""
    higher = min((each for each in LEVELS if each > level), default=10**9)
    over = [row for row in rows if level <= row["filled"] < higher]
    if not over:
        return []
    before, above = await _said_before(over, level), await _said_before(over, higher)
    rest = [row for row in over if not above.get(str(row["id"]), {}).get("living")]
    return [planned for row in rest if (planned := _planned(row, level, before.get(str(row["id"])), day))]


async def _said_before(rows: list[dict[str, Any]], level: int) -> dict[str, dict[str, Any]]:
    """What was said of this level to these boxes: by box."""
    asked = SAID_BEFORE.format(marks=marks(rows))
    said = await fetch(asked, BOX_FILLING.code, *(row["id"] for row in rows), f"{level}/%")
    return {str(row["subject"]): row for row in said}


def _planned(row: dict[str, Any], level: int, before: dict[str, Any] | None, day: date) -> Planned | None:
    if before and (before["living"] or _recent(before["last"], day)):
        return None
    return Planned(recipient=row["owner_id"], subject=row["id"], step=f"{level}/{day.isoformat()}")


def _recent(at: Any, day: date) -> bool:
    last = at if isinstance(at, str) else at.isoformat(sep=" ")
    return bool(last[:10] > (day - WEEK).isoformat())


def _said(space: Space) -> SaidMessage:
    left = max(0, space.quota_bytes - space.used_bytes - space.reserved_bytes)
    return SaidMessage(
        title=SAID.title,
        body=filled(SAID.body, left=SizeValue(left), total=SizeValue(space.quota_bytes)),
        action=SAID.action,
        route="files:home",
        values={},
    )
