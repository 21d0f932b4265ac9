"""The door of the directory: its sheets are for everybody to read, and for those who look after them to change.

An agent keeps the sheets of their own structures. A coordinator keeps those of their territory, decides on
suggestions, closes and merges. The coordination of the region covers every territory.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION, Coordination, Membership, Structure, Suggestion, Territory
from boite.errors import Forbidden, NotFound


class Duty(StrEnum):
    """What can be asked of a structure's sheet."""

    READ = "read"
    SUGGEST = "suggest"
    CHANGE = "change"
    DECIDE = "decide"
    """Accept or refuse a suggestion."""
    END = "end"
    """Close, merge, say that it moved; and reopen."""
    STAFF = "staff"
    """Say who keeps the sheet."""


class Post(StrEnum):
    """What somebody is to a structure."""

    ANYBODY = "anybody"
    AGENT = "agent"
    COORDINATOR = "coordinator"


_READING = frozenset({Duty.READ, Duty.SUGGEST})
DUTIES: dict[Post, frozenset[Duty]] = {
    Post.ANYBODY: _READING,
    Post.AGENT: _READING | {Duty.CHANGE},
    Post.COORDINATOR: frozenset(Duty),
}
KEEPERS = frozenset({AccountRole.PROFESSIONAL, AccountRole.COORDINATOR})
"""Roles whose memberships count: somebody who lost the role keeps no sheet."""
LONGEST, LONGEST_CODE = 120, 40
"""Signs of the address of a structure, and of the code of a territory."""


def possible(text: str, longest: int) -> bool:
    """Whether a column may hold it: Tortoise refuses to look for a longer one, PostgreSQL for a zero byte."""
    return len(text) <= longest and "\x00" not in text


async def structure(slug: str, user: User | None = None, duty: Duty = Duty.READ) -> Structure:
    """The structure at this address. Raises NotFound, Forbidden."""
    found = await Structure.get_or_none(slug=slug) if possible(slug, LONGEST) else None
    if found is None:
        raise NotFound
    if duty not in _READING and duty not in await duties(user, found):
        raise Forbidden
    return found


async def duties(user: User | None, of: Structure) -> frozenset[Duty]:
    """What this person may do with this sheet: for doors and for templates alike."""
    return DUTIES[await _post(user, of)]


async def _post(user: User | None, of: Structure) -> Post:
    if user is None or user.role not in KEEPERS:
        return Post.ANYBODY
    if user.role == AccountRole.COORDINATOR and await Coordination.exists(
        user_id=user.id, territory_id__in=[REGION, of.territory_id or REGION]
    ):
        return Post.COORDINATOR
    mine = await Membership.in_force(user.id).filter(structure_id=of.id).exists()
    return Post.AGENT if mine else Post.ANYBODY


async def member_structures(user: User) -> list[Structure]:
    """The structures whose sheets this person keeps as an agent, by name."""
    if user.role not in KEEPERS:
        return []
    mine = await Membership.in_force(user.id).select_related("structure")
    return sorted((row.structure for row in mine), key=lambda row: row.name)


async def steering(user: User) -> list[Territory]:
    """The territories that this person coordinates, those inside them included. Raises Forbidden where none."""
    found = await _coordinated(user)
    if not found:
        raise Forbidden
    return found


async def _coordinated(user: User) -> list[Territory]:
    if user.role != AccountRole.COORDINATOR:
        return []
    direct = {row.territory_id for row in await Coordination.filter(user_id=user.id)}
    every = await Territory.all().order_by("scale", "name")
    return [row for row in every if row.code in direct or row.parent_id in direct]


async def territory(user: User, code: str) -> Territory:
    """One of the territories that this person coordinates. Raises NotFound, Forbidden."""
    found = await Territory.get_or_none(code=code) if possible(code, LONGEST_CODE) else None
    if found is None:
        raise NotFound
    if all(row.code != found.code for row in await steering(user)):
        raise Forbidden
    return found


async def suggestion(user: User, suggestion_id: object) -> Suggestion:
    """A suggestion that this person may decide on, its structure read too. Raises NotFound, Forbidden."""
    try:
        identifier = UUID(str(suggestion_id))
    except ValueError as error:
        raise NotFound from error
    found = await Suggestion.get_or_none(id=identifier).select_related("structure")
    if found is None:
        raise NotFound
    if Duty.DECIDE not in await duties(user, found.structure):
        raise Forbidden
    return found
