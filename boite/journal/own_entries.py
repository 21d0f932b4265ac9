"""The journal as its person reads it: newest first, by day, a page at a time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from boite.clock import PARIS, day_of
from boite.journal.catalogue import catalogue
from boite.journal.models import Entry
from boite.journal.record import sentence

PAGE = 50


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One thing that happened, in French."""

    at: datetime
    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Days with their lines, and the mark that asks for what came before (0 at the end)."""

    days: list[tuple[date, list[JournalLine]]]
    before: int


Wording = Callable[[Entry], str]
"""The sentence of an entry."""


async def page(owner_id: UUID, before: int | None = None) -> JournalPage:
    """The entries that came before a mark, the latest ones without it."""
    return by_day(*await entries(owner_id, before), lambda row: sentence(row, owner_id))


async def entries(owner_id: UUID, before: int | None) -> tuple[list[Entry], int]:
    """The rows of a page, newest first, and the mark that asks for what came before."""
    found = Entry.filter(owner_id=owner_id)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = await found.order_by("-id").limit(PAGE + 1)
    shown = rows[:PAGE]
    return shown, shown[-1].id if len(rows) > PAGE else 0


def by_day(rows: list[Entry], mark: int, wording: Wording) -> JournalPage:
    """These rows, told and grouped."""
    days = groupby(rows, key=lambda row: day_of(row.at))
    return JournalPage([(day, [_line(row, wording) for row in lines]) for day, lines in days], mark)


def _line(row: Entry, wording: Wording) -> JournalLine:
    return JournalLine(row.at.astimezone(PARIS), catalogue()[row.kind].icon, wording(row))
