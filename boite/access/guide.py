"""The door of « Qui peut m'aider ? »: published questions are for everybody, drafts and changes for coordinators.

The coordinator of a territory says who answers there. The words of the questions, and the answers that hold
everywhere, are the coordination of the region's.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from boite.access.sheets import KEEPERS, LONGEST, possible
from boite.accounts.models import AccountRole, User
from boite.directory.models import REGION, Coordination, Territory
from boite.errors import Forbidden, NotFound
from boite.orientation.models import Answer, Question


class Deed(StrEnum):
    """What can be asked of the questions."""

    READ = "read"
    """Published questions and their answers."""
    RECEIVE = "receive"
    """The screen of a reception desk."""
    PREVIEW = "preview"
    """Drafts, the history, the table of who answers what."""
    ANSWER_THERE = "answer_there"
    """Say who answers in one's own territory."""
    ANSWER_EVERYWHERE = "answer_everywhere"
    WORD = "word"
    """Write, publish and order the questions."""
    EXCHANGE = "exchange"
    """Take all the questions out as a file, or bring them in."""


class Seat(StrEnum):
    """What somebody is to the questions."""

    ANYBODY = "anybody"
    DESK = "desk"
    TERRITORY = "territory"
    REGION = "region"


_DESK = frozenset({Deed.READ, Deed.RECEIVE})
_TERRITORY = _DESK | {Deed.PREVIEW, Deed.ANSWER_THERE}
DEEDS: dict[Seat, frozenset[Deed]] = {
    Seat.ANYBODY: frozenset({Deed.READ}),
    Seat.DESK: _DESK,
    Seat.TERRITORY: _TERRITORY,
    Seat.REGION: frozenset(Deed),
}


async def seat(user: User | None) -> Seat:
    """What this person is to the questions."""
    if user is None or user.role not in KEEPERS:
        return Seat.ANYBODY
    if user.role != AccountRole.COORDINATOR:
        return Seat.DESK
    codes = await _coordinated(user)
    if REGION in codes:
        return Seat.REGION
    return Seat.TERRITORY if codes else Seat.DESK


async def _coordinated(user: User) -> set[str]:
    return {row.territory_id for row in await Coordination.filter(user_id=user.id)}


async def deeds(user: User | None) -> frozenset[Deed]:
    """What this person may do with the questions: for doors and for templates alike."""
    return DEEDS[await seat(user)]


async def guiding(user: User, deed: Deed) -> frozenset[Deed]:
    """What this person may do, `deed` being among it. Raises Forbidden."""
    allowed = await deeds(user)
    if deed not in allowed:
        raise Forbidden
    return allowed


async def question(slug: str) -> Question:
    """A published question. Raises NotFound."""
    found = await _question(slug)
    if found.published_at is None:
        raise NotFound
    return found


async def _question(slug: str) -> Question:
    found = await Question.get_or_none(slug=slug) if possible(slug, LONGEST) else None
    if found is None:
        raise NotFound
    return found


async def steered_question(user: User, slug: str, deed: Deed = Deed.PREVIEW) -> Question:
    """A question, draft or not, for a coordinator who edits it. Raises NotFound, Forbidden."""
    found = await _question(slug)
    await guiding(user, deed)
    return found


async def answer(user: User, slug: str, answer_id: object) -> Answer:
    """An answer that this person may change, its question read too. Raises NotFound, Forbidden."""
    try:
        identifier = UUID(str(answer_id))
    except ValueError as error:
        raise NotFound from error
    asked = await _question(slug)
    found = await Answer.get_or_none(id=identifier, question_id=asked.id).select_related("question")
    if found is None:
        raise NotFound
    if not await may_answer(user, found.territory_id):
        raise Forbidden
    return found


async def answerable(user: User) -> frozenset[str] | None:
    """The territories where this person says who answers; None for everywhere, and the region's own answers."""
    allowed = await deeds(user)
    if Deed.ANSWER_EVERYWHERE in allowed:
        return None
    return frozenset(await _coordinated(user)) if Deed.ANSWER_THERE in allowed else frozenset()


async def may_answer(user: User, territory: str | None) -> bool:
    """Whether this person says who answers in this territory; everywhere without one."""
    codes = await answerable(user)
    return codes is None or territory in codes


async def answer_territories(user: User) -> list[Territory]:
    """The territories where this person says who answers, by name."""
    codes = await answerable(user)
    local = Territory.exclude(code=REGION) if codes is None else Territory.filter(code__in=codes)
    return await local.order_by("name")
