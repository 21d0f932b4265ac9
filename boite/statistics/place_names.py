"""What the places of figures are called, for those who read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from boite.database.long_lists import few, parts
from boite.directory.models import Structure, Territory
from boite.statistics.places import Path, PlaceSize
from boite.statistics.published_totals import FlowLine

DEPARTMENTS = {
    "18": "Cher",
    "28": "Eure-et-Loir",
    "36": "Indre",
    "37": "Indre-et-Loire",
    "41": "Loir-et-Cher",
    "45": "Loiret",
}
SIZES = {
    PlaceSize.REGION: "Région",
    PlaceSize.DEPARTMENT: "Départements",
    PlaceSize.TERRITORY: "Territoires",
    PlaceSize.STRUCTURE: "Structures",
}


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place and its name of today."""

    path: Path
    name: str


async def named(places: Iterable[Path]) -> list[NamedPlace]:
    """These places, each size by name. A structure that is no longer in the directory keeps its figures."""
    paths = list(dict.fromkeys(places))
    names = dict[str, str]()
    if any(path.size == PlaceSize.TERRITORY for path in paths):
        names |= dict(await Territory.all().values_list("code", "name"))  # without their outlines, which are large
    for some in parts(UUID(path.code) for path in paths if path.size == PlaceSize.STRUCTURE):
        rows = await Structure.filter(id__in=few(some)).values_list("id", "name")
        names |= {str(number): str(name) for number, name in rows}
    found = [NamedPlace(path, _name(path, names)) for path in paths]
    return sorted(found, key=lambda place: (place.path.size, place.name))


async def names_of_ends(flows: Iterable[FlowLine]) -> dict[Path, str]:
    """What the places that hand-overs go between are called."""
    return {place.path: place.name for place in await named(end for flow in flows for end in flow.ends)}


def _name(path: Path, names: dict[str, str]) -> str:
    if not path.shown:
        return "Hors des territoires"  # a structure of the whole region
    if path.size == PlaceSize.REGION:
        return "Toute la région"
    if path.size == PlaceSize.DEPARTMENT:
        return DEPARTMENTS.get(path.code, f"Département {path.code}")
    return names.get(path.code, "Structure qui n'est plus dans l'annuaire")
