"""One step of a piece of news: the stage moves, the step is written down, the journal says it. All or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from boite.accounts.models import User
from boite.clock import now
from boite.database import content_versions
from boite.errors import StaleVersion
from boite.journal.catalogue import in_a_sentence
from boite.journal.record import record, settle, tell
from boite.journal.subject import SubjectKind
from boite.news import journal_kinds as kinds
from boite.news.models import Article, ArticleRevision
from boite.publishing.stages import Stage, Step

EDITION = "news"
"""What is on line: each step that readers see makes another edition."""


class MovedOn(StaleVersion):
    """Its stage or its text moved: what was read is no longer what is there."""

    message = "Cette actualité a changé entre-temps. Relisez-la, puis recommencez."


@dataclass(frozen=True, slots=True)
class Move:
    """What a step does to the stage (None: nothing), and what the journal says of it."""

    gives: Stage | None
    happening: type[kinds.OfArticle]


MOVES: dict[Step, Move] = {
    Step.WRITTEN: Move(None, kinds.NewsWritten),
    Step.PROPOSED: Move(Stage.PROPOSED, kinds.NewsProposed),
    Step.TAKEN_BACK: Move(Stage.DRAFT, kinds.NewsTakenBack),
    Step.ACCEPTED: Move(Stage.ACCEPTED, kinds.NewsAccepted),
    Step.SENT_BACK: Move(Stage.DRAFT, kinds.NewsSentBack),
    Step.SCHEDULED: Move(Stage.SCHEDULED, kinds.NewsScheduled),
    Step.UNSCHEDULED: Move(Stage.ACCEPTED, kinds.NewsUnscheduled),
    Step.PUBLISHED: Move(Stage.PUBLISHED, kinds.NewsPublished),
    Step.PINNED: Move(None, kinds.NewsPinned),
    Step.UNPINNED: Move(None, kinds.NewsUnpinned),
    Step.CORRECTED: Move(None, kinds.NewsCorrected),
    Step.WITHDRAWN: Move(Stage.WITHDRAWN, kinds.NewsWithdrawn),
    Step.RESTORED: Move(Stage.PUBLISHED, kinds.NewsRestored),
    Step.SET_ASIDE: Move(Stage.ASIDE, kinds.NewsSetAside),
    Step.RECOVERED: Move(Stage.DRAFT, kinds.NewsRecovered),
    Step.LEFT_OUT: Move(None, kinds.NewsLeftOut),
}


async def claim(
    article: Article, step: Step, *, read: int | None = None, due: datetime | None = None, **columns: Any
) -> None:
    """Move the article from the stage where the door saw it, inside the caller's transaction. Raises MovedOn.

    The condition is the very stage that was allowed: a race between two people has one winner. `read` is the version
    of the text which was read, where the step depends on it; `due` the instant by which its hour has come.
    """
    gives = MOVES[step].gives
    columns = {"changed_at": now(), **columns} | ({} if gives is None else {"stage": gives})
    claimed = Article.filter(id=article.id, stage=article.stage)
    if read is not None:
        claimed = claimed.filter(version=read)
    if due is not None:
        claimed = claimed.filter(publish_at__lte=due)
    if not await claimed.update(**columns):
        raise MovedOn
    if Stage.PUBLISHED in (article.stage, gives):
        await content_versions.renew(EDITION)
    article.update_from_dict(columns)


async def write_down(
    article: Article,
    step: Step,
    *,
    by: UUID | None,
    told: UUID | None,
    note: str = "",
    changes: Sequence[Mapping[str, Any]] = (),
    happening: type[kinds.OfArticle] | None = None,
) -> None:
    """Who made this step, and the entry in the journal of `told`, inside the caller's transaction."""
    await ArticleRevision.create(
        article_id=article.id,
        step=step,
        by_id=by,
        at=article.changed_at,
        version=article.version,
        note=note,
        changes=[dict(change) for change in changes],
    )
    said = {"title": article.title, "article": str(article.id)}
    if step == Step.SENT_BACK:
        said["reason"] = in_a_sentence(note)
    kind = MOVES[step].happening
    if told is not None:
        entry = (happening or kind)(**said)
        await (tell(entry, to=[told], by=by) if entry.told and told != by else record(entry, owner=told, by=by))
    await _author_learns(article, kind(**said), by=by, told=told)


async def _author_learns(article: Article, happening: kinds.OfArticle, *, by: UUID | None, told: UUID | None) -> None:
    """What others did with somebody's text is told to them; what they do themselves answers what they were told."""
    author = article.author_id
    if author is None or author in (by, told):
        await settle(SubjectKind.ARTICLE, article.id, [by] if by else [])
    elif happening.told:
        await tell(happening, to=[author], by=by)


async def take(
    article: Article, step: Step, *, by: User, note: str = "", read: int | None = None, **columns: Any
) -> None:
    """A whole step by somebody, inside the caller's transaction. Raises MovedOn."""
    await claim(article, step, read=read, **columns)
    await write_down(article, step, by=by.id, told=by.id, note=note)
