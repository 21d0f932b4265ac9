"""The door of the resources: what is published is for everybody; who writes, who decides (`desks`)."""

from __future__ import annotations

from boite.access.desks import AUTHOR, COORDINATOR, Door, desk, hands, review
from boite.errors import Gone
from boite.library.models import Resource
from boite.publishing.stages import Stage, Step

_CHECKED = {Step.CHECKED: frozenset({Stage.PUBLISHED})}
"""Whoever wrote it, or decides, may say that all of it is right today."""
LIBRARY_HANDS = hands({**AUTHOR, **_CHECKED}, {**COORDINATOR, **_CHECKED})


class NotOnLine(Gone):
    """It was published and is no longer."""

    message = "Cette ressource n'est plus en ligne."


LIBRARY = Door(Resource, NotOnLine, LIBRARY_HANDS)
published_resource, library_resource = LIBRARY.published, LIBRARY.one
library_steps, library_hand = LIBRARY.steps, LIBRARY.hand
library_desk, library_review = desk, review
"""Who writes and who decides is the same at each desk."""
