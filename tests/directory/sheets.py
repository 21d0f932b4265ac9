"""Territories, communes and structures of the tests, written without passing by the pages, and indexed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from boite.database.connection import transaction
from boite.directory.models import REGION, Commune, PostalCode, ReceptionPoint, Scale, Service, Structure, Territory
from boite.directory.search_engine.search_index import index
from boite.text.normalise import fold

SHARED = frozenset({"id", "structure_id", "rank", "name", "phone", "email"})
"""Columns of a reception point that are also the structure's: given to the structure."""
_numbers = count(1)


async def make_territory(code: str = "SPRO-45-ORLEANS", name: str = "Orléans", **values: Any) -> Territory:
    """A local territory inside the region, both made where they are missing; `REGION` alone is the region itself."""
    await Territory.get_or_create(
        {"name": "Centre-Val de Loire", "scale": Scale.REGION, "help_phone": "02 00 00 00 00"}, code=REGION
    )
    if code != REGION:
        await Territory.get_or_create({"name": name, "parent_id": REGION, **values}, code=code)
    return await Territory.get(code=code)


async def make_commune(
    name: str = "Orléans",
    code: str = "45234",
    postal_codes: Sequence[str] = ("45000", "45100"),
    latitude: float = 47.882,
    longitude: float = 1.917,
    **values: Any,
) -> Commune:
    """A commune and its postal codes; found again where it is already there. `territory` is the code of its own."""
    key = fold(name).replace("-", " ").replace("'", " ")
    defaults = {
        "name": name,
        "name_key": key,
        "department": code[:2],
        "population": values.get("population", 10_000),
        "latitude": latitude,
        "longitude": longitude,
        "territory_id": values.get("territory"),
    }
    commune, _ = await Commune.get_or_create(defaults, code=code)
    for postal_code in postal_codes:
        await PostalCode.get_or_create(code=postal_code, commune_id=code)
    return commune


def _of_a_point() -> set[str]:
    return set(ReceptionPoint._meta.fields_db_projection) - SHARED


async def make_structure(
    name: str = "Mission locale d'Orléans",
    networks: Sequence[str] = ("mission-locale",),
    city: str = "Orléans",
    hours: str = "",
    services: Sequence[str | Mapping[str, Any]] = (),
    points: Sequence[Mapping[str, Any]] = (),
    **values: Any,
) -> Structure:
    """A structure, its first reception point, its services (a name, or columns), and other points; indexed.

    The columns of a reception point go to the first one, the others to the structure. `territory` and `commune` are
    codes. `place=False` gives a structure without any reception point.
    """
    number = next(_numbers)
    values = {"slug": f"structure-{number}", "territory_id": values.pop("territory", None), **values}
    place, values["commune_id"] = values.pop("place", True), values.pop("commune", None)
    first = {column: values.pop(column) for column in _of_a_point() & values.keys()}
    async with transaction():
        structure = await Structure.create(name=name, networks=list(networks), **values)
        if place:
            first = {"city": city, "opening_hours": hours, "address": f"{number} rue des Tests", **first}
            await ReceptionPoint.create(structure_id=structure.id, **first)
            for rank, columns in enumerate(points, 1):
                await ReceptionPoint.create(structure_id=structure.id, rank=rank, **columns)
        for rank, service in enumerate(services):
            columns = {"name": service} if isinstance(service, str) else dict(service)
            await Service.create(structure_id=structure.id, rank=rank, **columns)
        await index(structure.id)
    return structure
