"""The rows of the directory that the lines of a file speak of, found by their identifiers, in batches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from boite.database.long_lists import few, parts
from boite.directory.models import Ending, ReceptionPoint, Service, Structure
from boite.directory.sheet.gone import is_gone
from boite.text.normalise import fold

OURS = "ma-boite-spro"
"""The producer of what is written here, in an export."""
OWN_STRUCTURE = f"{OURS}--"
OWN_SERVICE = f"{OURS}--service-"


@dataclass(slots=True)
class ExistingStructure:
    """A structure as it is in the directory."""

    row: Structure
    points: list[ReceptionPoint] = field(default_factory=list)
    ended: bool = False
    end: Ending | None = None
    """The end announced for a later day."""

    @property
    def main(self) -> ReceptionPoint | None:
        """Its own address: the point of rank 0."""
        return next((point for point in self._ordered() if point.rank == 0), None)

    @property
    def others(self) -> list[ReceptionPoint]:
        """The other places, in order."""
        main = self.main
        return [point for point in self._ordered() if point is not main]

    def _ordered(self) -> list[ReceptionPoint]:
        return sorted(self.points, key=lambda point: (point.rank, str(point.id)))

    def places(self) -> dict[str, UUID]:
        """Its places by what a service calls them: the name, else the address."""
        backwards = self._ordered()[::-1]
        named = {fold(point.name): point.id for point in backwards if point.name}
        return {fold(point.address): point.id for point in backwards if point.address} | named


def structure_identifier(row: Structure) -> str:
    """The identifier of a structure in an export."""
    return row.source_id or f"{OWN_STRUCTURE}{row.slug}"


def service_identifier(row: Service) -> str:
    """The identifier of a service in an export."""
    return row.source_id or f"{OWN_SERVICE}{row.id}"


async def structures(identifiers: Collection[str], *, lock: bool = False) -> dict[str, ExistingStructure]:
    """Those that are there, by identifier. `lock` holds them until the end of the transaction."""
    found: dict[str, ExistingStructure] = {}
    for some in parts(sorted(identifiers)):
        ours = few(name.removeprefix(OWN_STRUCTURE) for name in some if name.startswith(OWN_STRUCTURE))
        for query in (
            Structure.filter(source_id__in=some),
            Structure.filter(slug__in=few(ours), source_id__isnull=True),
        ):
            rows = await (query.order_by("id").select_for_update() if lock else query)
            found |= {structure_identifier(row): ExistingStructure(row) for row in rows}
    await _complete(found.values())
    return found


async def by_ids(ids: Sequence[UUID]) -> list[ExistingStructure]:
    """These structures with their places, in this order."""
    rows = {str(row.id): ExistingStructure(row) for some in parts(ids) for row in await Structure.filter(id__in=some)}
    await _complete(rows.values())
    return [rows[str(identifier)] for identifier in ids if str(identifier) in rows]


async def _complete(found: Iterable[ExistingStructure]) -> None:
    by_id = {kept.row.id: kept for kept in found}
    for some in parts(sorted(by_id)):
        for point in await ReceptionPoint.filter(structure_id__in=some):
            by_id[point.structure_id].points.append(point)
        for ending in await Ending.filter(structure_id__in=some):
            kept = by_id[ending.structure_id]
            kept.ended, kept.end = (True, None) if is_gone(ending.since) else (False, ending)


async def services(identifiers: Collection[str]) -> dict[str, Service]:
    """Those that are there, by identifier."""
    found: dict[str, Service] = {}
    for some in parts(sorted(identifiers)):
        ours = [own for name in some if name.startswith(OWN_SERVICE) and (own := _uuid(name))]
        for query in (Service.filter(source_id__in=some), Service.filter(id__in=few(ours), source_id__isnull=True)):
            found |= {service_identifier(row): row for row in await query}
    return found


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(name.removeprefix(OWN_SERVICE))
    except ValueError:
        return None
