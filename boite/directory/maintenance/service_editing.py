"""The verbs over what a structure does for people: add, change, reorder, remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from boite.accounts.models import User
from boite.database.identifiers import identifier
from boite.directory.history.history_rows import Revision, What
from boite.directory.history.revision import check_version, revising
from boite.directory.sheet.fields import SERVICE, regular
from boite.directory.sheet.structure_rows import ReceptionPoint, Service, Structure
from boite.errors import Conflict, Invalid, NotFound

MOST = 60
"""Services of one structure."""


async def add(structure: Structure, values: Mapping[str, Any], *, by: User) -> Service:
    """One more service, the last in order. Raises Invalid, Conflict, NotFound."""
    wanted = await _checked(structure, {"name": "", **values})
    async with revising(structure, What.EDITED, by=by):
        count = await Service.filter(structure_id=structure.id).count()
        if count >= MOST:
            raise Conflict(f"Une fiche a {MOST} services au plus.")
        return await Service.create(id=uuid4(), structure_id=structure.id, rank=count, **wanted)


async def change(
    service: Service, values: Mapping[str, Any], *, by: User, version: int | None = None
) -> Revision | None:
    """Say something else of this service. Raises Invalid, StaleVersion, NotFound."""
    structure = await Structure.get(id=service.structure_id)
    wanted = await _checked(structure, values)
    async with revising(structure, What.EDITED, by=by) as draft:
        await check_version(draft.structure, version, SERVICE, service.id)
        if not await Service.filter(id=service.id).update(**wanted):
            raise NotFound("Ce service n'est plus sur la fiche.")
    return draft.revision


async def remove(service: Service, *, by: User) -> Revision | None:
    """Remove this service from the sheet. The history keeps its words."""
    structure = await Structure.get(id=service.structure_id)
    async with revising(structure, What.EDITED, by=by) as draft:
        if not await Service.filter(id=service.id).delete():
            raise NotFound
    return draft.revision


async def put_at(service: Service, rank: int, *, by: User) -> Revision | None:
    """Set this service at that rank in the list."""
    structure = await Structure.get(id=service.structure_id)
    async with revising(structure, What.EDITED, by=by) as draft:
        others = [row for row in await of(structure) if row.id != service.id]
        rank = max(0, min(rank, len(others)))
        for number, row in enumerate([*others[:rank], service, *others[rank:]]):
            await Service.filter(id=row.id).update(rank=number)
    return draft.revision


async def of(structure: Structure) -> list[Service]:
    """The services of a structure, in order."""
    return await Service.filter(structure_id=structure.id).order_by("rank", "id")


async def found(structure: Structure, service_id: object) -> Service:
    """One service of this structure. Raises NotFound."""
    service = await Service.get_or_none(id=identifier(service_id), structure_id=structure.id)
    if service is None:
        raise NotFound
    return service


async def _checked(structure: Structure, values: Mapping[str, Any]) -> dict[str, Any]:
    """Regular values; a place, where one is named, belongs to this structure. Raises Invalid."""
    wanted = regular(SERVICE, values)
    if wanted.get("point_id"):
        places = {str(row.id): row.id for row in await ReceptionPoint.filter(structure_id=structure.id)}
        if str(wanted["point_id"]) not in places:
            raise Invalid(fields={"point_id": "Choisissez un lieu dans la liste."})
        wanted["point_id"] = places[str(wanted["point_id"])]
    return wanted
