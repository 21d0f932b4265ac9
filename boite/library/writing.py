"""Writing a resource: begun, kept, corrected. Whoever saves says which version was read: nothing is lost."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.errors import StaleVersion
from boite.groups.byline import signature
from boite.library import group_files, indexing, link_check
from boite.library.drafts import Draft, changes_between, columns_of, draft_of, set_around
from boite.library.models import Resource, ResourceRevision
from boite.library.steps import MovedOn, claim, write_down
from boite.publishing.stages import Stage, Step
from boite.text import rich_text
from storage.store import BlobStore

SITTING = timedelta(minutes=15)
"""Savings of the same person that are closer than this are one step of the history, and one entry of the journal."""


async def begin(draft: Draft, *, by: User, identifier: UUID | None = None) -> Resource:
    """A new draft of this author. A blank page that is sent twice has the same `identifier`: it begins once.

    Raises StaleVersion where it is already begun.
    """
    html = await rendered(draft.transcript)
    columns = columns_of(draft, html) | {"signature": await signature(by, draft.territory)}
    resource = Resource(author_id=by.id, created_at=now(), changed_at=now(), **columns)
    resource.id = identifier or resource.id
    try:
        async with transaction():
            await resource.save(force_create=True)
            await set_around(resource, draft)
            changes = changes_between(Draft(kind=draft.kind, title=""), draft)
            await write_down(resource, Step.WRITTEN, by=by, changes=changes)
    except IntegrityError as error:
        if identifier is None or not await Resource.exists(id=identifier):
            raise
        raise StaleVersion from error
    await group_files.order_widths(draft)
    return resource


async def keep(resource: Resource, draft: Draft, *, version: int, by: User) -> None:
    """Save what was typed over the version that was read. The same again changes nothing. Raises StaleVersion."""
    await _write(resource, draft, Step.WRITTEN, version=version, by=by)


async def correct(resource: Resource, draft: Draft, store: BlobStore, *, version: int, note: str, by: User) -> None:
    """Change what is on line: readers see the day, the note, and what changed.

    Raises Invalid where something is missing, StaleVersion, Conflict.
    """
    await group_files.check(draft, store)
    await _write(resource, draft, Step.CORRECTED, version=version, by=by, note=note)


async def _write(resource: Resource, draft: Draft, step: Step, *, version: int, by: User, note: str = "") -> None:
    html = await rendered(draft.transcript)
    async with transaction():
        changes = changes_between(await draft_of(resource), draft)
        if not changes:
            return
        columns = columns_of(draft, html) | {"version": version + 1}
        if step == Step.CORRECTED:
            columns["corrected_at"] = now()
        try:
            await claim(resource, step, read=version, **columns)
        except MovedOn as error:
            # The page shows both texts, whatever moved.
            raise StaleVersion from error
        await set_around(resource, draft)
        if not await _same_sitting(resource, step, changes, by):
            await write_down(resource, step, by=by, note=note, changes=changes)
        if resource.stage == Stage.PUBLISHED:
            await indexing.index(resource)
            await group_files.show(resource, by=by)
            await link_check.watch(resource)
    await group_files.order_widths(draft)


async def rendered(transcript: str) -> str:
    """The HTML of a transcript, made in a thread: a hostile text takes half a second."""
    return await asyncio.to_thread(_render, transcript)


def _render(transcript: str) -> str:
    """Piece by piece: an hour of radio is longer than what one rendering takes."""
    return "".join(map(rich_text.render, pieces(transcript)))


def pieces(text: str, longest: int = rich_text.LONGEST) -> list[str]:
    """A text cut between paragraphs, else between lines, else anywhere, so that no piece is longer than this."""
    found = []
    while len(text) > longest:
        ends = (text.rfind(mark, 1, longest) for mark in ("\n\n", "\n", " "))
        at = next((end for end in ends if end > 0), longest)
        found.append(text[:at])
        text = text[at:]
    return [*found, text]


async def _same_sitting(resource: Resource, step: Step, changes: list[dict[str, Any]], by: User) -> bool:
    """Join what was saved to the last step where it is the same person still writing. Returns whether it was."""
    if step != Step.WRITTEN:
        return False
    last = await ResourceRevision.filter(resource_id=resource.id).order_by("-id").first()
    if last is None or last.step != step or last.by_id != by.id or now() - last.at > SITTING:
        return False
    kept = {change["field"]: change for change in last.changes}
    for change in changes:
        kept[change["field"]] = {**change, "before": kept.get(change["field"], change)["before"]}
    values = [change for change in kept.values() if change["before"] != change["after"]]
    await ResourceRevision.filter(id=last.id).update(changes=values, at=resource.changed_at, version=resource.version)
    return True
