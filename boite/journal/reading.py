"""The journal as its person reads it: newest first, by day, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from boite.clock import PARIS
from boite.journal.kinds import CATALOGUE
from boite.journal.models import Entry
from boite.journal.record import sentence

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened, in French."""

    at: datetime
    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """Days with their lines, and the mark that asks for what came before (0 at the end)."""

    days: list[tuple[date, list[Line]]]
    before: int


async def page(owner_id: UUID, before: int | None = None) -> Page:
    """The entries that came before a mark, the latest ones without it."""
    found = Entry.filter(owner_id=owner_id)
    if before is not None:
        found = found.filter(id__lt=before)
    rows = await found.order_by("-id").limit(PAGE + 1)
    shown = rows[:PAGE]
    days = groupby(shown, key=lambda row: row.at.astimezone(PARIS).date())
    return Page([(day, list(map(_line, lines))) for day, lines in days], shown[-1].id if len(rows) > PAGE else 0)


def _line(row: Entry) -> Line:
    return Line(row.at.astimezone(PARIS), CATALOGUE[row.kind].icon, sentence(row.kind, row.details))
