"""The door of the agenda: published events are for everybody; those who organise write, and see who comes.

A professional reads the drafts of the territories of their structures and writes there. Names are for the
organiser only: the agents of the organising structure, the author, the coordination of the territory.
"""

from __future__ import annotations

from uuid import UUID

from tortoise.queryset import QuerySet

from boite.access.directory import CODE, coordinated_codes, member_structures
from boite.access.roles import EVENT, Right, Role
from boite.accounts.models import AccountRole, User
from boite.agenda.models import Event, Registration, VisitStop
from boite.agenda.seat_rows import read_code
from boite.database import slugs
from boite.database.identifiers import identifier, short_key
from boite.database.long_lists import few
from boite.directory.models import REGION, Coordination, Membership, Scale, Structure, Territory
from boite.errors import Forbidden, NotFound

TOKEN = 40
"""Most characters of the token of a poster."""


async def published(slug: str) -> Event:
    """A published event, cancelled or not. Raises NotFound."""
    found = await Event.get_or_none(slug=short_key(slug, slugs.LONGEST)).select_related("territory", "organiser")
    if found is None or not found.public:
        raise NotFound
    return found


async def event(user: User, slug: str, right: Right = Right.EDIT) -> Event:
    """An event, published or not, for somebody who works on it. Raises NotFound, Forbidden.

    For anybody who may not preview it, a draft does not exist.
    """
    found = await Event.get_or_none(slug=short_key(slug, slugs.LONGEST)).select_related("territory", "organiser")
    if found is None:
        raise NotFound
    allowed = await rights(user, found)
    if right in allowed:
        return found
    if not allowed and not found.public:
        raise NotFound
    raise Forbidden


async def rights(user: User | None, of: Event) -> frozenset[Right]:
    """What this person may do with this event: for doors and for templates alike."""
    return EVENT[await _role(user, of)]


async def _role(user: User | None, of: Event) -> Role:
    if user is None or not user.is_professional:
        return Role.ANYONE
    if user.role == AccountRole.COORDINATOR and await Coordination.exists(
        user_id=user.id, territory_id__in=[REGION, of.territory_id]
    ):
        return Role.COORDINATOR
    mine = await Membership.in_force(user.id).values_list("structure_id", "structure__territory_id")
    near = of.territory_id in {row[1] for row in mine}
    if of.organiser_id in {row[0] for row in mine} or (near and of.by_id == user.id):
        return Role.ORGANISER
    return Role.COLLEAGUE if near else Role.ANYONE


async def desk(user: User) -> list[Territory]:
    """The territories where this person writes events, the region first. Raises Forbidden where none."""
    found = await desk_codes(user)
    if not found:
        raise Forbidden
    rows = await Territory.filter(code__in=few(found))
    return sorted(rows, key=lambda row: (row.scale != Scale.REGION, row.name))


async def desk_codes(user: User) -> frozenset[str]:
    """The codes of those territories: empty for most people."""
    if not user.is_professional:
        return frozenset()
    found = await coordinated_codes(user)
    rows = await Membership.in_force(user.id).values_list("structure__territory_id", flat=True)
    return found | {str(code) for code in rows if code}


async def organisers(user: User, territories: list[Territory]) -> list[Structure]:
    """The structures in whose name this person writes: their own; every one of a territory that they coordinate."""
    coordinated = await coordinated_codes(user)
    mine = await member_structures(user)
    codes = coordinated & {row.code for row in territories}
    theirs = await Structure.filter(territory_id__in=few(codes)) if codes else []
    return sorted({row.id: row for row in [*mine, *theirs]}.values(), key=lambda row: row.name)


async def events(user: User) -> QuerySet[Event]:
    """The events of the territories where this person writes: the latest first. Raises Forbidden where none."""
    codes = [row.code for row in await desk(user)]
    rows = Event.filter(territory_id__in=few(codes)).order_by("-begins_at", "id")
    return rows.select_related("territory", "organiser")


async def registration(user: User | None, code: str) -> Registration:
    """A registration by its code, its event read too. Raises NotFound.

    The registration of somebody with an account opens for them only, even if another person has the code.
    """
    found = await Registration.get_or_none(code=read_code(code)).select_related("event")
    if found is None or (found.user_id is not None and (user is None or user.id != found.user_id)):
        raise NotFound
    return found


async def scanned(user: User, code: str) -> Registration:
    """A registration whose code an organiser of the event scans at the entrance. Raises NotFound."""
    found = await Registration.get_or_none(code=read_code(code)).select_related("event", "user")
    if found is None or Right.MANAGE_ATTENDEES not in await rights(user, found.event):
        raise NotFound
    return found


async def attendee(user: User, slug: str, registration_id: object) -> Registration:
    """Somebody of the list of an event that one organises. Raises NotFound, Forbidden."""
    kept = await event(user, slug, Right.MANAGE_ATTENDEES)
    found = await Registration.get_or_none(id=identifier(registration_id), event_id=kept.id)
    if found is None:
        raise NotFound
    found.event = kept
    return found


async def entrance(token: str) -> Event:
    """The event whose poster says this. Raises NotFound."""
    found = await Event.get_or_none(entrance=short_key(token, TOKEN))
    if found is None or not found.public:
        raise NotFound
    return found


async def step(token: str) -> VisitStop:
    """The step of a visit whose poster says this, its event read too. Raises NotFound."""
    found = await VisitStop.get_or_none(token=short_key(token, TOKEN)).select_related("event")
    if found is None or not found.event.public:
        raise NotFound
    return found


async def territory(code: str) -> Territory:
    """The territory whose calendar is asked for. Raises NotFound."""
    found = await Territory.get_or_none(code=short_key(code, CODE))
    if found is None:
        raise NotFound
    return found


async def organised(user: User, events: list[Event]) -> set[UUID]:
    """Among these events, those whose people this person may see: three queries whatever their number."""
    if not user.is_professional:
        return set()
    coordinated = await coordinated_codes(user)
    mine = await Membership.in_force(user.id).values_list("structure_id", "structure__territory_id")
    structures, codes = {row[0] for row in mine}, {row[1] for row in mine}
    return {
        row.id
        for row in events
        if row.territory_id in coordinated
        or row.organiser_id in structures
        or (row.by_id == user.id and row.territory_id in codes)
    }
