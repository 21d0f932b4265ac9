"""The door of the writing desks: who writes for which territory, who decides.

A professional writes for the territories of their structures, as long as they work there. A draft is its author's
alone. Once proposed, it is also the business of those who coordinate its territory, who decide. The region's
coordination covers everything.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from boite.access.sheets import KEEPERS, member_structures, steering
from boite.accounts.models import User
from boite.directory.models import REGION, Territory
from boite.errors import Forbidden, NotFound

Step = TypeVar("Step", bound=StrEnum)
Stage = TypeVar("Stage", bound=StrEnum)


class Hand(StrEnum):
    """What somebody is to what is written."""

    STRANGER = "stranger"
    AUTHOR = "author"
    COORDINATOR = "coordinator"
    AWAY = "away"
    """Wrote a draft for a territory where they write no more: they may take it elsewhere, or leave it."""
    BOTH = "both"
    """An author who coordinates the territory: nobody else needs to decide. So for a draft without an author."""


def together(*tables: Mapping[Step, frozenset[Stage]]) -> dict[Step, frozenset[Stage]]:
    """What several hands may do, each step at the stages of any of them."""
    every = {step for table in tables for step in table}
    return {step: frozenset().union(*(table.get(step, frozenset()) for table in tables)) for step in every}


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
