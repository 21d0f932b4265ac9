"""The frame of every verb over a sheet: rows, one revision, the index and one journal entry, in one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from boite.accounts.models import AccountRole, User
from boite.clock import now
from boite.database.connection import transaction
from boite.database.revisions import Change
from boite.directory import journal_kinds as kinds
from boite.directory.maintenance.history_rows import Coordination, Membership, Revision, What
from boite.directory.places.place_rows import REGION, Territory
from boite.directory.search import search_index
from boite.directory.sheet import snapshots
from boite.directory.sheet.structure_rows import Structure
from boite.errors import NotFound, StaleVersion
from boite.journal.record import record

AGENT = "un agent de la structure"
REGIONAL = "la coordination régionale"
ANYBODY = "une personne connectée"
ITSELF = "le service, au jour annoncé"
UNTOUCHED = {What.CHECKED}
"""Looking again changes no word of the sheet."""
LATEST = 30
"""Changes among which the author of the last words of a part is looked for."""


@dataclass(slots=True)
class Draft:
    """A sheet locked while a verb changes it. `revision` is there afterwards, where something changed."""

    structure: Structure
    before: snapshots.Snapshot
    revision: Revision | None = field(default=None)


@asynccontextmanager
async def revising(
    structure: Structure,
    what: What,
    told: type[kinds.OfSheet] = kinds.SheetEdited,
    *,
    by: User | None,
    always: bool = False,
) -> AsyncIterator[Draft]:
    """What is done inside becomes one revision. Nothing is written where nothing changed. Raises NotFound.

    `by` is None where a day that was told has come: nobody's journal tells it.
    `always` keeps the journal entry of a decision that changes no word of the sheet.
    """
    async with transaction():
        draft = Draft(await locked(structure), await snapshots.take(structure.id))
        yield draft
        changes = snapshots.differences(draft.before, await snapshots.take(structure.id))
        if changes:
            draft.revision = await _written(draft.structure, what, changes, by)
            await search_index.index(structure.id)
        if by and (changes or always):
            await tell(told, structure.id, by=by)


async def locked(structure: Structure) -> Structure:
    """The row, read again and held until the end of the transaction. Raises NotFound.

    Its key is not held: another sheet may name it meanwhile, as the structure that follows.
    """
    found = await Structure.filter(id=structure.id).select_for_update(no_key=True).first()
    if found is None:
        raise NotFound
    return found


async def _written(structure: Structure, what: What, changes: list[Change], by: User | None) -> Revision:
    at = now()
    if what not in UNTOUCHED:
        await Structure.filter(id=structure.id).update(changed_at=at, edited_at=at)
    author = await author_of(structure, by) if by else ITSELF
    return await Revision.create(
        structure_id=structure.id, what=what, by_id=by.id if by else None, author=author, at=at, changes=changes
    )


async def tell(told: type[kinds.OfSheet], structure_id: object, *, by: User) -> None:
    """One line in the journal of whoever did it."""
    structure = await Structure.get(id=structure_id)
    await record(told(name=structure.name, slug=structure.slug), owner=by.id, by=by.id)


async def author_of(structure: Structure, by: User) -> str:
    """Who did it, in words that name nobody: what they are for this structure."""
    if by.role == AccountRole.COORDINATOR:
        posts = {row.territory_id for row in await Coordination.filter(user_id=by.id)}
        if structure.territory_id in posts - {REGION}:
            territory = await Territory.get(code=structure.territory_id)
            return f"la coordination SPRO {territory.name}"
        if REGION in posts:
            return REGIONAL
    mine = await Membership.in_force(by.id).filter(structure_id=structure.id).exists()
    return AGENT if mine else ANYBODY


async def last_revision(structure: Structure) -> int:
    """The number of the last change of a sheet: the version that its forms are drawn with. 0 before any."""
    found = await Revision.filter(structure_id=structure.id).order_by("-id").first()
    return found.id if found else 0


async def last_change(structure: Structure, kind: str, identifier: object) -> Revision | None:
    """The last change of this part of a sheet, among the last ones of the sheet."""
    rows = await Revision.filter(structure_id=structure.id).order_by("-id").limit(LATEST)
    return next((row for row in rows if _touches(row, kind, identifier)), None)


async def check_version(structure: Structure, version: int | None, kind: str, identifier: object) -> None:
    """Whether nobody changed this row since the version that its form was drawn with. Raises StaleVersion.

    Two people may work at two parts of one sheet; a revision that does not say which part is taken for all of it.
    The sheet is `locked`: between this and what is written, nobody comes.
    """
    if version is None:
        return
    async for revision in Revision.filter(structure_id=structure.id, id__gt=version).order_by("-id"):
        if _touches(revision, kind, identifier):
            raise StaleVersion


def _touches(revision: Revision, kind: str, identifier: object) -> bool:
    """Whether a revision changed a word of this row."""
    key = (kind, str(identifier))
    said = ((change.get("kind", kind), change.get("id", key[1])) for change in revision.changes)
    return revision.what not in UNTOUCHED and key in said
