"""The names of what answers point to, read once for many of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from boite.database.long_lists import parts
from boite.directory.models import Network, Structure, Territory


@dataclass(frozen=True, slots=True)
class Names:
    """Networks and territories by code, structures by identifier."""

    networks: Mapping[str, str] = field(default_factory=dict)
    territories: Mapping[str, str] = field(default_factory=dict)
    structures: Mapping[UUID, str] = field(default_factory=dict)


async def names_of(structure_ids: Iterable[UUID | None]) -> Names:
    """Every network and territory, and these structures. Three queries."""
    ids = [identifier for identifier in set(structure_ids) if identifier is not None]
    structures = [row for some in parts(ids) for row in await Structure.filter(id__in=some).only("id", "name")]
    return Names(
        networks=dict(await Network.all().values_list("code", "short_name")),
        territories=dict(await Territory.all().values_list("code", "name")),
        structures={row.id: row.name for row in structures},
    )
