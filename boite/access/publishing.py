"""The door of the writing desks: who writes for which territory, who decides.

A professional writes for the territories of their structures, as long as they work there. A draft is its author's
alone. Once proposed, it is also the business of those who coordinate its territory, who decide. The region's
coordination covers everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Generic, TypeVar
from uuid import UUID

from boite.access.directory import coordinated, coordinated_codes, member_structures
from boite.access.roles import Role
from boite.accounts.models import User
from boite.database import slugs
from boite.database.identifiers import identifier, short_key
from boite.database.long_lists import few
from boite.directory.models import REGION, Territory
from boite.errors import Forbidden, Gone, NotFound
from boite.publishing.rows import Publication
from boite.publishing.stages import PRIVATE, Stage, Step

P = TypeVar("P", bound=Publication)
Steps = Mapping[Step, frozenset[Stage]]
"""The stages where each step may be taken."""


def together(*tables: Steps) -> dict[Step, frozenset[Stage]]:
    """What several roles may do, each step at the stages of any of them."""
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


def steps_by_role(author: Steps = AUTHOR, coordinator: Steps = COORDINATOR, own: Steps = OWN) -> dict[Role, Steps]:
    """The table of a door: what each role may do, at which stages. By itself: proposed by one, published by another."""
    return {
        Role.ANYONE: {},
        Role.AUTHOR: author,
        Role.FORMER_AUTHOR: {step: author[step] for step in (Step.WRITTEN, Step.SET_ASIDE, Step.RECOVERED)},
        Role.COORDINATOR: coordinator,
        Role.AUTHOR_COORDINATOR: together(author, coordinator, own),
    }


class Door(Generic[P]):
    """The door of one kind of publication: `table` says what each role may do."""

    def __init__(self, publication: type[P], gone: type[Gone], table: Mapping[Role, Steps] | None = None) -> None:
        self.publication, self.gone, self.table = publication, gone, table or steps_by_role()

    async def published(self, slug: str) -> P:
        """What is on line at this address. Raises NotFound, Gone where it was and is no longer."""
        found = await self.publication.get_or_none(slug=short_key(slug, slugs.LONGEST))
        if found is None:
            raise NotFound
        if found.stage != Stage.PUBLISHED:
            raise self.gone
        return found

    async def one(self, user: User, publication_id: object, step: Step | None = None) -> P:
        """A publication, for those who write it or decide on it. Raises NotFound, Forbidden."""
        found = await self.publication.get_or_none(id=identifier(publication_id))
        if found is None or await self.role(user, found) == Role.ANYONE:
            raise NotFound
        if step is not None and step not in await self.steps(user, found):
            raise Forbidden
        return found

    async def steps(self, user: User, of: P) -> frozenset[Step]:
        """What this person may do with it now: for doors and for templates alike."""
        return frozenset(step for step, stages in self.table[await self.role(user, of)].items() if of.stage in stages)

    async def role(self, user: User, of: P) -> Role:
        """What this person is to this publication."""
        return await role(user, territory_id=of.territory_id, author_id=of.author_id, private=of.stage in PRIVATE)


async def role(user: User, *, territory_id: str | None, author_id: UUID | None, private: bool) -> Role:
    """What this person is to something of this territory (None: the region) and author; `private`: a draft."""
    if not user.is_professional:
        return Role.ANYONE
    where = territory_id or REGION
    if where in await coordinated_codes(user):
        if author_id in (user.id, None):
            return Role.AUTHOR_COORDINATOR
        return Role.ANYONE if private else Role.COORDINATOR
    if author_id != user.id:
        return Role.ANYONE
    if where in await _agent_of(user):
        return Role.AUTHOR
    # Having written it gives no right any more: once proposed, it is the territory's.
    return Role.FORMER_AUTHOR if private else Role.ANYONE


async def desk(user: User) -> list[Territory]:
    """The territories that this person may write for, the region first. Raises Forbidden for who writes nothing."""
    if not user.is_professional:
        raise Forbidden
    codes = await coordinated_codes(user) | await _agent_of(user)
    return await Territory.filter(code__in=few(codes)).order_by("-scale", "name")


async def _agent_of(user: User) -> frozenset[str]:
    """The territories of the structures where this person works. A structure without one is the region's."""
    return frozenset(row.territory_id or REGION for row in await member_structures(user))


async def review(user: User) -> frozenset[str]:
    """The territories where this person decides. Raises Forbidden where none."""
    return frozenset(row.code for row in await coordinated(user))
