"""Who speaks in what is published, in words: a structure or a group, never a person."""

from __future__ import annotations

from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION, Membership, Territory


async def signature(user: User, territory_id: str | None) -> str:
    """What readers see under the title: the author's structure in this territory, or the group that coordinates."""
    if user.role != AccountRole.COORDINATOR:
        found = Membership.in_force(user.id).filter(structure__territory_id=territory_id or REGION)
        first = await found.select_related("structure").order_by("since").first()
        if first is not None:
            return str(first.structure.name)
    return group_name(await Territory.get_or_none(code=territory_id or REGION))


def group_name(territory: Territory | None) -> str:
    """« SPRO Orléans »: the group of a territory, or the region's."""
    return f"SPRO {territory.name}" if territory is not None else "SPRO Centre-Val de Loire"
