"""Two structures of one network at one address: often the same one, entered twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from boite.database.long_lists import parts
from boite.directory.exchange.reference import comparable
from boite.directory.exchange.structure_reading import ReadStructure
from boite.directory.models import ReceptionPoint
from boite.directory.sheet.gone import is_gone

Spot = tuple[str, str, str]
"""A network, a commune, an address made comparable."""


@dataclass(slots=True)
class Neighbours:
    """Who is at each spot: the name or the identifier of a structure."""

    at: dict[Spot, str] = field(default_factory=dict)

    def warning(self, sheet: ReadStructure) -> str:
        """What to say of a structure that enters where one of its network already is; then it is there too."""
        found = next((self.at[spot] for spot in _spots(sheet) if spot in self.at), "")
        for spot in _spots(sheet):
            self.at.setdefault(spot, sheet.identifier)
        return f"Même réseau et même adresse que « {found} » : est-ce la même structure ?" if found else ""


async def around(sheets: Iterable[ReadStructure]) -> Neighbours:
    """Who is already in the communes where these sheets are."""
    found = Neighbours()
    communes = {sheet.town.code for sheet in sheets if sheet.town}
    for some in parts(sorted(communes)):
        rows = ReceptionPoint.filter(commune_id__in=some).order_by("structure__slug", "rank", "id")
        columns = ("commune_id", "address", "structure__name", "structure__networks", "structure__ending__since")
        for code, address, name, networks, since in await rows.values_list(*columns):
            for spot in _of(networks, str(code), str(address)) if not since or not is_gone(since) else ():
                found.at.setdefault(spot, str(name))
    return found


def _spots(sheet: ReadStructure) -> list[Spot]:
    code = sheet.town.code if sheet.town else sheet.main.columns.get("postal_code", "")
    return list(_of(sheet.values.get("networks", []), code, sheet.main.columns.get("address", "")))


def _of(networks: Iterable[str], code: str, address: str) -> Iterator[Spot]:
    if where := comparable(address):
        yield from ((network, code, where) for network in networks)
