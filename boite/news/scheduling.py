"""Putting on line: now or at a chosen hour, exactly once; held at the top; withdrawn and put back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from boite.accounts.models import User
from boite.clock import day_of, now
from boite.database import slugs
from boite.database.connection import fetch, on_sqlite, transaction
from boite.directory.models import REGION
from boite.errors import Conflict, Invalid, Refusal
from boite.journal.catalogue import in_a_sentence
from boite.journal.record import tell
from boite.news import group_files, indexing
from boite.news import journal_kinds as kinds
from boite.news.models import Article, ArticlePlace, ArticleRevision, Pin
from boite.news.reviewing import check
from boite.news.steps import MovedOn, claim, take, write_down
from boite.publishing.stages import Stage, Step
from boite.text.normalise import slug

RESERVED = frozenset({"archives", "proposer", "redaction", "mes-choix", "flux", "flux.atom", "flux.json"})
"""First words of our own addresses: no piece of news may take one."""
PINS = 3
"""How many pieces of news a territory may hold at the top."""
BATCH = 50


class TooManyPins(Conflict):
    """Where everything is at the top, nothing is."""

    message = f"{PINS} actualités au plus sont épinglées. Détachez-en une d'abord."


async def schedule(article: Article, at: datetime, *, version: int, by: User) -> None:
    """Let it appear by itself at this instant. Raises Invalid for the past, MovedOn."""
    check(article)
    if at <= now():
        raise Invalid(fields={"publish_on": "Choisissez un moment à venir, ou publiez maintenant."})
    if article.ends_on and day_of(at) > article.ends_on:
        raise Invalid(fields={"publish_on": "Ce jour est après la date de fin."})
    async with transaction():
        await take(article, Step.SCHEDULED, by=by, read=version, publish_at=at)


async def unschedule(article: Article, *, by: User) -> None:
    """It waits again. Raises MovedOn where it appeared meanwhile."""
    async with transaction():
        await take(article, Step.UNSCHEDULED, by=by)


async def publish(article: Article, *, version: int, by: User) -> None:
    """Put on line now the version that was read. Raises Invalid, MovedOn, Conflict where a file cannot be shown."""
    check(article)
    await _appear(article, by=by, told=by.id, version=version)


async def publish_due(limit: int = BATCH) -> int:
    """Put on line what was scheduled and is due (a chore). Returns how many. Several workers may run it at once."""
    due = await Article.filter(stage=Stage.SCHEDULED, publish_at__lte=now()).order_by("publish_at").limit(limit)
    return sum([await _come(article) for article in due])


async def _come(article: Article) -> bool:
    chosen = await ArticleRevision.filter(article_id=article.id, step=Step.SCHEDULED).order_by("-id").first()
    told = chosen.by_id if chosen else None
    try:
        # The hour is part of the condition: it may be changed while this runs.
        await _appear(article, version=article.version, due=now(), by=None, told=told, happening=kinds.NewsAppeared)
    except MovedOn:
        return False
    except Refusal as error:
        await _wait_again(article.id, error.message, told)
        return False
    return True


async def _wait_again(article_id: UUID, why: str, told: UUID | None) -> None:
    """What cannot appear (a file has gone meanwhile) goes back to whoever chose its hour, and holds no other one."""
    article = await Article.get(id=article_id)
    if article.stage != Stage.SCHEDULED:
        return
    async with transaction():
        await claim(article, Step.UNSCHEDULED)
        await write_down(article, Step.UNSCHEDULED, by=None, told=None, note=why)
        if told is not None:
            said = kinds.NewsHeldBack(title=article.title, article=str(article.id), reason=in_a_sentence(why))
            await tell(said, to=[told], by=None)


async def _appear(
    article: Article,
    *,
    version: int,
    by: User | None,
    told: UUID | None,
    due: datetime | None = None,
    happening: type[kinds.OfArticle] | None = None,
) -> None:
    async with transaction():
        address = article.slug or await slugs.free(Article, slug(article.title, "actualite"), reserved=RESERVED)
        await claim(article, Step.PUBLISHED, read=version, due=due, slug=address, published_at=now())
        who = by.id if by else None
        await write_down(article, Step.PUBLISHED, by=who, told=told, happening=happening)
        await indexing.index(article)
        await group_files.show(article, by=by)


async def pin(article: Article, *, by: User) -> None:
    """Hold it at the top of its territory's front page. Raises TooManyPins, MovedOn."""
    async with transaction():
        await claim(article, Step.PINNED)
        if await Pin.exists(article_id=article.id):
            return
        code = (await Article.get(id=article.id)).territory_id  # as it is now: a correction may have moved it
        if not on_sqlite():  # whose transactions are exclusive
            await fetch("SELECT code FROM directory_territory WHERE code = ? FOR NO KEY UPDATE", code or REGION)
        if await Pin.filter(article__territory_id=code, article__stage=Stage.PUBLISHED).count() >= PINS:
            raise TooManyPins
        await Pin.create(article_id=article.id, by_id=by.id)
        await write_down(article, Step.PINNED, by=by.id, told=by.id)


async def unpin(article: Article, *, by: User) -> None:
    """Let it take its place among the others. Raises MovedOn."""
    async with transaction():
        await claim(article, Step.UNPINNED)
        if await Pin.filter(article_id=article.id).delete():
            await write_down(article, Step.UNPINNED, by=by.id, told=by.id)


async def withdraw(article: Article, reason: str, *, by: User) -> None:
    """Take it off line: its address says so from now on. Raises MovedOn."""
    async with transaction():
        await take(article, Step.WITHDRAWN, by=by, note=reason)
        await Pin.filter(article_id=article.id).delete()
        await indexing.forget(article.id)
        await group_files.hide(article, by=by)


async def leave_out(article: Article, code: str, reason: str, *, by: User) -> None:
    """Show it no more in another territory than its own; it stays everywhere else. Raises MovedOn."""
    async with transaction():
        await claim(article, Step.LEFT_OUT)
        if await ArticlePlace.filter(article_id=article.id, territory_id=code).delete():
            changes = [{"field": "places", "before": [code], "after": []}]
            await write_down(article, Step.LEFT_OUT, by=by.id, told=by.id, note=reason, changes=changes)


async def restore(article: Article, *, by: User) -> None:
    """Put back on line what was withdrawn. Raises MovedOn."""
    async with transaction():
        await take(article, Step.RESTORED, by=by)
        await indexing.index(article)
        await group_files.show(article, by=by)
