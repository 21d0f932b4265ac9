"""The free text of corrections goes with its author, and every correction in the end: it may say who wrote it."""

from __future__ import annotations

from uuid import UUID

from boite.clock import months_ago
from boite.directory.maintenance.suggestion_rows import Suggestion
from boite.settings import Settings


async def forget_author(person: UUID) -> None:
    """Their box is erased, in the caller's transaction: what they wrote in their own words goes with it.

    Proposed fields stay until the coordination decides: they are about the structure. Without any, nothing is left.
    """
    await Suggestion.filter(by_id=person, values={}).delete()
    await Suggestion.filter(by_id=person).update(comment="", reason="")


async def forget_old(settings: Settings) -> int:
    """Erase the corrections decided, or left without an answer, for so many months (a chore). Returns how many."""
    limit = months_ago(settings.correction_months)
    decided = await Suggestion.filter(decided_at__lte=limit).delete()
    return decided + await Suggestion.filter(decided_at=None, at__lte=limit).delete()
