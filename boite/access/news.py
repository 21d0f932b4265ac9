"""The door of the news: what is published is for everybody; who writes, who decides (`publishing`), who proposed."""

from __future__ import annotations

from boite.access import publishing
from boite.access.directory import CODE, coordinated_codes
from boite.access.publishing import AUTHOR, Door, Steps, steps_by_role
from boite.accounts.models import User
from boite.database.identifiers import identifier, short_key
from boite.directory.models import REGION
from boite.errors import Forbidden, Gone, NotFound
from boite.news.models import Article, ArticlePlace, PartnerProposal
from boite.publishing.stages import Stage, Step

_AUTHOR: Steps = {**AUTHOR, Step.TAKEN_BACK: frozenset({Stage.PROPOSED, Stage.ACCEPTED})}
_COORDINATOR: Steps = {
    Step.WRITTEN: frozenset({Stage.PROPOSED, Stage.ACCEPTED, Stage.SCHEDULED}),
    Step.ACCEPTED: frozenset({Stage.PROPOSED}),
    Step.SENT_BACK: frozenset({Stage.PROPOSED, Stage.ACCEPTED}),
    Step.SCHEDULED: frozenset({Stage.ACCEPTED, Stage.SCHEDULED}),
    Step.UNSCHEDULED: frozenset({Stage.SCHEDULED}),
    Step.PUBLISHED: frozenset({Stage.ACCEPTED, Stage.SCHEDULED}),
    Step.PINNED: frozenset({Stage.PUBLISHED}),
    Step.UNPINNED: frozenset({Stage.PUBLISHED}),
    Step.CORRECTED: frozenset({Stage.PUBLISHED}),
    Step.WITHDRAWN: frozenset({Stage.PUBLISHED}),
    Step.RESTORED: frozenset({Stage.WITHDRAWN}),
}
_OWN: Steps = {
    Step.SCHEDULED: frozenset({Stage.DRAFT, Stage.PROPOSED}),
    Step.PUBLISHED: frozenset({Stage.DRAFT, Stage.PROPOSED}),
}
STEPS = steps_by_role(_AUTHOR, _COORDINATOR, _OWN)


class OffLine(Gone):
    """It was published and is no longer."""

    message = "Cette actualité n'est plus en ligne."


NEWS = Door(Article, OffLine, STEPS)
published, article, steps, role = NEWS.published, NEWS.one, NEWS.steps, NEWS.role
desk, review = publishing.desk, publishing.review
"""Who writes and who decides is the same at each desk."""


async def neighbour(user: User, slug: str, code: str) -> Article:
    """What another territory shows in this one, for its own coordination. Raises NotFound, OffLine, Forbidden."""
    found, place = await published(slug), short_key(code, CODE)
    shown = place != found.territory_id and await ArticlePlace.exists(article_id=found.id, territory_id=place)
    if not shown:
        raise NotFound
    if place not in await coordinated_codes(user):
        raise Forbidden
    return found


async def proposal(user: User, proposal_id: object) -> PartnerProposal:
    """What a partner proposed to a territory that this person coordinates. Raises NotFound."""
    found = await PartnerProposal.get_or_none(id=identifier(proposal_id))
    if found is None or (found.territory_id or REGION) not in await coordinated_codes(user):
        raise NotFound
    return found
