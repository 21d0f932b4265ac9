"""The picture of an event: a file of the group's space, public as long as the event is shown."""

from __future__ import annotations

from boite.accounts.models import User
from boite.agenda.models import Event
from boite.files.models import Node
from boite.groups.public_files import PageUse, Showing, expose, withdraw


async def show(event: Event, *, by: User) -> None:
    """Everybody may see it, and no other one for this event. In the caller's transaction.

    Raises Conflict where it is gone or cannot be drawn, Forbidden where it is of no group.
    """
    node = await Node.get_or_none(id=event.picture) if event.picture else None
    await expose(_use(event), [Showing(node, event.picture_alt)] if node else [], by=by)


async def hide(event: Event, *, by: User) -> None:
    """It is not public for the sake of this event any more."""
    await withdraw(_use(event), by=by)


def _use(event: Event) -> PageUse:
    return PageUse("event", event.id, event.title)
