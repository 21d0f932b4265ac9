"""One step of a publication: the stage moves, the step is written down, the journal says it. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic
from uuid import UUID

from boite.accounts.models import User
from boite.clock import now
from boite.database import content_versions
from boite.database.revisions import Change
from boite.errors import StaleVersion
from boite.journal.catalogue import Happening, in_a_sentence
from boite.journal.record import record, settle, tell
from boite.publishing.rows import P, Tables
from boite.publishing.stages import Stage, Step


class MovedOn(StaleVersion):
    """Its stage or its text moved: what was read is no longer what is there."""

    message = "Ce texte a changé entre-temps. Relisez-le, puis recommencez."


LEADS_TO: dict[Step, Stage] = {
    Step.PROPOSED: Stage.PROPOSED,
    Step.TAKEN_BACK: Stage.DRAFT,
    Step.ACCEPTED: Stage.ACCEPTED,
    Step.SENT_BACK: Stage.DRAFT,
    Step.SCHEDULED: Stage.SCHEDULED,
    Step.UNSCHEDULED: Stage.ACCEPTED,
    Step.PUBLISHED: Stage.PUBLISHED,
    Step.WITHDRAWN: Stage.WITHDRAWN,
    Step.RESTORED: Stage.PUBLISHED,
    Step.SET_ASIDE: Stage.ASIDE,
    Step.RECOVERED: Stage.DRAFT,
}
"""The stage that a step gives. Those that are not here leave it as it is. Who may take it is the door's business."""


class Workflow(Generic[P]):
    """The steps of one kind of publication. Each kind says which it has, and what the journal says of them."""

    tables: Tables[P]
    says: ClassVar[Mapping[Step, type[Happening]]]
    """What the journal says of each step that this kind has."""
    edition: ClassVar[str] = ""
    """What is on line: each step that readers see makes another edition of this name. Empty where nobody asks."""
    moved_on: ClassVar[str] = MovedOn.message

    async def claim(
        self,
        publication: P,
        step: Step,
        *,
        read: int | None = None,
        where: Mapping[str, Any] | None = None,
        **columns: Any,
    ) -> None:
        """Move it from the stage where the door saw it, inside the caller's transaction. Raises MovedOn.

        The condition is the very stage that was allowed: a race between two people has one winner. `read` is the
        version of the text which was read, where the step depends on it; `where` what else must still be so.
        """
        gives = LEADS_TO.get(step)
        columns = {"changed_at": now(), **columns} | ({} if gives is None else {"stage": gives})
        claimed = self.tables.publication.filter(id=publication.id, stage=publication.stage, **(where or {}))
        if read is not None:
            claimed = claimed.filter(version=read)
        if not await claimed.update(**columns):
            raise MovedOn(self.moved_on)
        if self.edition and Stage.PUBLISHED in (publication.stage, gives):
            await content_versions.renew(self.edition)
        publication.update_from_dict(columns)

    async def write_down(
        self,
        publication: P,
        step: Step,
        *,
        by: UUID | None,
        told: UUID | None,
        note: str = "",
        changes: Sequence[Change] = (),
        happening: type[Happening] | None = None,
    ) -> None:
        """Who made this step, and the entry in the journal of `told`, inside the caller's transaction."""
        await self.tables.revision.create(
            **self.tables.of(publication.id),
            step=step,
            by_id=by,
            at=publication.changed_at,
            version=publication.version,
            note=note,
            changes=[dict(change) for change in changes],
        )
        said = {"title": publication.title, self.tables.name: str(publication.id)}
        if step == Step.SENT_BACK:
            said["reason"] = in_a_sentence(note)
        kind = self.says[step]
        if told is not None:
            entry = (happening or kind)(**said)
            await (tell(entry, to=[told], by=by) if entry.told and told != by else record(entry, owner=told, by=by))
        await author_learns(publication.author_id, kind(**said), publication.id, by=by, told=told)

    async def take(
        self, publication: P, step: Step, *, by: User, note: str = "", read: int | None = None, **columns: Any
    ) -> None:
        """A whole step by somebody, inside the caller's transaction. Raises MovedOn."""
        await self.claim(publication, step, read=read, **columns)
        await self.write_down(publication, step, by=by.id, told=by.id, note=note)


async def author_learns(
    author: UUID | None, happening: Happening, subject: object, *, by: UUID | None, told: UUID | None = None
) -> None:
    """What others did with somebody's text is told to them; what they do themselves answers what they were told.

    Inside the caller's transaction. `told` is whoever reads it in another entry already.
    """
    if author is None or author in (by, told):
        await settle(happening.subject_kind, subject, [by] if by else [])
    elif happening.told:
        await tell(happening, to=[author], by=by)
