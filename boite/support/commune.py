"""Where a person lives: one of the official communes, chosen as everywhere else, or nothing."""

from __future__ import annotations

from boite.accounts.models import User
from boite.database.connection import transaction
from boite.directory.places.lookup import Place
from boite.journal.record import record
from boite.support import journal_kinds as kinds


async def live_in(place: Place | None, *, by: User) -> None:
    """They live there; None: they do not say. What was typed freely before goes."""
    code, label = (place.code, place.label) if place else ("", "")
    async with transaction():
        changed = User.filter(id=by.id).exclude(commune_code=code, commune=label)
        if await changed.update(commune_code=code, commune=label):
            await record(kinds.CommuneSaid(), owner=by.id, by=by.id)


async def forget_structure_text(*, by: User) -> None:
    """What was typed freely of a structure is shown no more."""
    await User.filter(id=by.id).update(structure="")
