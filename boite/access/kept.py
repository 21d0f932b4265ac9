"""The door of what somebody keeps from the resources: it is theirs alone."""

from __future__ import annotations

from boite.access.desks import identifier
from boite.accounts.models import User
from boite.errors import NotFound
from boite.library.models import Resource, ToRead
from boite.publishing.stages import Stage


async def list_line(user: User, line_id: object) -> ToRead:
    """A line of this person's list to read, its resource read too. Raises NotFound."""
    found = await ToRead.get_or_none(id=identifier(line_id), user_id=user.id).prefetch_related("resource")
    if found is None:
        raise NotFound
    return found


async def once_published(slug: str) -> Resource:
    """A resource that is on line, or was: what was kept of it may still be put away. Raises NotFound."""
    found = await Resource.get_or_none(slug=slug) if len(slug) <= 120 and "\x00" not in slug else None
    if found is None or found.stage not in {Stage.PUBLISHED, Stage.WITHDRAWN}:
        raise NotFound
    return found
