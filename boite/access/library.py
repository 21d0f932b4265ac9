"""The door of the resources: what is published is for everybody; who writes, who decides (`desks`)."""

from __future__ import annotations

import re

from boite.access.desks import Hand, desk, hand, identifier, review, together
from boite.accounts.models import User
from boite.errors import Forbidden, Gone, NotFound
from boite.library.models import Resource, Stage, Step

Steps = dict[Step, frozenset[Stage]]

_AUTHOR: Steps = {
    Step.WRITTEN: frozenset({Stage.DRAFT}),
    Step.PROPOSED: frozenset({Stage.DRAFT}),
    Step.TAKEN_BACK: frozenset({Stage.PROPOSED}),
    Step.CHECKED: frozenset({Stage.PUBLISHED}),
    Step.SET_ASIDE: frozenset({Stage.DRAFT}),
    Step.RECOVERED: frozenset({Stage.ASIDE}),
}
_COORDINATOR: Steps = {
    Step.WRITTEN: frozenset({Stage.PROPOSED}),
    Step.SENT_BACK: frozenset({Stage.PROPOSED}),
    Step.PUBLISHED: frozenset({Stage.PROPOSED}),
    Step.CORRECTED: frozenset({Stage.PUBLISHED}),
    Step.CHECKED: frozenset({Stage.PUBLISHED}),
    Step.WITHDRAWN: frozenset({Stage.PUBLISHED}),
    Step.RESTORED: frozenset({Stage.WITHDRAWN}),
}
_OWN: Steps = {Step.PUBLISHED: frozenset({Stage.DRAFT})}
LIBRARY_HANDS: dict[Hand, Steps] = {
    Hand.STRANGER: {},
    Hand.AUTHOR: _AUTHOR,
    Hand.AWAY: {step: _AUTHOR[step] for step in (Step.WRITTEN, Step.SET_ASIDE, Step.RECOVERED)},
    Hand.COORDINATOR: _COORDINATOR,
    Hand.BOTH: together(_AUTHOR, _COORDINATOR, _OWN),
}
library_desk, library_review = desk, review
"""Who writes and who decides is the same at each desk."""
PRIVATE = frozenset({Stage.DRAFT, Stage.ASIDE})
"""Stages where a resource is its author's alone."""
_SLUG = re.compile(r"[a-z0-9-]{1,120}")
"""What an address may be: PostgreSQL would refuse to look for some others."""


class NotOnLine(Gone):
    """It was published and is no longer."""

    message = "Cette ressource n'est plus en ligne."


async def published_resource(slug: str) -> Resource:
    """The resource at this address. Raises NotFound, NotOnLine."""
    found = await Resource.get_or_none(slug=slug) if _SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound
    if found.stage != Stage.PUBLISHED:
        raise NotOnLine
    return found


async def library_resource(user: User, resource_id: object, step: Step | None = None) -> Resource:
    """A resource, for those who write it or decide on it. Raises NotFound, Forbidden."""
    found = await Resource.get_or_none(id=identifier(resource_id))
    if found is None or await library_hand(user, found) == Hand.STRANGER:
        raise NotFound
    if step is not None and step not in await library_steps(user, found):
        raise Forbidden
    return found


async def library_steps(user: User, of: Resource) -> frozenset[Step]:
    """What this person may do with it now: for doors and for templates alike."""
    return frozenset(step for step, stages in LIBRARY_HANDS[await library_hand(user, of)].items() if of.stage in stages)


async def library_hand(user: User, of: Resource) -> Hand:
    """What this person is to this resource."""
    return await hand(user, territory_id=of.territory_id, author_id=of.author_id, private=of.stage in PRIVATE)
