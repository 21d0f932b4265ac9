"""The frame of every verb over a sheet: rows, one revision, the index and one journal entry, in one transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from boite.accounts.models import AccountRole, User
from boite.clock import now
from boite.database import revisions
from boite.database.connection import transaction
from boite.database.model import Model
from boite.database.revisions import Change, plain
from boite.directory import journal_kinds as kinds
from boite.directory.history.history_rows import Revision, What
from boite.directory.keepers import coordination
from boite.directory.keepers.keeper_rows import Membership
from boite.directory.places.place_rows import REGION
from boite.directory.search_engine import search_index
from boite.directory.sheet.ending_rows import Ending
from boite.directory.sheet.fields import ENDING, POINT, SERVICE, STRUCTURE
from boite.directory.sheet.structure_rows import ReceptionPoint, Service, Structure
from boite.errors import NotFound, StaleVersion
from boite.journal.record import record

AGENT = "un agent de la structure"
ANYBODY = "une personne connectée"
ITSELF = "le service, au jour annoncé"
UNTOUCHED = {What.CHECKED}
"""Looking again changes no word of the sheet."""
LATEST = 30
"""Changes among which the author of the last words of a part is looked for."""


MODELS: dict[str, type[Model]] = {STRUCTURE: Structure, POINT: ReceptionPoint, SERVICE: Service, ENDING: Ending}
_KEPT_APART = {
    STRUCTURE: {"slug", "source", "source_id", "source_date", "extra", "created_at", "changed_at", "edited_at"},
    ENDING: {"at"},
}
"""Columns that no person changes."""
_NEVER = {"id", "structure_id", "by_id", "checked_by_id"}
"""Nor who did it: a person may ask to be forgotten, and changes are kept for good."""
WHOLE = "*"
"""The field of a change that adds a row (`before` is None) or takes it away (`after` is None)."""
Key = tuple[str, str]
"""What sort of row, and its identifier."""
Snapshot = dict[Key, dict[str, Any]]


@dataclass(slots=True)
class LockedSheet:
    """A sheet locked while a verb changes it. `revision` is there afterwards, where something changed."""

    structure: Structure
    before: Snapshot
    revision: Revision | None = field(default=None)


@asynccontextmanager
async def revising(
    structure: Structure,
    what: What,
    told: type[kinds.OfSheet] = kinds.SheetEdited,
    *,
    by: User | None,
    always: bool = False,
) -> AsyncIterator[LockedSheet]:
    """What is done inside becomes one revision. Nothing is written where nothing changed. Raises NotFound.

    `by` is None where an announced day has come: nobody's journal tells it.
    `always` keeps the journal entry of a decision that changes no word of the sheet.
    """
    async with transaction():
        draft = LockedSheet(await locked(structure), await snapshot(structure.id))
        yield draft
        changes = differences(draft.before, await snapshot(structure.id))
        if changes:
            draft.revision = await _written(draft.structure, what, changes, by)
            await search_index.index(structure.id)
        if by and (changes or always):
            await tell(told, structure.id, by=by)


async def locked(structure: Structure) -> Structure:
    """The row, read again and locked until the end of the transaction. Raises NotFound.

    Its key is not locked: another sheet may name it meanwhile, as the structure that follows.
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
    """One line in the journal of the person who did it."""
    structure = await Structure.get(id=structure_id)
    await record(told(name=structure.name, slug=structure.slug), owner=by.id, by=by.id)


async def author_of(structure: Structure, by: User) -> str:
    """Who did it, in words that name nobody: what they are for this structure."""
    if by.role == AccountRole.COORDINATOR:
        held = await coordination.posts(by.id)
        for code in (structure.territory_id, REGION):
            if here := [territory for territory in held if territory.code == code]:
                return coordination.words(here)
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


def columns(kind: str) -> list[str]:
    """The columns of such a row that a snapshot holds."""
    return sorted(MODELS[kind]._meta.db_fields - _NEVER - _KEPT_APART.get(kind, set()))


async def snapshot(structure_id: UUID) -> Snapshot:
    """What the sheet of this structure says now."""
    found: Snapshot = {}
    for kind, model in MODELS.items():
        rows = await model.filter(**{"id" if kind == STRUCTURE else "structure_id": structure_id})
        names = columns(kind)
        found |= {(kind, str(row.pk)): {name: plain(getattr(row, name)) for name in names} for row in rows}
    return found


def differences(before: Snapshot, after: Snapshot) -> list[Change]:
    """What changed from one to the other, the structure's own fields first."""
    order = list(MODELS)
    keys = sorted(before.keys() | after.keys(), key=lambda key: (order.index(key[0]), key[1]))
    return [change for key in keys for change in _of_row(key, before.get(key), after.get(key))]


def _of_row(key: Key, before: dict[str, Any] | None, after: dict[str, Any] | None) -> list[Change]:
    row = before or after or {}
    about = {"kind": key[0], "id": key[1], "of": row.get("name") or row.get("address") or ""}
    if before is None or after is None:
        return [{**about, "field": WHOLE, "before": before, "after": after}]
    return revisions.differences(before, after, **about)
