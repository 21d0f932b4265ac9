"""What a text said before, who wrote it, and when: for those who coordinate the territory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boite.database.shortened import Shortened, shortened
from boite.portraits.models import PortraitRevision, PortraitText

MOST = 30
"""Versions that the page shows: the latest ones."""


@dataclass(frozen=True, slots=True)
class Past:
    """One version."""

    version: int
    at: datetime
    who: str
    """Empty where their account is closed."""
    body: str


async def of(text: PortraitText) -> Shortened[Past]:
    """The versions of a text, the last one first. Two queries."""
    found = PortraitRevision.filter(text_id=text.id).order_by("-version").prefetch_related("by")
    rows = await shortened(found, MOST)
    return rows.drawn(Past(row.version, row.at, row.by.shown_name if row.by else "", row.body) for row in rows)


async def version(text: PortraitText, asked: str) -> str | None:
    """What the text said in this version; None where none is asked, or there is none such."""
    if not (asked.isascii() and asked.isdigit() and 0 < len(asked) < 7):
        return None
    found = await PortraitRevision.get_or_none(text_id=text.id, version=int(asked))
    return found.body if found else None
