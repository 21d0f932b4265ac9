"""Who keeps a sheet: agents of a structure, named by the coordination; coordinators, by the operators."""

from __future__ import annotations

from boite.accounts.credentials import normal_handle
from boite.accounts.models import PROFESSIONALS, User
from boite.clock import today
from boite.database.connection import transaction
from boite.database.identifiers import identifier
from boite.database.long_lists import few
from boite.database.shortened import Shortened, shortened
from boite.directory import journal_kinds as kinds
from boite.directory.history.revision import locked
from boite.directory.keepers.keeper_rows import Coordination, Membership
from boite.directory.places.place_rows import Territory
from boite.directory.sheet.structure_rows import Structure
from boite.errors import Invalid, NotFound
from boite.journal.record import tell

MOST = 200
"""Agents of one structure that its page shows."""
HANDLE = 40
"""Characters of the longest handle."""
UNKNOWN = "Aucun professionnel n'a cet identifiant. Il ressemble à lavande-428."
"""The same answer for nobody and for somebody who is not a professional: nobody learns who has a box."""


async def add(structure: Structure, handle: str, *, by: User | None) -> Membership:
    """Somebody keeps this sheet from now on; told in their own journal. Idempotent. Raises Invalid, NotFound.

    `by` is None where the operators say so from the command line.
    """
    agent = await User.get_or_none(handle=normal_handle(handle)[:HANDLE], role__in=few(PROFESSIONALS))
    if agent is None:
        raise Invalid(fields={"handle": UNKNOWN})
    async with transaction():
        kept = await locked(structure)
        membership, new = await Membership.get_or_create(user_id=agent.id, structure_id=kept.id)
        if new:
            added = kinds.KeeperAdded(name=kept.name, slug=kept.slug)
            await tell(added, to=[agent.id], by=by.id if by else None)
    return membership


async def remove(membership: Membership, *, by: User) -> None:
    """Somebody no longer keeps this sheet; told in their own journal. Raises NotFound where it was done already."""
    structure = await Structure.get(id=membership.structure_id)
    async with transaction():
        if not await Membership.filter(id=membership.id).delete():
            raise NotFound
        happening = kinds.KeeperRemoved(name=structure.name, slug=structure.slug)
        await tell(happening, to=[membership.user_id], by=by.id)


async def leave_all(user: User) -> None:
    """Who works for structures no more keeps no sheet; told in their own journal. In the caller's transaction."""
    mine = await Membership.filter(user_id=user.id).select_related("structure")
    await Membership.filter(user_id=user.id).delete()
    for membership in mine:
        happening = kinds.KeeperRemoved(name=membership.structure.name, slug=membership.structure.slug)
        await tell(happening, to=[user.id], by=None)


async def coordinate_nothing(user: User) -> None:
    """Somebody coordinates no territory any more."""
    await Coordination.filter(user_id=user.id).delete()


async def of(structure: Structure) -> Shortened[Membership]:
    """Who keeps this sheet, the latest first, each with the person."""
    found = Membership.filter(structure_id=structure.id).select_related("user")
    return await shortened(found.order_by("-since"), MOST)


async def inherited(structure: Structure) -> Shortened[Membership]:
    """Agents of the structures merged into this one, who do not keep its sheet yet: proposed, never added alone."""
    mine = set(await Membership.filter(structure_id=structure.id).values_list("user_id", flat=True))
    theirs = Membership.filter(
        structure__ending__successor_id=structure.id, structure__ending__since__lte=today()
    ).select_related("user", "structure")
    rows = await shortened(theirs.order_by("since"), MOST)
    return rows.drawn(row for row in rows if row.user_id not in mine)


async def found(structure: Structure, membership_id: object) -> Membership:
    """One agent of this structure. Raises NotFound."""
    membership = await Membership.get_or_none(id=identifier(membership_id), structure_id=structure.id)
    if membership is None:
        raise NotFound
    return membership


async def coordinate(user: User, territory: Territory) -> None:
    """Somebody coordinates this territory from now on. Idempotent."""
    await Coordination.get_or_create(user_id=user.id, territory_id=territory.code)
