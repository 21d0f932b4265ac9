"""The door of the directory: its sheets are for everybody to read, and for those who look after them to change.

An agent keeps the sheets of their own structures. A coordinator keeps those of their territory, decides on
suggestions, closes and merges. The coordination of the region covers every territory.
"""

from __future__ import annotations

from boite.access.roles import SHEET, Right, Role
from boite.accounts.models import AccountRole, User
from boite.database import slugs
from boite.database.identifiers import identifier, short_key
from boite.directory.keepers import coordination
from boite.directory.models import REGION, Coordination, ImportRun, Membership, Structure, Suggestion, Territory
from boite.errors import Forbidden, NotFound

CODE = 40
"""Most characters of the code of a territory."""


async def structure(user: User | None, slug: str, right: Right = Right.READ) -> Structure:
    """The structure at this address. Raises NotFound, Forbidden."""
    found = await Structure.get_or_none(slug=short_key(slug, slugs.LONGEST))
    if found is None:
        raise NotFound
    if right not in SHEET[Role.ANYONE] and right not in await rights(user, found):
        raise Forbidden
    return found


async def rights(user: User | None, of: Structure) -> frozenset[Right]:
    """What this person may do with this sheet: for doors and for templates alike."""
    return SHEET[await _role(user, of)]


async def _role(user: User | None, of: Structure) -> Role:
    if user is None or not user.is_professional:
        return Role.ANYONE
    if user.role == AccountRole.COORDINATOR and await Coordination.exists(
        user_id=user.id, territory_id__in=[REGION, of.territory_id or REGION]
    ):
        return Role.COORDINATOR
    mine = await Membership.in_force(user.id).filter(structure_id=of.id).exists()
    return Role.AGENT if mine else Role.ANYONE


async def member_structures(user: User) -> list[Structure]:
    """The structures whose sheets this person keeps as an agent, by name."""
    if not user.is_professional:
        return []
    mine = await Membership.in_force(user.id).select_related("structure")
    return sorted((row.structure for row in mine), key=lambda row: row.name)


async def coordinated(user: User) -> list[Territory]:
    """The territories that this person coordinates, those inside them included. Raises Forbidden where none."""
    found = await _coordinated(user)
    if not found:
        raise Forbidden
    return found


async def coordinated_codes(user: User) -> frozenset[str]:
    """The codes of those territories; none for anybody else."""
    return frozenset(row.code for row in await _coordinated(user))


async def region(user: User) -> None:
    """Let the coordination of the whole region through. Raises Forbidden."""
    if REGION not in await coordinated_codes(user):
        raise Forbidden


async def _coordinated(user: User) -> list[Territory]:
    if user.role != AccountRole.COORDINATOR:
        return []
    held = await coordination.posts(user.id)
    return coordination.inside(held, await Territory.all().order_by("scale", "name")) if held else []


async def territory(user: User, code: str) -> Territory:
    """One of the territories that this person coordinates. Raises NotFound, Forbidden."""
    found = await Territory.get_or_none(code=short_key(code, CODE))
    if found is None:
        raise NotFound
    if found.code not in await coordinated_codes(user):
        raise Forbidden
    return found


async def suggestion(user: User, suggestion_id: object) -> Suggestion:
    """A suggestion that this person may decide on, its structure read too. Raises NotFound, Forbidden."""
    found = await Suggestion.get_or_none(id=identifier(suggestion_id)).select_related("structure")
    if found is None:
        raise NotFound
    if Right.DECIDE not in await rights(user, found.structure):
        raise Forbidden
    return found


async def import_run(user: User, run_id: object) -> ImportRun:
    """The report of one import, or of a rehearsal. Raises NotFound, Forbidden.

    An import changes sheets of every territory: the region's coordination alone does it.
    """
    wanted = identifier(run_id)
    await region(user)
    found = await ImportRun.get_or_none(id=wanted)
    if found is None:
        raise NotFound
    return found
