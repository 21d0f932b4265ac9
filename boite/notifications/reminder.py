"""A reminder: who is to be told what, and when, without anybody having done anything. One class each."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from json import dumps
from typing import Any, ClassVar
from uuid import UUID

from boite.clock import now
from boite.database.announcements import announce
from boite.database.connection import fetch
from boite.database.long_lists import parts
from boite.notifications.message_kind import MessageKind, Urgency
from boite.notifications.models import Notice, NoticeEnd
from boite.settings import Settings

PAGE = 500
"""Rows of one page of candidates, and of one statement."""
_COLUMNS = "(recipient_id, kind, subject, step, about, at, expires_at, gone_at, why, tell_due, urgency)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing to say to one person. `step` makes its key, with the three others."""

    recipient: UUID
    subject: UUID
    step: str
    expires_at: datetime | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    urgency: Urgency | None = None
    """Where this step does not have that of its kind: the last one presses more."""
    skipped: bool = False
    """Its key is used up, and nothing is said: a more pressing step is due too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidHelp:
    """Who may help with what a message says, and the page that tells more. Never shown where others may read."""

    body: str
    """Empty where there is a link alone."""
    action: str
    route: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidMessage:
    """What a notice says to its reader now, and the page where it is acted on."""

    title: str
    body: str
    action: str
    route: str
    values: Mapping[str, str]
    help: SaidHelp | None = None


class Reminder(ABC):
    """What is due on a day, what is written of it, whether it still holds, and what it says."""

    kind: ClassVar[MessageKind]
    hour: ClassVar[time] = time(4, 30)
    """The hour of France from which a day is gone through: where nothing else is said, nobody is there."""
    by_day: ClassVar[bool] = True
    """Whether it is gone through once a day. Else it follows the hour of what it is about."""
    still: ClassVar[str]
    """SQL over `n`, a notice: whether it still holds, and its reader may still see what it is about."""

    @abstractmethod
    def candidates(self, since: date, day: date, settings: Settings) -> AsyncIterator[list[Planned]]:
        """Pages of what became due after `since`, up to `day`: found by an index, whatever the number of people."""

    @abstractmethod
    async def messages(self, notices: Collection[Notice]) -> dict[int, SaidMessage]:
        """What each of these says, by its number. One that says nothing any more is left out."""


LATEST = (
    "NOT EXISTS (SELECT 1 FROM notifications_notice l WHERE l.recipient_id = n.recipient_id AND l.kind = n.kind"
    " AND l.subject = n.subject AND l.gone_at IS NULL AND l.id > n.id)"
)
"""SQL over `n`: whether nothing later of this kind was said of this subject: what counts all of them is said once."""


async def write(kind: MessageKind, planned: list[Planned]) -> list[Planned]:
    """Say these, but for what was said before. In the caller's transaction. Returns what is new, skipped ones aside."""
    new: set[tuple[str, str, str]] = set()
    for some in parts(planned, PAGE):
        rows = ", ".join(["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"] * len(some))
        sql = f"INSERT INTO notifications_notice {_COLUMNS} VALUES {rows} ON CONFLICT DO NOTHING RETURNING"
        values = [value for each in some for value in _values(kind, each)]
        found = await fetch(f"{sql} recipient_id, subject, step", *values)
        announce(*(row["recipient_id"] for row in found))
        new |= {(str(row["recipient_id"]), str(row["subject"]), row["step"]) for row in found}
    return [each for each in planned if not each.skipped and (str(each.recipient), str(each.subject), each.step) in new]


def _values(kind: MessageKind, planned: Planned) -> tuple[Any, ...]:
    at = now()
    gone = (at, NoticeEnd.SKIPPED.value) if planned.skipped else (None, "")
    about, urgency = dumps(dict(planned.about)), planned.urgency.value if planned.urgency else ""
    key = (planned.recipient, kind.code, planned.subject, planned.step)
    return (*key, about, at, planned.expires_at, *gone, None if planned.skipped else at, urgency)
