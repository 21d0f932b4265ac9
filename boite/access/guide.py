"""The door of « Qui peut m'aider ? »: published questions are for everybody, drafts and changes for coordinators."""

from __future__ import annotations

from boite.access.sheets import steering
from boite.accounts.models import User
from boite.errors import NotFound
from boite.orientation.models import Question


async def question(slug: str) -> Question:
    """A published question. Raises NotFound."""
    found = await Question.get_or_none(slug=slug)
    if found is None or found.published_at is None:
        raise NotFound
    return found


async def steered_question(user: User, slug: str) -> Question:
    """A question, draft or not, for a coordinator who edits it. Raises NotFound, Forbidden."""
    await steering(user)
    found = await Question.get_or_none(slug=slug)
    if found is None:
        raise NotFound
    return found
