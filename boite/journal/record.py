"""Writing and telling what happened."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from boite.clock import now
from boite.database import insert_all
from boite.journal.kinds import CATALOGUE, Happening
from boite.journal.models import Entry


async def record(happening: Happening, *, owner: UUID, by: UUID | None) -> None:
    """Append one entry to the journal of `owner`. Call it inside the verb's transaction."""
    await insert_all(entry(happening, owner=owner, by=by))


def entry(happening: Happening, *, owner: UUID, by: UUID | None) -> Entry:
    """An entry not yet written, for a verb that inserts several rows at once."""
    return Entry(owner_id=owner, actor_id=by, kind=happening.code, details=happening.details(), at=now())


class _Forgiving(dict[str, Any]):
    """Details of an old entry may lack a word that the sentence learned later."""

    def __missing__(self, name: str) -> str:
        return "…"


def sentence(kind: str, details: Mapping[str, Any]) -> str:
    """The French sentence of an entry."""
    return CATALOGUE[kind].sentence.format_map(_Forgiving(details))
