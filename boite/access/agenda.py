"""The door of the agenda: published events are for everybody; those who organise write, and see who comes.

A professional reads the drafts of the territories of their structures and writes there. Names are for the
organiser only: the agents of the organising structure, the author, the coordination of the territory.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from boite.access.sheets import KEEPERS, member_structures, steering
from boite.accounts.models import AccountRole, User
from boite.agenda.codes import read_code
from boite.agenda.models import Event, Registration, Step
from boite.directory.models import REGION, Coordination, Membership, Scale, Structure, Territory
from boite.errors import Forbidden, NotFound


class Task(StrEnum):
    """What can be asked of an event."""

    READ = "read"
    """Before it is published, too."""
    CHANGE = "change"
    PEOPLE = "people"
    """See who comes, say who came, read the results."""


class Part(StrEnum):
    """What somebody is to an event."""

    ANYBODY = "anybody"
    COLLEAGUE = "colleague"
    """Works for a structure of the territory."""
    ORGANISER = "organiser"
    COORDINATOR = "coordinator"


TASKS: dict[Part, frozenset[Task]] = {
    Part.ANYBODY: frozenset(),
    Part.COLLEAGUE: frozenset({Task.READ}),
    Part.ORGANISER: frozenset(Task),
    Part.COORDINATOR: frozenset(Task),
}


async def event(slug: str) -> Event:
    """A published event, cancelled or not. Raises NotFound."""
    found = await Event.get_or_none(slug=word(slug, 120)).select_related("territory", "organiser")
    if found is None or not found.public:
        raise NotFound
    return found


async def kept_event(user: User, slug: str, task: Task = Task.CHANGE) -> Event:
    """An event, published or not, for somebody who works on it. Raises NotFound, Forbidden.

    To whoever may not read it, a draft is not there.
    """
    found = await Event.get_or_none(slug=word(slug, 120)).select_related("territory", "organiser")
    if found is None:
        raise NotFound
    allowed = await tasks(user, found)
    if task in allowed:
        return found
    if not allowed and not found.public:
        raise NotFound
    raise Forbidden


async def tasks(user: User | None, of: Event) -> frozenset[Task]:
    """What this person may do with this event: for doors and for templates alike."""
    return TASKS[await _part(user, of)]


async def _part(user: User | None, of: Event) -> Part:
    if user is None or user.role not in KEEPERS:
        return Part.ANYBODY
    if user.role == AccountRole.COORDINATOR and await Coordination.exists(
        user_id=user.id, territory_id__in=[REGION, of.territory_id]
    ):
        return Part.COORDINATOR
    mine = await Membership.in_force(user.id).values_list("structure_id", "structure__territory_id")
    near = of.territory_id in {row[1] for row in mine}
    if of.organiser_id in {row[0] for row in mine} or (near and of.by_id == user.id):
        return Part.ORGANISER
    return Part.COLLEAGUE if near else Part.ANYBODY


async def writing(user: User) -> list[Territory]:
    """The territories where this person writes events, the region first. Raises Forbidden where none."""
    found = await writing_codes(user)
    if not found:
        raise Forbidden
    rows = await Territory.filter(code__in=found)
    return sorted(rows, key=lambda row: (row.scale != Scale.REGION, row.name))


async def writing_codes(user: User) -> set[str]:
    """The codes of those territories: empty for most people."""
    if user.role not in KEEPERS:
        return set()
    found = {row.code for row in await _steered(user)}
    rows = await Membership.in_force(user.id).values_list("structure__territory_id", flat=True)
    return found | {str(code) for code in rows if code}


async def _steered(user: User) -> list[Territory]:
    """The territories that this person coordinates; none for anybody else."""
    try:
        return await steering(user)
    except Forbidden:
        return []


async def organisers(user: User, territories: list[Territory]) -> list[Structure]:
    """The structures in whose name this person writes: their own; every one of a territory that they coordinate."""
    steered = {row.code for row in await _steered(user)}
    mine = await member_structures(user)
    codes = steered & {row.code for row in territories}
    theirs = await Structure.filter(territory_id__in=codes) if codes else []
    return sorted({row.id: row for row in [*mine, *theirs]}.values(), key=lambda row: row.name)


async def worked_on(user: User) -> list[Event]:
    """The events of the territories where this person writes: the latest first. Raises Forbidden where none."""
    codes = [row.code for row in await writing(user)]
    rows = Event.filter(territory_id__in=codes).order_by("-begins_at").limit(200)
    return await rows.select_related("territory", "organiser")


async def registration(code: str, user: User | None) -> Registration:
    """A registration by its code, its event read too. Raises NotFound.

    The registration of somebody who has an account opens to them alone, whoever has the code.
    """
    found = await Registration.get_or_none(code=read_code(code)).select_related("event")
    if found is None or (found.user_id is not None and (user is None or user.id != found.user_id)):
        raise NotFound
    return found


async def scanned(user: User, code: str) -> Registration:
    """A registration whose code an organiser reads at the door. Raises NotFound, also to whoever does not organise."""
    found = await Registration.get_or_none(code=read_code(code)).select_related("event", "user")
    if found is None or Task.PEOPLE not in await tasks(user, found.event):
        raise NotFound
    return found


async def listed(user: User, slug: str, registration_id: object) -> Registration:
    """Somebody of the list of an event that one organises. Raises NotFound, Forbidden."""
    kept = await kept_event(user, slug, Task.PEOPLE)
    found = await Registration.get_or_none(id=identifier(registration_id), event_id=kept.id)
    if found is None:
        raise NotFound
    found.event = kept
    return found


async def entrance(token: str) -> Event:
    """The event whose poster says this. Raises NotFound."""
    found = await Event.get_or_none(entrance=word(token, 40))
    if found is None or not found.public:
        raise NotFound
    return found


async def step(token: str) -> Step:
    """The step of a visit whose poster says this, its event read too. Raises NotFound."""
    found = await Step.get_or_none(token=word(token, 40)).select_related("event")
    if found is None or not found.event.public:
        raise NotFound
    return found


async def calendar_territory(code: str) -> Territory:
    """The territory whose calendar is asked for. Raises NotFound."""
    found = await Territory.get_or_none(code=word(code, 40))
    if found is None:
        raise NotFound
    return found


def word(value: str, longest: int) -> str:
    """A word of an address. Raises NotFound for what no row may hold: too long, or a sign that PostgreSQL refuses."""
    if len(value) > longest or "\x00" in value:
        raise NotFound
    return value


def identifier(value: object) -> UUID:
    """An identifier from an address or a form. Raises NotFound for nonsense."""
    try:
        return UUID(str(value))
    except ValueError as error:
        raise NotFound from error


async def organised(user: User, events: list[Event]) -> set[UUID]:
    """Among these events, those whose people this person may see: three queries whatever their number."""
    if user.role not in KEEPERS:
        return set()
    steered = {row.code for row in await _steered(user)}
    mine = await Membership.in_force(user.id).values_list("structure_id", "structure__territory_id")
    structures, codes = {row[0] for row in mine}, {row[1] for row in mine}
    return {
        row.id
        for row in events
        if row.territory_id in steered
        or row.organiser_id in structures
        or (row.by_id == user.id and row.territory_id in codes)
    }
