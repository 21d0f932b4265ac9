"""What others did that concerns somebody, until they have seen it: what their home page says first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from boite.clock import PARIS, now
from boite.database.announcements import announce
from boite.database.connection import transaction
from boite.database.long_lists import few
from boite.journal.catalogue import catalogue, leads_to
from boite.journal.models import Entry
from boite.journal.record import sentence
from boite.journal.subject import SubjectKind

SHOWN = 2
"""Lines of the home page: on a phone, more would hide what people come for."""
AT_ONCE = 50
KEPT = timedelta(days=30)
"""Then it is old, and only the journal says it."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line. `route` and `values` are the page where it is read; no route where there is none."""

    id: int
    at: datetime
    icon: str
    words: str
    route: str
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Unseen:
    """The newest lines, and how many others wait."""

    lines: list[Told]
    others: int


async def of(owner: UUID, but: Collection[str] = (), *, here: UUID | None = None) -> Unseen:
    """What waits to be seen by this person, but for these kinds, and for what the session `here` is told of itself.

    One query, two where more waits than is shown.
    """
    waiting = Entry.filter(owner_id=owner, unseen_since__gt=now() - KEPT, kind__not_in=few(but))
    if here is not None:
        waiting = waiting.filter(~Q(subject_kind=SubjectKind.SESSION, subject_id=str(here)))
    rows = await waiting.order_by("-id").limit(SHOWN + 1)
    others = await waiting.count() - SHOWN if len(rows) > SHOWN else 0
    return Unseen([_line(row) for row in rows[:SHOWN]], others)


def _line(row: Entry) -> Told:
    kind = catalogue()[row.kind]
    words, at = sentence(row, row.owner_id), row.at.astimezone(PARIS)
    return Told(row.id, at, kind.icon, words, *leads_to(kind, row.details))


async def see(owner: UUID, shown: Collection[int]) -> None:
    """This person saw these lines. What was not shown still waits. Idempotent."""
    async with transaction():
        await Entry.filter(owner_id=owner, id__in=few(list(shown)[:AT_ONCE])).update(unseen_since=None)
        announce(owner)
