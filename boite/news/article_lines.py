"""What the working pages of the news list: what a coordination has to decide, partners included."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from boite.database.long_lists import few
from boite.database.shortened import Shortened, shortened
from boite.news.models import ARTICLES, Article, PartnerProposal, Pin
from boite.news.read_counts import READS
from boite.publishing import waiting
from boite.publishing.stages import Stage

Line = waiting.Line[Article]


@dataclass(frozen=True, slots=True)
class Undecided:
    """What a coordination has to do."""

    proposed: list[Line] = field(default_factory=list)
    accepted: list[Line] = field(default_factory=list)
    scheduled: list[Line] = field(default_factory=list)
    published: list[Line] = field(default_factory=list)
    offers: list[PartnerProposal] = field(default_factory=list)


async def queue(codes: Collection[str]) -> Undecided:
    """What waits in these territories. Six queries."""
    rows = await waiting.undecided(ARTICLES, codes, Stage.PROPOSED, Stage.ACCEPTED, Stage.SCHEDULED)
    latest = await waiting.online(ARTICLES, codes)
    found = await lines([*rows, *latest])
    offers = await shortened(PartnerProposal.filter(waiting.of(codes), decided_at=None).order_by("at"), waiting.MOST)

    def at(stage: Stage, among: Shortened[Article] = rows) -> list[Line]:
        return among.drawn(line for line in found if line.it.stage == stage)

    scheduled = rows.drawn(sorted(at(Stage.SCHEDULED), key=lambda line: str(line.it.publish_at)))
    return Undecided(at(Stage.PROPOSED), at(Stage.ACCEPTED), scheduled, at(Stage.PUBLISHED, latest), offers)


async def lines(articles: Sequence[Article]) -> list[Line]:
    """These pieces of news, with their readings, and whether each is at the top."""
    ids = [article.id for article in articles]
    held = {row.article_id for row in await Pin.filter(article_id__in=few(ids))} if ids else set()
    pinned = {article_id: article_id in held for article_id in ids}
    return await waiting.lines(ARTICLES, articles, await READS.totals("article_id", ids), pinned=pinned)
