"""What the working pages list: one's own pieces of news, and what a coordination has to decide."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from tortoise.expressions import Q

from boite.accounts.models import User
from boite.database.parts import few
from boite.directory.models import REGION
from boite.news.models import Article, ArticleRevision, PartnerProposal
from boite.news.read_counts import READS
from boite.publishing.stages import Stage, Step

MOST = 100
WORDS = {
    Stage.DRAFT: ("Brouillon", ""),
    Stage.PROPOSED: ("Proposée", "info"),
    Stage.ACCEPTED: ("Acceptée", "success"),
    Stage.SCHEDULED: ("Programmée", "info"),
    Stage.PUBLISHED: ("En ligne", "success"),
    Stage.WITHDRAWN: ("Retirée", "error"),
    Stage.ASIDE: ("Écartée", ""),
}
"""The badge of each stage: its words and its kind."""
SENT_BACK = ("À reprendre", "warning")


@dataclass(frozen=True, slots=True)
class Line:
    """One piece of news on a working page."""

    article: Article
    badge: tuple[str, str]
    reason: str = ""
    """Why it was sent back, where it was."""
    reads: int = 0
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Queue:
    """What a coordination has to do."""

    proposed: list[Line] = field(default_factory=list)
    accepted: list[Line] = field(default_factory=list)
    scheduled: list[Line] = field(default_factory=list)
    published: list[Line] = field(default_factory=list)
    offers: list[PartnerProposal] = field(default_factory=list)


async def mine(user: User, codes: Collection[str]) -> list[Line]:
    """What this person wrote, the last touched first. Three queries.

    All their drafts; and the rest where they still write, the territories of `codes`.
    """
    theirs = Article.filter(Q(stage__in=[Stage.DRAFT, Stage.ASIDE]) | _of(codes), author_id=user.id)
    articles = await theirs.prefetch_related("pin").order_by("-changed_at").limit(MOST)
    return await _lines(articles)


async def queue(codes: Collection[str]) -> Queue:
    """What waits in these territories. Five queries."""
    here = _of(codes)
    waiting = Article.filter(here, stage__in=[Stage.PROPOSED, Stage.ACCEPTED, Stage.SCHEDULED])
    online = Article.filter(here, stage=Stage.PUBLISHED).prefetch_related("pin").order_by("-published_at").limit(20)
    lines = await _lines([*await waiting.prefetch_related("pin").order_by("changed_at").limit(MOST), *await online])
    offers = await PartnerProposal.filter(here, decided_at=None).order_by("at").limit(MOST)

    def at(stage: Stage) -> list[Line]:
        return [line for line in lines if line.article.stage == stage]

    scheduled = sorted(at(Stage.SCHEDULED), key=lambda line: str(line.article.publish_at))
    return Queue(at(Stage.PROPOSED), at(Stage.ACCEPTED), scheduled, at(Stage.PUBLISHED), offers)


def _of(codes: Collection[str]) -> Q:
    """The rows of these territories; those of the whole region have none."""
    own = Q(territory_id__in=few(code for code in codes if code != REGION))
    return own | Q(territory_id=None) if REGION in codes else own


async def _lines(articles: list[Article]) -> list[Line]:
    ids = [article.id for article in articles]
    drafts = [article.id for article in articles if article.stage == Stage.DRAFT]
    decided = [Step.SENT_BACK, Step.PROPOSED, Step.TAKEN_BACK, Step.RECOVERED]
    # In their order, so that the last one of each stays.
    rows = await ArticleRevision.filter(article_id__in=few(drafts), step__in=few(decided)).order_by("id")
    last = {row.article_id: row for row in rows}
    read = await READS.totals("article_id", ids)
    return [_line(article, last.get(article.id), read.get(str(article.id), 0)) for article in articles]


def _line(article: Article, last: ArticleRevision | None, read: int) -> Line:
    pinned: Any = getattr(article, "pin")  # noqa: B009 - the far side of a one-to-one, unknown to the type checker
    if last is not None and last.step == Step.SENT_BACK:
        return Line(article, SENT_BACK, last.note, read, pinned is not None)
    return Line(article, WORDS[article.stage], "", read, pinned is not None)


async def one(article: Article) -> Line:
    """The same for one piece of news."""
    await article.fetch_related("pin")
    [line] = await _lines([article])
    return line


async def history(article: Article) -> list[ArticleRevision]:
    """Its steps, the last one first."""
    return await ArticleRevision.filter(article_id=article.id).select_related("by").order_by("-id").limit(MOST)
