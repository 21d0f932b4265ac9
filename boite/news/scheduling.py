"""Appearing by itself at a chosen hour, exactly once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from boite.accounts.models import User
from boite.clock import day_of, now
from boite.database.connection import transaction
from boite.errors import Invalid
from boite.journal.catalogue import in_a_sentence
from boite.journal.record import tell
from boite.news import journal_kinds as kinds
from boite.news.desk import NEWS
from boite.news.models import Article, ArticleRevision
from boite.publishing import due
from boite.publishing.stages import Stage, Step


async def schedule(article: Article, at: datetime, *, version: int, by: User) -> None:
    """Let it appear by itself at this instant. Raises Invalid for the past, MovedOn."""
    await NEWS.check(await NEWS.draft_of(article), Step.SCHEDULED)
    if at <= now():
        raise Invalid(fields={"publish_on": "Choisissez un moment à venir, ou publiez maintenant."})
    if article.ends_on and day_of(at) > article.ends_on:
        raise Invalid(fields={"publish_on": "Ce jour est après la date de fin."})
    async with transaction():
        await NEWS.take(article, Step.SCHEDULED, by=by, read=version, publish_at=at)


async def unschedule(article: Article, *, by: User) -> None:
    """It waits again. Raises MovedOn where it appeared meanwhile."""
    async with transaction():
        await NEWS.take(article, Step.UNSCHEDULED, by=by)


async def publish_due() -> int:
    """Put on line what was scheduled and is due (a chore). Returns how many. Several workers may run it at once."""
    return await due.bring_out(Article, "publish_at", _come, _wait_again)


async def _come(article: Article) -> None:
    told = await _chooser(article.id)
    where, appeared = due.still_due("publish_at"), kinds.NewsAppeared
    await NEWS.appear(article, version=article.version, by=None, told=told, where=where, happening=appeared)


async def _chooser(article_id: UUID) -> UUID | None:
    """Whoever chose the hour."""
    chosen = await ArticleRevision.filter(article_id=article_id, step=Step.SCHEDULED).order_by("-id").first()
    return chosen.by_id if chosen else None


async def _wait_again(due_one: Article, why: str) -> None:
    """What cannot appear (a file has gone meanwhile) waits again: whoever chose its hour and its author are told."""
    article = await Article.get(id=due_one.id)
    if article.stage != Stage.SCHEDULED:
        return
    told = await _chooser(article.id)
    async with transaction():
        await NEWS.claim(article, Step.UNSCHEDULED)
        await NEWS.write_down(article, Step.UNSCHEDULED, by=None, told=None, note=why)
        said = kinds.NewsHeldBack(title=article.title, article=str(article.id), reason=in_a_sentence(why))
        await tell(said, to=[one for one in (told, article.author_id) if one is not None], by=None)
