"""Events of the tests, written by the verbs themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from boite.accounts.models import AccountRole, User
from boite.agenda import event_editing, publication
from boite.agenda.event_editing import EventDraft
from boite.agenda.models import Event, EventKind, Registering, Registration
from boite.clock import now
from boite.directory.models import Coordination, Membership, Structure
from tests.conftest import OpenAccount
from tests.directory.sheets import make_structure, make_territory

HERE = "SPRO-45-PITHIVIERS"
_numbers = count(1)


async def make_event(
    by: User, *, published: bool = True, begins_in: timedelta = timedelta(days=3), **values: Any
) -> Event:
    """An event of two hours, which begins in three days unless said; its values are those of `EventDraft`."""
    begins = values.pop("begins_at", now() + begins_in)
    ends = values.pop("ends_at", begins + timedelta(hours=2))
    await make_territory(values.setdefault("territory_id", HERE), "Pithiviers")
    known: dict[str, Any] = {
        "organiser_id": None,
        "kind": EventKind.WORKSHOP,
        "title": f"Atelier CV {next(_numbers)}",
        "place": "Salle des fêtes",
        "city": "Pithiviers",
        "registering": Registering.OPEN,
        "begins_at": begins,
        "ends_at": ends,
        **values,
    }
    event = await event_editing.create(EventDraft(**known), by=by)
    if published:
        await Event.filter(id=event.id).update(published_at=now())
        if ends > now():
            await Event.filter(id=event.id).update(published_at=None)
            await publication.publish(event, by=by)
    return await Event.get(id=event.id)


async def make_agent(new_person: OpenAccount, structure: Structure, first_name: str = "Paul") -> User:
    """A professional of this structure."""
    agent = await new_person(first_name, role=AccountRole.PROFESSIONAL)
    await Membership.create(user_id=agent.id, structure_id=structure.id)
    return agent


async def make_coordinator(new_person: OpenAccount, territory: str = HERE, first_name: str = "Nadia") -> User:
    """Somebody who coordinates this territory."""
    await make_territory(territory, "Pithiviers")
    coordinator = await new_person(first_name, role=AccountRole.COORDINATOR)
    await Coordination.create(user_id=coordinator.id, territory_id=territory)
    return coordinator


async def make_host(territory: str = HERE, name: str = "Mission locale du Pithiverais") -> Structure:
    """The structure that organises."""
    await make_territory(territory, "Pithiviers")
    return await make_structure(name, territory=territory)


async def fresh(row: Registration) -> Registration:
    """The registration as it is now."""
    return await Registration.get(id=row.id).select_related("event")


def paris(text: str) -> datetime:
    """An hour of France: `2026-03-29 09:00`."""
    from boite.clock import PARIS

    return datetime.fromisoformat(text).replace(tzinfo=PARIS)
