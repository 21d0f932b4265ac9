"""The door of the writing desks: who writes for which territory, who decides.

A professional writes for the territories of their structures, as long as they work there. A draft is its author's
alone. Once proposed, it is also the business of those who coordinate its territory, who decide. The region's
coordination covers everything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from boite.access.sheets import KEEPERS, member_structures, steering
from boite.accounts.models import User
from boite.directory.models import REGION, Territory
from boite.errors import Forbidden, Gone, NotFound
from boite.publishing.rows import Publication
from boite.publishing.stages import PRIVATE, Stage, Step

P = TypeVar("P", bound=Publication)
Steps = Mapping[Step, frozenset[Stage]]
"""The stages where each step may be taken."""
_SLUG = re.compile(r"[a-z0-9-]{1,120}")
"""What an address may be: PostgreSQL would refuse to look for some others."""


class Hand(StrEnum):
    """What somebody is to what is written."""

    STRANGER = "stranger"
    AUTHOR = "author"
    COORDINATOR = "coordinator"
    AWAY = "away"
    """Wrote a draft for a territory where they write no more: they may take it elsewhere, or leave it."""
    BOTH = "both"
    """An author who coordinates the territory: nobody else needs to decide. So for a draft without an author."""


def together(*tables: Steps) -> dict[Step, frozenset[Stage]]:
    """What several hands may do, each step at the stages of any of them."""
    every = {step for table in tables for step in table}
    return {step: frozenset().union(*(table.get(step, frozenset()) for table in tables)) for step in every}


AUTHOR: Steps = {
    Step.WRITTEN: frozenset({Stage.DRAFT}),
    Step.PROPOSED: frozenset({Stage.DRAFT}),
    Step.TAKEN_BACK: frozenset({Stage.PROPOSED}),
    Step.SET_ASIDE: frozenset({Stage.DRAFT}),
    Step.RECOVERED: frozenset({Stage.ASIDE}),
}
COORDINATOR: Steps = {
    Step.WRITTEN: frozenset({Stage.PROPOSED}),
    Step.SENT_BACK: frozenset({Stage.PROPOSED}),
    Step.PUBLISHED: frozenset({Stage.PROPOSED}),
    Step.CORRECTED: frozenset({Stage.PUBLISHED}),
    Step.WITHDRAWN: frozenset({Stage.PUBLISHED}),
    Step.RESTORED: frozenset({Stage.WITHDRAWN}),
}
OWN: Steps = {Step.PUBLISHED: frozenset({Stage.DRAFT})}
"""What needs nobody else's word, for an author who coordinates."""


def hands(author: Steps = AUTHOR, coordinator: Steps = COORDINATOR, own: Steps = OWN) -> dict[Hand, Steps]:
    """The table of a door: what each hand may do, at which stages. By itself: proposed by one, published by another."""
    return {
        Hand.STRANGER: {},
        Hand.AUTHOR: author,
        Hand.AWAY: {step: author[step] for step in (Step.WRITTEN, Step.SET_ASIDE, Step.RECOVERED)},
        Hand.COORDINATOR: coordinator,
        Hand.BOTH: together(author, coordinator, own),
    }


class Door(Generic[P]):
    """The door of one kind of publication: `table` says what each hand may do."""

    def __init__(self, publication: type[P], gone: type[Gone], table: Mapping[Hand, Steps] | None = None) -> None:
        self.publication, self.gone, self.table = publication, gone, table or hands()

    async def published(self, slug: str) -> P:
        """What is on line at this address. Raises NotFound, Gone where it was and is no longer."""
        found = await self.publication.get_or_none(slug=slug) if _SLUG.fullmatch(slug) else None
        if found is None:
            raise NotFound
        if found.stage != Stage.PUBLISHED:
            raise self.gone
        return found

    async def one(self, user: User, publication_id: object, step: Step | None = None) -> P:
        """A publication, for those who write it or decide on it. Raises NotFound, Forbidden."""
        found = await self.publication.get_or_none(id=identifier(publication_id))
        if found is None or await self.hand(user, found) == Hand.STRANGER:
            raise NotFound
        if step is not None and step not in await self.steps(user, found):
            raise Forbidden
        return found

    async def steps(self, user: User, of: P) -> frozenset[Step]:
        """What this person may do with it now: for doors and for templates alike."""
        return frozenset(step for step, stages in self.table[await self.hand(user, of)].items() if of.stage in stages)

    async def hand(self, user: User, of: P) -> Hand:
        """What this person is to this publication."""
        return await hand(user, territory_id=of.territory_id, author_id=of.author_id, private=of.stage in PRIVATE)


async def hand(user: User, *, territory_id: str | None, author_id: UUID | None, private: bool) -> Hand:
    """What this person is to something of this territory (None: the region) and author; `private`: a draft."""
    if user.role not in KEEPERS:
        return Hand.STRANGER
    where = territory_id or REGION
    coordinates = where in await coordinated(user)
    if coordinates:
        return Hand.BOTH if author_id in (user.id, None) else (Hand.STRANGER if private else Hand.COORDINATOR)
    if author_id != user.id:
        return Hand.STRANGER
    if where in await _agent_of(user):
        return Hand.AUTHOR
    # Having written it is no reason any more: what left their hands is the territory's.
    return Hand.AWAY if private else Hand.STRANGER


async def coordinated(user: User) -> frozenset[str]:
    """The codes of the territories that this person coordinates; none for anybody else."""
    try:
        return frozenset(row.code for row in await steering(user))
    except Forbidden:
        return frozenset()


async def desk(user: User) -> list[Territory]:
    """The territories that this person may write for, the region first. Raises Forbidden for who writes nothing."""
    if user.role not in KEEPERS:
        raise Forbidden
    codes = await coordinated(user) | await _agent_of(user)
    return await Territory.filter(code__in=list(codes)).order_by("-scale", "name")


async def _agent_of(user: User) -> frozenset[str]:
    """The territories of the structures where this person works. A structure without one is the region's."""
    return frozenset(row.territory_id or REGION for row in await member_structures(user))


async def review(user: User) -> frozenset[str]:
    """The territories where this person decides. Raises Forbidden where none."""
    return frozenset(row.code for row in await steering(user))


def identifier(value: object) -> UUID:
    """The identifier in an address. Raises NotFound for nonsense."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise NotFound from error
