"""Writing a piece of news: begun, kept, corrected. Whoever saves says which version was read: nothing is lost."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from boite.accounts.models import User
from boite.clock import now
from boite.database.connection import transaction
from boite.directory.sheet.publics import EVERYBODY
from boite.errors import StaleVersion
from boite.groups.byline import signature
from boite.news import group_files, indexing
from boite.news.models import Article, ArticleAttachment, ArticlePlace, ArticlePublic, ArticleRevision, Pin
from boite.news.steps import MovedOn, claim, write_down
from boite.publishing.stages import Stage, Step
from boite.text import rich_text

SITTING = timedelta(minutes=15)
"""Savings of the same person that are closer than this are one step of the history, and one entry of the journal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the editor holds."""

    title: str
    summary: str = ""
    body: str = ""
    topic: str = ""
    territory: str | None = None
    """The territory whose coordination decides; None for the whole region."""
    places: tuple[str, ...] = ()
    """The other territories where it is shown."""
    publics: tuple[str, ...] = ()
    """Empty for everybody."""
    picture: UUID | None = None
    picture_alt: str = ""
    attachments: tuple[tuple[UUID, str], ...] = ()
    """Files of the group's space, each with the words of its link."""
    publish_at: datetime | None = None
    ends_on: date | None = None


async def draft_of(article: Article) -> Draft:
    """What is kept now, as the editor holds it. Three queries."""
    places = await ArticlePlace.filter(article_id=article.id).order_by("id")
    publics = await ArticlePublic.filter(article_id=article.id).order_by("id")
    attachments = await ArticleAttachment.filter(article_id=article.id).order_by("rank")
    return Draft(
        title=article.title,
        summary=article.summary,
        body=article.body,
        topic=article.topic,
        territory=article.territory_id,
        places=tuple(row.territory_id for row in places if row.territory_id != article.territory_id),
        publics=tuple(row.code for row in publics if row.code != EVERYBODY),
        picture=article.picture_id,
        picture_alt=article.picture_alt,
        attachments=tuple((row.node_id, row.label) for row in attachments),
        publish_at=article.publish_at,
        ends_on=article.ends_on,
    )


async def begin(draft: Draft, *, by: User, identifier: UUID | None = None) -> Article:
    """A new draft of this author. A blank page that is sent twice has the same `identifier`: it begins once.

    Raises StaleVersion where it is already begun.
    """
    html = await rendered(draft.body)
    signed = await signature(by, draft.territory)
    try:
        async with transaction():
            return await begin_within(draft, html, by=by, signature=signed, told=by.id, identifier=identifier)
    except IntegrityError as error:
        if identifier is None or not await Article.exists(id=identifier):
            raise
        raise StaleVersion from error


async def begin_within(
    draft: Draft, html: str, *, by: User, signature: str, told: UUID | None, identifier: UUID | None = None
) -> Article:
    """The same inside the caller's transaction, its body already rendered."""
    article = Article(author_id=by.id, signature=signature, created_at=now(), changed_at=now(), **_columns(draft, html))
    article.id = identifier or article.id
    await article.save(force_create=True)
    await _set_around(article, draft)
    await write_down(article, Step.WRITTEN, by=by.id, told=told, changes=_changes(Draft(title=""), draft))
    return article


async def keep(article: Article, draft: Draft, *, version: int, by: User) -> None:
    """Save what was typed over the version that was read. The same text changes nothing. Raises StaleVersion."""
    await _write(article, draft, Step.WRITTEN, version=version, by=by)


async def correct(article: Article, draft: Draft, *, version: int, note: str, by: User) -> None:
    """Change a published text: readers see the day, the note, and what changed. Raises StaleVersion."""
    await _write(article, draft, Step.CORRECTED, version=version, by=by, note=note)


async def _write(article: Article, draft: Draft, step: Step, *, version: int, by: User, note: str = "") -> None:
    html = await rendered(draft.body)
    async with transaction():
        changes = _changes(await draft_of(article), draft)
        if not changes:
            return
        columns = _columns(draft, html) | {"version": version + 1}
        if step == Step.CORRECTED:
            columns["corrected_at"] = now()
        try:
            await claim(article, step, read=version, **columns)
        except MovedOn as error:
            # The page shows both texts, whatever moved.
            raise StaleVersion from error
        await _set_around(article, draft)
        if not await _same_sitting(article, step, changes, by):
            await write_down(article, step, by=by.id, told=by.id, note=note, changes=changes)
        if article.stage == Stage.PUBLISHED:
            await _let_go(article, changes)
            await indexing.index(article)
            await group_files.show(article, by=by)


async def _let_go(article: Article, changes: list[dict[str, Any]]) -> None:
    """What moves to another territory leaves its place at the top: there, three may be held already."""
    if any(change["field"] == "territory" for change in changes):
        await Pin.filter(article_id=article.id).delete()


async def rendered(body: str) -> str:
    """The HTML of a body, made in a thread: a hostile text takes half a second."""
    return await asyncio.to_thread(rich_text.render, body)


def _columns(draft: Draft, html: str) -> dict[str, Any]:
    return {
        "title": draft.title,
        "summary": draft.summary,
        "body": draft.body,
        "body_html": html,
        "rendered_with": rich_text.VERSION,
        "topic": draft.topic,
        "territory_id": draft.territory,
        "picture_id": draft.picture,
        "picture_alt": draft.picture_alt,
        "publish_at": draft.publish_at,
        "ends_on": draft.ends_on,
    }


async def _set_around(article: Article, draft: Draft) -> None:
    """The rows around an article, as the draft says. Few and small: written anew."""
    for rows in (ArticlePlace, ArticlePublic, ArticleAttachment):
        await rows.filter(article_id=article.id).delete()
    # News for the whole region is shown everywhere: it names no place.
    places = dict.fromkeys([draft.territory, *draft.places]) if draft.territory else {}
    await ArticlePlace.bulk_create(ArticlePlace(article_id=article.id, territory_id=code) for code in places)
    publics = draft.publics or (EVERYBODY,)
    await ArticlePublic.bulk_create(ArticlePublic(article_id=article.id, code=code) for code in publics)
    await ArticleAttachment.bulk_create(
        ArticleAttachment(article_id=article.id, node_id=node, label=label, rank=rank)
        for rank, (node, label) in enumerate(draft.attachments)
    )


def _changes(before: Draft, after: Draft) -> list[dict[str, Any]]:
    """Each field that differs, as plain values."""
    names = Draft.__dataclass_fields__
    pairs = [(name, _plain(getattr(before, name)), _plain(getattr(after, name))) for name in names]
    return [{"field": name, "before": old, "after": new} for name, old, new in pairs if old != new]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return str(value) if isinstance(value, UUID | date) else value


async def _same_sitting(article: Article, step: Step, changes: list[dict[str, Any]], by: User) -> bool:
    """Join what was saved to the last step where it is the same person still writing. Returns whether it was."""
    if step != Step.WRITTEN:
        return False
    last = await ArticleRevision.filter(article_id=article.id).order_by("-id").first()
    if last is None or last.step != step or last.by_id != by.id or now() - last.at > SITTING:
        return False
    kept = {change["field"]: change for change in last.changes}
    for change in changes:
        kept[change["field"]] = {**change, "before": kept.get(change["field"], change)["before"]}
    values = [change for change in kept.values() if change["before"] != change["after"]]
    await ArticleRevision.filter(id=last.id).update(changes=values, at=article.changed_at, version=article.version)
    return True
