"""The door of « Qui peut m'aider ? »: published questions are for everybody, drafts and changes for coordinators.

The coordinator of a territory says who answers there. The words of the questions, and the answers that hold
everywhere, are the coordination of the region's.
"""

from __future__ import annotations

from boite.access.directory import member_structures
from boite.access.roles import QUESTIONS, Right, Role
from boite.accounts.models import AccountRole, User
from boite.database import slugs
from boite.database.identifiers import identifier, short_key
from boite.database.long_lists import few
from boite.directory.keepers import coordination
from boite.directory.models import REGION, Structure, Territory
from boite.errors import Forbidden, NotFound
from boite.orientation.models import Answer, Question


async def role(user: User | None) -> Role:
    """What this person is to the questions."""
    if user is None or not user.is_professional:
        return Role.ANYONE
    if user.role != AccountRole.COORDINATOR:
        return Role.PROFESSIONAL
    codes = await _coordinated(user)
    if REGION in codes:
        return Role.REGIONAL_COORDINATOR
    return Role.COORDINATOR if codes else Role.PROFESSIONAL


async def _coordinated(user: User) -> set[str]:
    return {territory.code for territory in await coordination.posts(user.id)}


async def rights(user: User | None) -> frozenset[Right]:
    """What this person may do with the questions: for doors and for templates alike."""
    return QUESTIONS[await role(user)]


async def admit(user: User, right: Right) -> frozenset[Right]:
    """What this person may do, `right` being among it. Raises Forbidden."""
    allowed = await rights(user)
    if right not in allowed:
        raise Forbidden
    return allowed


async def relaying(user: User | None) -> list[Structure]:
    """The structures from which this person notes a « passage de relais »: where they work, and receive people.

    For the link and for its page alike: a coordinator who works nowhere has neither.
    """
    return await member_structures(user) if user and Right.RECEIVE in await rights(user) else []


async def published(slug: str) -> Question:
    """A published question. Raises NotFound."""
    found = await _question(slug)
    if found.published_at is None:
        raise NotFound
    return found


async def _question(slug: str) -> Question:
    found = await Question.get_or_none(slug=short_key(slug, slugs.LONGEST))
    if found is None:
        raise NotFound
    return found


async def question(user: User, slug: str, right: Right = Right.PREVIEW) -> Question:
    """A question, draft or not, for a coordinator who edits it. Raises NotFound, Forbidden."""
    found = await _question(slug)
    await admit(user, right)
    return found


async def answer(user: User, slug: str, answer_id: object) -> Answer:
    """An answer that this person may change, its question read too. Raises NotFound, Forbidden."""
    wanted = identifier(answer_id)
    asked = await _question(slug)
    found = await Answer.get_or_none(id=wanted, question_id=asked.id).select_related("question")
    if found is None:
        raise NotFound
    if not await may_answer(user, found.territory_id):
        raise Forbidden
    return found


async def answerable(user: User) -> frozenset[str] | None:
    """The territories where this person says who answers; None for everywhere, and the region's own answers."""
    allowed = await rights(user)
    if Right.ANSWER_EVERYWHERE in allowed:
        return None
    return frozenset(await _coordinated(user)) if Right.ANSWER_LOCALLY in allowed else frozenset()


async def may_answer(user: User, territory: str | None) -> bool:
    """Whether this person says who answers in this territory; everywhere without one."""
    codes = await answerable(user)
    return codes is None or territory in codes


async def answer_territories(user: User) -> list[Territory]:
    """The territories where this person says who answers, by name."""
    codes = await answerable(user)
    local = Territory.exclude(code=REGION) if codes is None else Territory.filter(code__in=few(codes))
    return await local.order_by("name")
