"""What a group says under a question: written over the version that was read, every version kept."""

from __future__ import annotations

from typing import Any

from tortoise.exceptions import IntegrityError

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.database.versions import swap
from boite.directory.models import Territory
from boite.errors import StaleVersion
from boite.journal.record import record
from boite.portraits import journal_kinds as kinds
from boite.portraits.models import PortraitRevision, PortraitText
from boite.portraits.questions import PortraitQuestion
from boite.publishing.prose import rendered
from boite.text import rich_text

LONGEST = 5_000
"""Signs of one text: a page of a portrait holds seven."""


async def write(territory: Territory, question: PortraitQuestion, body: str, *, version: int, by: User) -> None:
    """Put a text in the place of the version that was read; 0 where there was none. Raises StaleVersion.

    The same text changes nothing. An empty one takes the words away; what they were stays in the history.
    """
    html = await rendered(body)
    kept = await PortraitText.get_or_none(territory_id=territory.code, question=question.code)
    if body == (kept.body if kept else ""):
        return
    async with transaction():
        written = await _put(kept, territory, question, body, html, version)
        await PortraitRevision.create(
            text_id=written.id, version=written.version, body=body, by_id=by.id, at=written.changed_at
        )
        happening = kinds.PortraitWritten(territory=territory.name, place=territory.code, question=question.words)
        await record(happening, owner=by.id, by=by.id)


async def _put(
    kept: PortraitText | None, territory: Territory, question: PortraitQuestion, body: str, html: str, version: int
) -> PortraitText:
    columns: dict[str, Any] = {"body": body, "body_html": html, "rendered_with": rich_text.VERSION, "changed_at": now()}
    if kept is None:
        if version:
            raise StaleVersion
        try:
            return await PortraitText.create(territory_id=territory.code, question=question.code, **columns)
        except IntegrityError as error:
            # Two first texts at once: the second reads the first.
            raise StaleVersion from error
    await swap(kept, version, columns)
    return kept
