"""What a group says under a question: written over the version that was read, every version kept."""

from __future__ import annotations

from typing import Any

from tortoise.exceptions import IntegrityError

from boite import rich_text
from boite.accounts.models import User
from boite.clock import now
from boite.database import transaction
from boite.directory.models import Territory
from boite.errors import Conflict
from boite.journal.kinds import portraits as kinds
from boite.journal.record import record
from boite.portraits.models import PortraitRevision, PortraitText
from boite.portraits.questions import Question
from boite.portraits.renewing import rendered

LONGEST = 5_000
"""Signs of one text: a page of a portrait holds seven."""


class EditedElsewhere(Conflict):
    """Somebody else wrote it meanwhile."""

    message = "Quelqu'un a modifié ce texte entre-temps. Comparez, puis enregistrez."


async def write(territory: Territory, question: Question, body: str, *, version: int, by: User) -> None:
    """Put a text in the place of the version that was read; 0 where there was none. Raises EditedElsewhere.

    The same text changes nothing. An empty one takes the words away; what they were stays in the history.
    """
    html = await rendered(body)
    kept = await PortraitText.get_or_none(territory_id=territory.code, question=question.code)
    if version != (kept.version if kept else 0):
        raise EditedElsewhere
    if body == (kept.body if kept else ""):
        return
    async with transaction():
        written = await _put(kept, territory, question, body, html)
        await PortraitRevision.create(
            text_id=written.id, version=written.version, body=body, by_id=by.id, at=written.changed_at
        )
        happening = kinds.PortraitWritten(territory=territory.name, place=territory.code, question=question.words)
        await record(happening, owner=by.id, by=by.id)


async def _put(
    kept: PortraitText | None, territory: Territory, question: Question, body: str, html: str
) -> PortraitText:
    columns: dict[str, Any] = {"body": body, "body_html": html, "rendered_with": rich_text.VERSION, "changed_at": now()}
    if kept is None:
        try:
            return await PortraitText.create(territory_id=territory.code, question=question.code, **columns)
        except IntegrityError as error:
            # Two first texts at once: the second reads the first.
            raise EditedElsewhere from error
    claimed = PortraitText.filter(id=kept.id, version=kept.version)
    if not await claimed.update(**columns, version=kept.version + 1):
        raise EditedElsewhere
    kept.update_from_dict({**columns, "version": kept.version + 1})
    return kept
