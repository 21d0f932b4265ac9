"""What the working pages list: one's own texts, what a coordination has to decide, the history of one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic
from uuid import UUID

from tortoise.expressions import Q

from boite.accounts.models import User
from boite.database.long_lists import few
from boite.database.shortened import Shortened, shortened
from boite.directory.models import REGION
from boite.publishing.nouns import Noun
from boite.publishing.rows import P, RevisionRow, Tables
from boite.publishing.stages import PRIVATE, Stage, Step
from boite.publishing.words import SENT_BACK, badge

MOST = 100
LATEST = 20
"""How many of what is on line a coordination has at hand."""
DECIDED = (Step.SENT_BACK, Step.PROPOSED, Step.TAKEN_BACK, Step.RECOVERED)
"""The steps after which a draft was sent back, or is no longer."""


@dataclass(frozen=True, slots=True)
class Line(Generic[P]):
    """One publication on a working page."""

    it: P
    badge: tuple[str, str]
    reason: str = ""
    """Why it was sent back, where it was."""
    views: int = 0
    about: Mapping[str, Any] = field(default_factory=dict)
    """What only its kind says of it."""


def of(codes: Collection[str]) -> Q:
    """The rows of these territories; those of the whole region have none."""
    own = Q(territory_id__in=few(code for code in codes if code != REGION))
    return own | Q(territory_id=None) if REGION in codes else own


async def mine(tables: Tables[P], user: User, codes: Collection[str], page: int = 1) -> Shortened[P]:
    """What this person wrote, the last touched first: all their drafts; the rest where they still write (`codes`)."""
    theirs = tables.publication.filter(Q(stage__in=few(PRIVATE)) | of(codes), author_id=user.id)
    return await shortened(theirs.order_by("-changed_at", "id"), MOST, page)


async def undecided(tables: Tables[P], codes: Collection[str], *stages: Stage) -> Shortened[P]:
    """What waits at these stages in these territories, the longest first."""
    there = tables.publication.filter(of(codes), stage__in=few(stages))
    return await shortened(there.order_by("changed_at"), MOST)


async def online(tables: Tables[P], codes: Collection[str]) -> Shortened[P]:
    """The latest on line in these territories."""
    there = tables.publication.filter(of(codes), stage=Stage.PUBLISHED)
    return await shortened(there.order_by("-published_at"), LATEST)


async def lines(
    tables: Tables[P],
    rows: Sequence[P],
    views: Mapping[str, int] | None = None,
    **about: Mapping[UUID, Any],
) -> list[Line[P]]:
    """These publications as lines. `views`: how many each had; `about`: what only this kind says, by name, by row."""
    drafts = [row.id for row in rows if row.stage == Stage.DRAFT]
    steps = tables.revision.filter(**{f"{tables.name}_id__in": few(drafts)}, step__in=few(DECIDED))
    # In their order, so that the last one of each stays.
    last = {tables.owner(row): row for row in (await steps.order_by("id") if drafts else [])}
    counts = views or {}

    def besides(row: P) -> dict[str, Any]:
        return {name: said[row.id] for name, said in about.items()}

    return [_line(tables.noun, row, last.get(row.id), counts.get(str(row.id), 0), besides(row)) for row in rows]


def _line(noun: Noun, row: P, last: RevisionRow | None, views: int, about: Mapping[str, Any]) -> Line[P]:
    if last is not None and last.step == Step.SENT_BACK:
        return Line(row, SENT_BACK, last.note, views, about)
    return Line(row, badge(row.stage, noun), "", views, about)


async def history(tables: Tables[P], publication: P) -> Shortened[Any]:
    """Its steps, the last one first."""
    steps = tables.revision.filter(**tables.of(publication.id))
    return await shortened(steps.select_related("by").order_by("-id"), MOST)


async def last_writing(tables: Tables[P], publication: P) -> Any:
    """The step that made the text as it is, with who did it."""
    steps = tables.revision.filter(**tables.of(publication.id), version=publication.version)
    return await steps.select_related("by").order_by("-id").first()


async def corrections(tables: Tables[P], publication: P) -> Shortened[Any]:
    """What was corrected since it was published, the last one first. None asks the database nothing."""
    if publication.corrected_at is None:
        return Shortened([], LATEST)
    steps = tables.revision.filter(**tables.of(publication.id), step=Step.CORRECTED)
    return await shortened(steps.order_by("-id"), LATEST)
