"""The door of the resources: what is published is for everybody; who writes, who decides (`publishing`)."""

from __future__ import annotations

from boite.access import publishing
from boite.access.publishing import AUTHOR, COORDINATOR, Door, steps_by_role
from boite.accounts.models import User
from boite.database import slugs
from boite.database.identifiers import identifier, short_key
from boite.errors import Gone, NotFound
from boite.library.models import Resource, ToRead
from boite.publishing.stages import Stage, Step

_CHECKED = {Step.CHECKED: frozenset({Stage.PUBLISHED})}
"""Its author and its coordinators may confirm that everything in it is still right."""
STEPS = steps_by_role({**AUTHOR, **_CHECKED}, {**COORDINATOR, **_CHECKED})


class OffLine(Gone):
    """It was published and is no longer."""

    message = "Cette ressource n'est plus en ligne."


RESOURCES = Door(Resource, OffLine, STEPS)
published, resource, steps, role = RESOURCES.published, RESOURCES.one, RESOURCES.steps, RESOURCES.role
desk, review = publishing.desk, publishing.review
"""Who writes and who decides is the same at each desk."""


async def reading_list_line(user: User, line_id: object) -> ToRead:
    """A line of this person's list to read, its resource read too. Raises NotFound."""
    found = await ToRead.get_or_none(id=identifier(line_id), user_id=user.id).prefetch_related("resource")
    if found is None:
        raise NotFound
    return found


async def once_published(slug: str) -> Resource:
    """A resource that is on line, or was: what was kept of it may still be put away. Raises NotFound."""
    found = await Resource.get_or_none(slug=short_key(slug, slugs.LONGEST))
    if found is None or found.stage not in {Stage.PUBLISHED, Stage.WITHDRAWN}:
        raise NotFound
    return found
