"""A structure that closed, moved or was merged: its sheet stays, says so, and leads to the one that follows.

An end may be announced for a later day. Until that day begins in Paris, the structure is there, and its sheet says
what will come.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from boite.accounts.models import User
from boite.clock import today
from boite.database import slugs
from boite.database.connection import execute, on_sqlite
from boite.directory import journal_kinds as kinds
from boite.directory.history.history_rows import Revision, What
from boite.directory.history.revision import revising
from boite.directory.sheet.ending_rows import Ending, EndKind
from boite.directory.sheet.gone import is_gone
from boite.directory.sheet.structure_rows import Structure
from boite.errors import Conflict, Invalid, NotFound

FARTHEST = 50
"""Most sheets to follow, from one to the next."""
NOTE = 500
CLOSED = "Cette fiche est déjà fermée."
ANNOUNCED = "La fin de cette structure est déjà annoncée. Annulez d'abord cette annonce."


async def end(
    structure: Structure, kind: EndKind, *, by: User, since: date | None = None, successor: str = "", note: str = ""
) -> Revision | None:
    """Say that it is no longer there, or will not be from a later day, and which one follows (by its address).

    Raises Invalid, Conflict, NotFound.
    """
    if len(note) > NOTE:
        raise Invalid(fields={"note": f"C'est trop long : {NOTE} signes au plus."})
    later = since is not None and not is_gone(since)
    told = kinds.SheetEndAnnounced if later else kinds.SheetEnded
    async with revising(structure, What.ENDED, told, by=by) as draft:
        # Two structures merged into each other at the same instant would redirect to each other for ever.
        if not on_sqlite():
            await execute("LOCK TABLE directory_ending IN SHARE ROW EXCLUSIVE MODE")
        if former := await Ending.get_or_none(structure_id=structure.id):
            raise Conflict(CLOSED if is_gone(former.since) else ANNOUNCED)
        follows = await _successor(structure, successor)
        if kind == EndKind.MERGED and follows is None:
            raise Invalid(fields={"successor": "Dites avec quelle structure elle est réunie."})
        await Ending.create(
            id=uuid4(),
            structure_id=structure.id,
            kind=kind,
            successor_id=follows.id if follows else None,
            since=since or today(),
            note=note,
            by_id=by.id,
        )
    return draft.revision


async def reopen(structure: Structure, *, by: User) -> Revision | None:
    """It is there after all. Raises Conflict, NotFound."""
    async with revising(structure, What.REOPENED, kinds.SheetReopened, by=by) as draft:
        if not await Ending.filter(structure_id=structure.id).delete():
            raise Conflict("Cette fiche est déjà ouverte.")
    return draft.revision


async def _successor(structure: Structure, slug: str) -> Structure | None:
    """The living structure that this address leads to in the end. Raises Invalid."""
    if not slug:
        return None
    named = await Structure.get_or_none(slug=slug[: slugs.LONGEST].replace("\x00", ""))
    if named is None:
        raise Invalid(fields={"successor": "Choisissez une structure de l'annuaire."})
    last = await heir(named)
    if structure.id in {last.id, (await heir(last, announced=True)).id}:
        raise Invalid(fields={"successor": "Choisissez une autre structure que celle-ci."})
    if await Ending.exists(structure_id=last.id, since__lte=today()):
        raise Invalid(fields={"successor": "Cette structure n'est plus là. Choisissez-en une autre."})
    return last


async def heir(structure: Structure, *, announced: bool = False) -> Structure:
    """The one that people are led to from this one: itself where nothing follows.

    With `announced`, the one that they will be led to once every announced end has come.
    """
    seen: set[UUID] = set()
    last = structure
    while len(seen) < FARTHEST and last.id not in seen:
        seen.add(last.id)
        ending = await Ending.get_or_none(structure_id=last.id).select_related("successor")
        if ending is None or ending.successor is None or not (announced or is_gone(ending.since)):
            return last
        last = ending.successor
    raise NotFound


async def predecessors(structure: Structure) -> list[Structure]:
    """The structures that closed in favour of this one, by name."""
    return await Structure.filter(ending__successor_id=structure.id).order_by("name")
