"""What somebody coordinates, said once: the territories of their posts, and the words that name nobody."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from boite.directory.keepers.keeper_rows import Coordination
from boite.directory.places.place_rows import REGION, Territory

REGIONAL = "la coordination régionale"


async def posts(user_id: UUID) -> list[Territory]:
    """The territories of somebody's posts, by name. Those inside them are theirs too: `inside`."""
    rows = await Coordination.filter(user_id=user_id).select_related("territory").order_by("territory__name")
    return [row.territory for row in rows]


def inside(territories: Sequence[Territory], every: Sequence[Territory]) -> list[Territory]:
    """Those of `every` that these hold, themselves included, in the order given."""
    codes = {territory.code for territory in territories}
    return [row for row in every if row.code in codes or row.parent_id in codes]


def words(territories: Sequence[Territory]) -> str:
    """« la coordination SPRO Orléans, Tours »; the region says all of it."""
    names = [territory.name for territory in territories if territory.code != REGION]
    return f"la coordination SPRO {', '.join(names)}" if names and len(names) == len(territories) else REGIONAL
