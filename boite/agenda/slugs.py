"""The address of an event: given once, from its first title, and never changed."""

from __future__ import annotations

from typing import Any

from boite.agenda.models import Event
from boite.text.normalise import slug


def slug_of(title: str) -> str:
    """`Forum « Été »` as `forum-ete`."""
    return slug(title) or "rendez-vous"


async def free_slug(title: str) -> str:
    """The address of a new event: the first one that no event has."""
    wished = slug_of(title)
    taken: set[Any] = set(await Event.filter(slug__startswith=wished).values_list("slug", flat=True))
    number, found = 1, wished
    while found in taken:
        number += 1
        found = f"{wished}-{number}"
    return found
