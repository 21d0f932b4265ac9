"""A text is begun, kept, corrected. Whoever saves says which version was read: nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Generic
from uuid import UUID

from tortoise.exceptions import IntegrityError

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.database.revisions import Change, joined, of_this_sitting
from boite.errors import Invalid, StaleVersion
from boite.files import picture_widths
from boite.files.models import Node
from boite.groups.byline import signature
from boite.publishing import content_check, prose
from boite.publishing.drafts import D, Drafting, changes_between
from boite.publishing.rows import P
from boite.publishing.stages import Stage, Step
from boite.publishing.workflow import MovedOn


class Manuscript(Drafting[P, D], Generic[P, D]):
    """Writing: what a kind adds is what readers would miss, and what follows a change that they see."""

    needs_text: ClassVar[bool] = True
    """Whether nothing is on line without its text."""

    def missing(self, draft: D) -> dict[str, str]:
        """What readers would miss, by field, in words."""
        text = self.text_of(draft) if self.needs_text else None
        return content_check.missing(draft, text, self.prose)

    async def check(self, draft: D, step: Step) -> None:
        """Whether this step may be taken with such a text. Raises Invalid with each thing that is wrong."""
        if wrong := self.missing(draft):
            raise Invalid(fields=wrong)

    async def shown(self, publication: P, *, by: User | None, changes: Sequence[Change] = ()) -> None:
        """What follows when readers see it, or see it changed: in the transaction of the step."""
        raise NotImplementedError

    async def begin(self, draft: D, *, by: User, identifier: UUID | None = None) -> P:
        """A new draft of this author. A blank page that is sent twice has the same `identifier`: it begins once.

        Raises StaleVersion where it is already begun.
        """
        html = await prose.rendered(self.text_of(draft))
        signed = await signature(by, draft.territory)
        try:
            async with transaction():
                begun = await self.begin_within(draft, html, by=by, signed=signed, told=by.id, identifier=identifier)
        except IntegrityError as error:
            if identifier is None or not await self.tables.publication.exists(id=identifier):
                raise
            raise StaleVersion from error
        await order_widths(draft.picture)
        return begun

    async def begin_within(
        self, draft: D, html: str, *, by: User, signed: str, told: UUID | None, identifier: UUID | None = None
    ) -> P:
        """The same inside the caller's transaction, its text already rendered."""
        columns = self.columns_of(draft, html) | {"signature": signed, "author_id": by.id}
        begun = self.tables.publication(created_at=now(), changed_at=now(), **columns)
        begun.id = identifier or begun.id
        await begun.save(force_create=True)
        await self.set_around(begun, draft)
        changes = changes_between(draft.blank(), draft)
        await self.write_down(begun, Step.WRITTEN, by=by.id, told=told, changes=changes)
        return begun

    async def keep(self, publication: P, draft: D, *, version: int, by: User) -> None:
        """Save what was typed over the version that was read. The same again changes nothing. Raises StaleVersion."""
        await self._write(publication, draft, Step.WRITTEN, version=version, by=by)

    async def correct(self, publication: P, draft: D, *, version: int, note: str, by: User) -> None:
        """Change what is on line: readers see the day, the note, and what changed.

        Raises Invalid where something is missing, StaleVersion, Conflict where a file cannot be shown.
        """
        await self.check(draft, Step.CORRECTED)
        await self._write(publication, draft, Step.CORRECTED, version=version, by=by, note=note)

    async def _write(self, publication: P, draft: D, step: Step, *, version: int, by: User, note: str = "") -> None:
        html = await prose.rendered(self.text_of(draft))
        async with transaction():
            changes = changes_between(await self.draft_of(publication), draft)
            if not changes:
                return
            columns = self.columns_of(draft, html) | {"version": version + 1}
            if step == Step.CORRECTED:
                columns["corrected_at"] = now()
            try:
                await self.claim(publication, step, read=version, **columns)
            except MovedOn as error:
                # The page shows both texts, whatever moved.
                raise StaleVersion from error
            await self.set_around(publication, draft)
            if not await self._same_sitting(publication, step, changes, by):
                await self.write_down(publication, step, by=by.id, told=by.id, note=note, changes=changes)
            if publication.stage == Stage.PUBLISHED:
                await self.shown(publication, by=by, changes=changes)
        await order_widths(draft.picture)

    async def _same_sitting(self, publication: P, step: Step, changes: Sequence[Change], by: User) -> bool:
        """Join what was saved to the last step where it is the same person still writing. Returns whether it was."""
        if step != Step.WRITTEN:
            return False
        revisions = self.tables.revision
        last = await of_this_sitting(revisions, by.id, **self.tables.of(publication.id))
        if last is None or last.step != step:
            return False
        values = {"changes": joined(last.changes, changes), "at": publication.changed_at}
        await revisions.filter(id=last.id).update(**values, version=publication.version)
        return True

    def text_of(self, draft: D) -> str:
        """Its text in Markdown, as it was typed."""
        return str(getattr(draft, self.prose))

    async def html_of(self, publication: P) -> str:
        """Its text as readers see it."""
        return await prose.html_of(publication, self.prose)

    async def renew(self, limit: int = prose.BATCH) -> int:
        """Render again what another version rendered (a chore). Returns how many."""
        return await prose.renew(self.tables.publication, self.prose, limit)


async def order_widths(picture: UUID | None) -> None:
    """Ask for a picture in its widths as soon as it is chosen: it is there when the text goes on line."""
    if picture:
        await picture_widths.order(await Node.filter(id=picture))
