"""The door of the news: what is published is for everybody; who writes, who decides, who proposed.

A professional writes for the territories of their structures, and a draft is its author's alone. Once proposed, it is
also the business of those who coordinate its territory, who decide. The region's coordination covers everything.
"""

from __future__ import annotations

import re
from enum import StrEnum
from uuid import UUID

from boite.access.sheets import KEEPERS, member_structures, steering
from boite.accounts.models import User
from boite.directory.models import REGION, Territory
from boite.errors import Forbidden, Gone, NotFound
from boite.news.models import Article, PartnerProposal, Stage, Step


class Hand(StrEnum):
    """What somebody is to a piece of news."""

    STRANGER = "stranger"
    AUTHOR = "author"
    COORDINATOR = "coordinator"
    BOTH = "both"
    """An author who coordinates the territory: nobody else needs to decide. So for a draft without an author."""


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


def _together(*tables: Steps) -> Steps:
    every = {step for table in tables for step in table}
    return {step: frozenset().union(*(table.get(step, frozenset()) for table in tables)) for step in every}


HANDS: dict[Hand, Steps] = {
    Hand.STRANGER: {},
    Hand.AUTHOR: _AUTHOR,
    Hand.COORDINATOR: _COORDINATOR,
    Hand.BOTH: _together(_AUTHOR, _COORDINATOR, _OWN),
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


async def news_article(user: User, article_id: object, step: Step | None = None) -> Article:
    """A piece of news, for those who write it or decide on it. Raises NotFound, Forbidden."""
    found = await Article.get_or_none(id=_identifier(article_id))
    if found is None or await news_hand(user, found) == Hand.STRANGER:
        raise NotFound
    if step is not None and step not in await news_steps(user, found):
        raise Forbidden
    return found


def _identifier(value: object) -> UUID:
    try:
        return UUID(str(value))
    except ValueError as error:
        raise NotFound from error


async def news_steps(user: User, of: Article) -> frozenset[Step]:
    """What this person may do with it now: for doors and for templates alike."""
    return frozenset(step for step, stages in HANDS[await news_hand(user, of)].items() if of.stage in stages)


async def news_hand(user: User, of: Article) -> Hand:
    """What this person is to this piece of news."""
    if user.role not in KEEPERS:
        return Hand.STRANGER
    coordinates = (of.territory_id or REGION) in await coordinated(user)
    if of.author_id == user.id or (of.author_id is None and coordinates):
        return Hand.BOTH if coordinates else Hand.AUTHOR
    return Hand.COORDINATOR if coordinates and of.stage not in PRIVATE else Hand.STRANGER


async def coordinated(user: User) -> frozenset[str]:
    """The codes of the territories that this person coordinates; none for anybody else."""
    try:
        return frozenset(row.code for row in await steering(user))
    except Forbidden:
        return frozenset()


async def news_desk(user: User) -> list[Territory]:
    """The territories that this person may write for, the region first. Raises Forbidden for who writes nothing."""
    if user.role not in KEEPERS:
        raise Forbidden
    codes = await coordinated(user) | {row.territory_id or REGION for row in await member_structures(user)}
    return await Territory.filter(code__in=list(codes)).order_by("-scale", "name")


async def news_review(user: User) -> frozenset[str]:
    """The territories whose news this person decides on. Raises Forbidden where none."""
    return frozenset(row.code for row in await steering(user))


async def news_proposal(user: User, proposal_id: object) -> PartnerProposal:
    """What a partner proposed to a territory that this person coordinates. Raises NotFound."""
    found = await PartnerProposal.get_or_none(id=_identifier(proposal_id))
    if found is None or (found.territory_id or REGION) not in await coordinated(user):
        raise NotFound
    return found
