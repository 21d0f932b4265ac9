"""The door of the news: what is published is for everybody; who writes, who decides (`desks`), who proposed."""

from __future__ import annotations

import re

from boite.access.desks import Hand, coordinated, desk, hand, identifier, review, together
from boite.accounts.models import User
from boite.directory.models import REGION
from boite.errors import Forbidden, Gone, NotFound
from boite.news.models import Article, ArticlePlace, PartnerProposal, Stage, Step

Steps = dict[Step, frozenset[Stage]]

_AUTHOR: Steps = {
    Step.WRITTEN: frozenset({Stage.DRAFT}),
    Step.PROPOSED: frozenset({Stage.DRAFT}),
    Step.TAKEN_BACK: frozenset({Stage.PROPOSED, Stage.ACCEPTED}),
    Step.SET_ASIDE: frozenset({Stage.DRAFT}),
    Step.RECOVERED: frozenset({Stage.ASIDE}),
}
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


news_desk, news_review = desk, review
"""Who writes and who decides is the same at each desk."""
HANDS: dict[Hand, Steps] = {
    Hand.STRANGER: {},
    Hand.AUTHOR: _AUTHOR,
    Hand.AWAY: {step: _AUTHOR[step] for step in (Step.WRITTEN, Step.SET_ASIDE, Step.RECOVERED)},
    Hand.COORDINATOR: _COORDINATOR,
    Hand.BOTH: together(_AUTHOR, _COORDINATOR, _OWN),
}
PRIVATE = frozenset({Stage.DRAFT, Stage.ASIDE})
"""Stages where a piece of news is its author's alone."""


_SLUG = re.compile(r"[a-z0-9-]{1,120}")
"""What an address may be: PostgreSQL would refuse to look for some others."""


class OffLine(Gone):
    """It was published and is no longer."""

    message = "Cette actualité n'est plus en ligne."


async def published_article(slug: str) -> Article:
    """The piece of news at this address. Raises NotFound, OffLine."""
    found = await Article.get_or_none(slug=slug) if _SLUG.fullmatch(slug) else None
    if found is None:
        raise NotFound
    if found.stage != Stage.PUBLISHED:
        raise OffLine
    return found


async def news_neighbour(user: User, slug: str, code: str) -> Article:
    """What another territory shows in this one, for its own coordination. Raises NotFound, OffLine, Forbidden."""
    found = await published_article(slug)
    shown = code != found.territory_id and await ArticlePlace.exists(article_id=found.id, territory_id=code)
    if not shown:
        raise NotFound
    if code not in await coordinated(user):
        raise Forbidden
    return found


async def news_article(user: User, article_id: object, step: Step | None = None) -> Article:
    """A piece of news, for those who write it or decide on it. Raises NotFound, Forbidden."""
    found = await Article.get_or_none(id=identifier(article_id))
    if found is None or await news_hand(user, found) == Hand.STRANGER:
        raise NotFound
    if step is not None and step not in await news_steps(user, found):
        raise Forbidden
    return found


async def news_steps(user: User, of: Article) -> frozenset[Step]:
    """What this person may do with it now: for doors and for templates alike."""
    return frozenset(step for step, stages in HANDS[await news_hand(user, of)].items() if of.stage in stages)


async def news_hand(user: User, of: Article) -> Hand:
    """What this person is to this piece of news."""
    return await hand(user, territory_id=of.territory_id, author_id=of.author_id, private=of.stage in PRIVATE)


async def news_proposal(user: User, proposal_id: object) -> PartnerProposal:
    """What a partner proposed to a territory that this person coordinates. Raises NotFound."""
    found = await PartnerProposal.get_or_none(id=identifier(proposal_id))
    if found is None or (found.territory_id or REGION) not in await coordinated(user):
        raise NotFound
    return found
