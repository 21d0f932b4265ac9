"""The places where a structure receives people: add, change, move, reorder, remove."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import uuid4

from boite.accounts.models import User
from boite.clock import today
from boite.database.connection import fetch
from boite.database.identifiers import identifier
from boite.directory.history.history_rows import Revision, What
from boite.directory.history.revision import check_version, revising
from boite.directory.places.address_commune import Address, Resolved, Town, resolve
from boite.directory.places.place_rows import Commune
from boite.directory.sheet.fields import POINT, chosen, regular
from boite.directory.sheet.structure_rows import ReceptionPoint, Structure
from boite.errors import Conflict, Invalid, NotFound

MOST = 30
"""Places of one structure."""
AT_ONCE = 100
"""Places moved at once by the chore."""
TOWN = ("postal_code", "city")
ADDRESS = ("address", "complement", *TOWN)
COORDINATES = ("latitude", "longitude")
DECIMALS = 6
"""Of a degree, in a form (about 10 cm): an import may give more, and sending a form back moves nothing."""
OF_THE_SPOT = tuple(chosen(POINT, lambda field: field.of_the_spot))
"""What is no longer true elsewhere."""


async def add(structure: Structure, values: Mapping[str, Any], *, by: User) -> ReceptionPoint:
    """One more place, the last in order. Raises Invalid, Conflict, NotFound."""
    wanted = await checked(ReceptionPoint(), values)
    async with revising(structure, What.EDITED, by=by) as draft:
        count = await ReceptionPoint.filter(structure_id=structure.id).count()
        if count >= MOST:
            raise Conflict(f"Une fiche a {MOST} lieux d'accueil au plus.")
        made = await ReceptionPoint.create(id=uuid4(), structure_id=structure.id, rank=count, **wanted)
        await _settle(draft.structure)
    return made


async def change(
    point: ReceptionPoint, values: Mapping[str, Any], *, by: User, version: int | None = None
) -> Revision | None:
    """Say something else of this place. Raises Invalid, StaleVersion, NotFound."""
    wanted = await checked(point, values)
    structure = await Structure.get(id=point.structure_id)
    async with revising(structure, What.EDITED, by=by) as draft:
        await check_version(draft.structure, version, POINT, point.id)
        if not await ReceptionPoint.filter(id=point.id).update(**wanted):
            raise NotFound("Ce lieu n'est plus sur la fiche.")
        await _settle(draft.structure)
    return draft.revision


async def move(
    point: ReceptionPoint, values: Mapping[str, Any], since: date | None, *, by: User, version: int | None = None
) -> Revision | None:
    """It is elsewhere from that day on: the former address stays on the sheet. Raises Invalid, StaleVersion, NotFound.

    Before that day, nothing moves: the sheet only tells where it will be.
    """
    wanted = regular(POINT, {**values, "moved_on": since or today()})
    if all(wanted.get(name, getattr(point, name)) == getattr(point, name) for name in ADDRESS):
        raise Invalid(fields={"address": "Écrivez la nouvelle adresse."})
    if since and since > today():
        coming = {name: wanted[name] for name in ADDRESS if name in wanted}
        return await _put(point, {"moved_on": since, "coming": coming}, by=by, version=version)
    return await _put(point, await _moved(point, wanted), by=by, version=version)


async def _moved(point: ReceptionPoint, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The columns of a place that moves to this address: its former one, and its new place."""
    former = {"former_address": in_a_line(point)[:300], **dict.fromkeys(COORDINATES), **dict.fromkeys(OF_THE_SPOT, "")}
    return {**await checked(point, {**former, **wanted}), "coming": None}


async def _put(point: ReceptionPoint, columns: Mapping[str, Any], *, by: User, version: int | None) -> Revision | None:
    structure = await Structure.get(id=point.structure_id)
    async with revising(structure, What.EDITED, by=by) as draft:
        await check_version(draft.structure, version, POINT, point.id)
        if not await ReceptionPoint.filter(id=point.id).update(**columns):
            raise NotFound("Ce lieu n'est plus sur la fiche.")
        await _settle(draft.structure)
    return draft.revision


async def move_due() -> int:
    """Move the places to their announced address once its day has come (a chore). Returns how many."""
    due = f"coming IS NOT NULL AND moved_on <= '{today().isoformat()}'"
    rows = await fetch(f"SELECT id, structure_id FROM directory_point WHERE {due} LIMIT {AT_ONCE}")
    for row in rows:
        async with revising(await Structure.get(id=row["structure_id"]), What.MOVED, by=None) as draft:
            # Read once the sheet is held: another process may have moved it already.
            point = await ReceptionPoint.get_or_none(id=row["id"])
            if point and point.coming is not None:
                await ReceptionPoint.filter(id=point.id).update(**await _moved(point, point.coming))
                await _settle(draft.structure)
    return len(rows)


async def remove(point: ReceptionPoint, *, by: User) -> Revision | None:
    """Remove this place from the sheet. The history keeps its words, and the next one becomes the first."""
    structure = await Structure.get(id=point.structure_id)
    async with revising(structure, What.EDITED, by=by) as draft:
        if not await ReceptionPoint.filter(id=point.id).delete():
            raise NotFound
        await _rank([row for row in await of(structure) if row.id != point.id])
    return draft.revision


async def put_at(point: ReceptionPoint, rank: int, *, by: User) -> Revision | None:
    """Set this place at that rank: the first, 0, is the structure's own address."""
    structure = await Structure.get(id=point.structure_id)
    async with revising(structure, What.EDITED, by=by) as draft:
        others = [row for row in await of(structure) if row.id != point.id]
        rank = max(0, min(rank, len(others)))
        await _rank([*others[:rank], point, *others[rank:]])
    return draft.revision


async def of(structure: Structure) -> list[ReceptionPoint]:
    """The places of a structure, the main one first."""
    return await ReceptionPoint.filter(structure_id=structure.id).order_by("rank", "id")


async def _rank(rows: list[ReceptionPoint]) -> None:
    for rank, row in enumerate(rows):
        await ReceptionPoint.filter(id=row.id).update(rank=rank)


async def checked(point: ReceptionPoint, values: Mapping[str, Any]) -> dict[str, Any]:
    """Regular values; another town brings its commune, and its centre where no place is given. Raises Invalid."""
    wanted = regular(POINT, values)
    now = _address(point, wanted)
    if (now["latitude"] is None) != (now["longitude"] is None):
        raise Invalid(fields={"latitude": "Écrivez la latitude et la longitude, ou aucune des deux."})
    if _moves(point, now):
        place = await commune_of(now)
        wanted["commune_id"] = place.code if place else None
    if now["latitude"] is None:
        wanted |= await _centre(wanted.get("commune_id", point.commune_id))
    return wanted


def _address(point: ReceptionPoint, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The address that these values give; in another town, without the coordinates of the former one."""
    now = {name: wanted.get(name, getattr(point, name)) for name in (*ADDRESS, *COORDINATES)}
    if _moves(point, now) and all(_same(now[name], getattr(point, name)) for name in COORDINATES):
        now |= dict.fromkeys(COORDINATES)
    return now


def _same(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and round(one, DECIMALS) == round(other, DECIMALS))


def _moves(point: ReceptionPoint, now: Mapping[str, Any]) -> bool:
    return any(now[name] != getattr(point, name) for name in TOWN)


async def _centre(commune_id: str | None) -> dict[str, float | None]:
    """The coordinates of a commune's centre."""
    commune = await Commune.get_or_none(code=commune_id) if commune_id else None
    return {name: getattr(commune, name) if commune else None for name in COORDINATES}


async def commune_of(values: Mapping[str, Any]) -> Town | None:
    """The commune of an address: never one that it does not say."""
    return (await _resolved(values)).town


async def doubt(point: ReceptionPoint, values: Mapping[str, Any]) -> str:
    """What to tell, in a sentence, of the commune of this new address; empty where it is the one written, or no other.

    `point`: as it was before. Raises Invalid.
    """
    now = _address(point, regular(POINT, values))
    return (await _resolved(now)).how if _moves(point, now) else ""


async def _resolved(values: Mapping[str, Any]) -> Resolved:
    where = (values[name] for name in COORDINATES)
    return await resolve(Address(values["postal_code"], values["city"], *where))


async def at_the_centre(point: ReceptionPoint) -> bool:
    """Whether its coordinates are only those of its commune."""
    centre = await _centre(point.commune_id)
    return point.latitude is not None and centre == {name: getattr(point, name) for name in COORDINATES}


async def _settle(structure: Structure) -> None:
    """A structure without territory takes that of its main place's commune."""
    if structure.territory_id is None:
        main = await ReceptionPoint.filter(structure_id=structure.id).order_by("rank", "id").first()
        commune = await Commune.get_or_none(code=main.commune_id) if main and main.commune_id else None
        if commune:
            await Structure.filter(id=structure.id).update(territory_id=commune.territory_id)


def in_a_line(point: ReceptionPoint) -> str:
    """« 14 rue des Ateliers, 18000 Bourges »."""
    town = f"{point.postal_code} {point.city}".strip()
    return ", ".join(filter(None, (point.address, point.complement, town)))


async def found(structure: Structure, point_id: object) -> ReceptionPoint:
    """One place of this structure. Raises NotFound."""
    point = await ReceptionPoint.get_or_none(id=identifier(point_id), structure_id=structure.id)
    if point is None:
        raise NotFound
    return point
