"""Sheets and resources to check: one message for all that somebody keeps, three times; then to the coordination.

On the day, two and four weeks after; nobody answered for six weeks: it is the coordination's, told once, and whoever
kept it hears no more of it. Sheets come due on different days: what comes too soon after a message waits for the next.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import date, timedelta
from typing import ClassVar
from uuid import UUID

from boite.clock import midnight
from boite.database.connection import fetch
from boite.database.rows import fetch_as
from boite.directory.models import REGION
from boite.notifications.kinds_at_work import RESOURCE_CHECK, SHEET_CHECK
from boite.notifications.models import Notice
from boite.notifications.reminder import LATEST, Planned, Reminder, SaidMessage
from boite.notifications.words import RESOURCES_CHECK, SHEETS_CHECK, SHEETS_LEFT, ReminderWords
from boite.settings import Settings
from boite.text.french import plural

STEPS = (0, 14, 28)
"""Days after the day of the check."""
LEFT = 42
"""Days after which it is the coordination's."""
MINE, PASSED_ON = "mine", "left"
"""How steps begin: what somebody keeps, or what was left to the coordination."""
APART = {MINE: timedelta(days=7), PASSED_ON: timedelta(days=28)}
"""Between two messages to the same person, at least. A coordination has the sheets of everybody."""
LATELY = (
    "SELECT recipient_id, MAX(step) AS step FROM notifications_notice WHERE kind = ? AND at > ? AND step > ?"
    " AND step <= ? GROUP BY recipient_id"
)
_AT_WORK = "u.role IN ('professional', 'coordinator') AND NOT (u.closing_at IS NOT NULL)"
_COORDINATES = (
    f"u.role = 'coordinator' AND NOT (u.closing_at IS NOT NULL) AND (c.territory_id = x.territory_id"
    f" OR c.territory_id = '{REGION}')"
)
_NOBODY_NEARER = (
    f"(c.territory_id <> '{REGION}' OR NOT EXISTS (SELECT 1 FROM directory_coordination o"
    " WHERE o.territory_id = x.territory_id AND o.territory_id <> c.territory_id))"
)
"""The region's, only where the territory has none of its own."""
THERE = "NOT EXISTS (SELECT 1 FROM directory_ending d WHERE d.structure_id = x.id AND d.since <= x.next_check_on)"


class ChecksDue(Reminder):
    """`step` is whose and on which day: « mine/2026-11-30 ». The latest replaces those before."""

    rows: ClassVar[str]
    """The table, as `x`."""
    day: ClassVar[str]
    """Its column: the day of the check."""
    keeper: ClassVar[str]
    """SQL: the join from `x` to whoever keeps it, and their account `u`."""
    there: ClassVar[str]
    """SQL: whether `x` is still to be looked at."""
    name: ClassVar[str]
    one: ClassVar[str]
    """« fiche »."""
    words: ClassVar[ReminderWords]
    words_left: ClassVar[ReminderWords]
    route: ClassVar[str]
    route_left: ClassVar[str]

    @classmethod
    def keepers(cls) -> str:
        """SQL: those who keep what is due between two days, and the last of its days."""
        between = f"x.{cls.day} > ? AND x.{cls.day} <= ?"
        return (
            f"SELECT u.id, MAX(x.{cls.day}) AS day FROM {cls.rows} x {cls.keeper} AND {between} AND {cls.there}"
            f" AND {_AT_WORK} GROUP BY u.id"
        )

    @classmethod
    def coordination(cls) -> str:
        """SQL: those who coordinate where what is due between two days is, and the last of its days."""
        return (
            f"SELECT u.id, MAX(x.{cls.day}) AS day FROM {cls.rows} x CROSS JOIN directory_coordination c"
            f" CROSS JOIN account_user u WHERE u.id = c.user_id AND x.{cls.day} > ? AND x.{cls.day} <= ?"
            f" AND {cls.there} AND {_COORDINATES} AND {_NOBODY_NEARER} GROUP BY u.id"
        )

    async def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Everybody at work with something at one of the steps: one message each."""
        yield [
            Planned(recipient=who, subject=who, step=f"{part}/{day.isoformat()}")
            for part, sql, steps in ((MINE, self.keepers(), STEPS), (PASSED_ON, self.coordination(), (LEFT,)))
            for who in await self._due(part, sql, steps, since, day)
        ]

    async def _due(self, part: str, sql: str, steps: Collection[int], since: date, day: date) -> list[UUID]:
        """Those for whom something came to a step since their last message, which is not too recent.

        What came too soon after it waited, whatever days nobody worked since: the last message says from when.
        """
        apart = APART[part]
        told = await self._told_lately(part, since - apart, day)
        due = set[UUID]()
        for days in steps:
            for row in await fetch_as(sql, *_earlier(since - apart, day, days), id=UUID, day=date):
                last = told.get(row["id"], day - apart)
                if last <= day - apart and row["day"] + timedelta(days=days) > min(since, last):
                    due.add(row["id"])
        return sorted(due)

    async def _told_lately(self, part: str, first: date, day: date) -> dict[UUID, date]:
        """The day of the last such message of those who had one after `first`, up to this day."""
        steps = (f"{part}/{first.isoformat()}", f"{part}/{day.isoformat()}")
        values = (self.kind.code, midnight(first - timedelta(days=1)), *steps)
        rows = await fetch_as(LATELY, *values, recipient_id=UUID)
        return {row["recipient_id"]: date.fromisoformat(row["step"].partition("/")[2]) for row in rows}

    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """How many there are now, and the one that waits longest."""
        found = {notice.id: await self._said(notice) for notice in notices}
        return {number: said for number, said in found.items() if said}

    async def _said(self, notice: Notice) -> SaidMessage | None:
        part, _, day = notice.step.partition("/")
        held, until = self._held(part), date.fromisoformat(day)
        rows = await fetch(
            f"SELECT x.{self.name} AS name FROM {self.rows} x {held} AND u.id = ? AND x.{self.day} <= ?"
            f" AND {self.there} ORDER BY x.{self.day}, x.{self.name}",
            *(notice.recipient_id, until),
        )
        if not rows:
            return None
        words = self.words if part == MINE else self.words_left
        return SaidMessage(
            title=words.title % {"what": plural(len(rows), self.one)},
            body=words.body % {"names": _names([row["name"] for row in rows])},
            action=words.action,
            route=self.route if part == MINE else self.route_left,
            values={},
        )

    def _held(self, part: str) -> str:
        if part == MINE:
            return self.keeper
        return f"JOIN directory_coordination c ON 1 = 1 JOIN account_user u ON u.id = c.user_id WHERE {_COORDINATES}"


def _names(names: list[str]) -> str:
    """The one that waits longest, and how many others."""
    others = f" et {plural(len(names) - 1, 'autre')}" if len(names) > 1 else ""
    return f"« {names[0]} »{others}"


def _earlier(since: date, day: date, days: int) -> tuple[date, date]:
    return since - timedelta(days=days), day - timedelta(days=days)


def _still(rows: str, day: str, mine: str, there: str) -> str:
    """Whether something is still due, of those it was told to: what is due first, by its index.

    `mine` joins `x` to its reader. A day compares with an instant on both engines: it is its first one.
    """
    due = f"x.{day} <= n.at AND {there} AND u.id = n.recipient_id"
    kept = f"EXISTS (SELECT 1 FROM {mine} AND {due} AND {_AT_WORK})"
    left = (
        f"EXISTS (SELECT 1 FROM {rows} x CROSS JOIN directory_coordination c CROSS JOIN account_user u"
        f" WHERE c.user_id = n.recipient_id AND u.id = c.user_id AND {_COORDINATES} AND {due})"
    )
    return f"({LATEST} AND ((n.step LIKE '{MINE}/%' AND {kept}) OR (n.step LIKE '{PASSED_ON}/%' AND {left})))"


class SheetCheck(ChecksDue):
    """The sheets of somebody's posts."""

    kind = SHEET_CHECK
    rows, day, name, one = "directory_structure", "next_check_on", "name", "fiche"
    keeper = (
        "CROSS JOIN directory_membership m CROSS JOIN account_user u WHERE m.structure_id = x.id AND u.id = m.user_id"
    )
    there = THERE
    still = _still(
        rows,
        day,
        "account_user u CROSS JOIN directory_membership m CROSS JOIN directory_structure x WHERE m.user_id = u.id"
        " AND x.id = m.structure_id",
        there,
    )
    words, words_left = SHEETS_CHECK, SHEETS_LEFT
    route = route_left = "directory:due"


class ResourceCheck(ChecksDue):
    """The resources that somebody wrote."""

    kind = RESOURCE_CHECK
    rows, day, name, one = "library_resource", "next_check", "title", "ressource"
    keeper = "CROSS JOIN account_user u WHERE u.id = x.author_id"
    there = "x.stage = 'published'"
    still = _still(rows, day, "account_user u CROSS JOIN library_resource x WHERE x.author_id = u.id", there)
    words = words_left = RESOURCES_CHECK
    route = route_left = "library:upkeep"
