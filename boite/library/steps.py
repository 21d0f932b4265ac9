"""One step of a resource: the stage moves, the step is written down, the journal says it. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from boite.accounts.models import User
from boite.clock import now
from boite.errors import StaleVersion
from boite.journal.catalogue import in_a_sentence
from boite.journal.record import record, settle, tell
from boite.journal.subject import SubjectKind
from boite.library import journal_kinds as kinds
from boite.library.models import Resource, ResourceRevision
from boite.publishing.stages import Stage, Step


class MovedOn(StaleVersion):
    """Its stage or its text moved: what was read is no longer what is there."""

    message = "Cette ressource a changé entre-temps. Relisez-la, puis recommencez."


@dataclass(frozen=True, slots=True)
class Move:
    """What a step does to the stage (None: nothing), and what the journal says of it."""

    gives: Stage | None
    happening: type[kinds.OfResource]


MOVES: dict[Step, Move] = {
    Step.WRITTEN: Move(None, kinds.ResourceWritten),
    Step.PROPOSED: Move(Stage.PROPOSED, kinds.ResourceProposed),
    Step.TAKEN_BACK: Move(Stage.DRAFT, kinds.ResourceTakenBack),
    Step.SENT_BACK: Move(Stage.DRAFT, kinds.ResourceSentBack),
    Step.PUBLISHED: Move(Stage.PUBLISHED, kinds.ResourcePublished),
    Step.CORRECTED: Move(None, kinds.ResourceCorrected),
    Step.CHECKED: Move(None, kinds.ResourceChecked),
    Step.WITHDRAWN: Move(Stage.WITHDRAWN, kinds.ResourceWithdrawn),
    Step.RESTORED: Move(Stage.PUBLISHED, kinds.ResourceRestored),
    Step.SET_ASIDE: Move(Stage.ASIDE, kinds.ResourceSetAside),
    Step.RECOVERED: Move(Stage.DRAFT, kinds.ResourceRecovered),
}


async def claim(resource: Resource, step: Step, *, read: int | None = None, **columns: Any) -> None:
    """Move the resource from the stage where the door saw it, inside the caller's transaction. Raises MovedOn.

    The condition is the very stage that was allowed: a race between two people has one winner. `read` is the version
    which was read, where the step depends on it.
    """
    gives = MOVES[step].gives
    columns = {"changed_at": now(), **columns} | ({} if gives is None else {"stage": gives})
    claimed = Resource.filter(id=resource.id, stage=resource.stage)
    if read is not None:
        claimed = claimed.filter(version=read)
    if not await claimed.update(**columns):
        raise MovedOn
    resource.update_from_dict(columns)


async def write_down(
    resource: Resource, step: Step, *, by: User, note: str = "", changes: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Who made this step, and the entry in their journal, inside the caller's transaction."""
    await ResourceRevision.create(
        resource_id=resource.id,
        step=step,
        by_id=by.id,
        at=resource.changed_at,
        version=resource.version,
        note=note,
        changes=[dict(change) for change in changes],
    )
    said = {"title": resource.title, "resource": str(resource.id)}
    if step == Step.SENT_BACK:
        said["reason"] = in_a_sentence(note)
    happening = MOVES[step].happening(**said)
    await record(happening, owner=by.id, by=by.id)
    await _author_learns(resource, happening, by=by)


async def _author_learns(resource: Resource, happening: kinds.OfResource, *, by: User) -> None:
    """What others did with somebody's resource is told to them; what they do themselves answers what they were told."""
    author = resource.author_id
    if author is None or author == by.id:
        await settle(SubjectKind.RESOURCE, resource.id, [by.id])
    elif happening.told:
        await tell(happening, to=[author], by=by.id)


async def take(
    resource: Resource, step: Step, *, by: User, note: str = "", read: int | None = None, **columns: Any
) -> None:
    """A whole step by somebody, inside the caller's transaction. Raises MovedOn."""
    await claim(resource, step, read=read, **columns)
    await write_down(resource, step, by=by, note=note)
