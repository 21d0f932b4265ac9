"""What one does with news and resources: writing, deciding, keeping."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from boite.accounts.models import User
from boite.clock import advance, now
from boite.library import favourites, reading_list
from boite.library.desk import LIBRARY, LibraryDesk
from boite.library.models import Resource, ToRead
from boite.news import neighbours, partners, pins, scheduling
from boite.news.desk import NEWS
from boite.news.models import Article, ArticlePlace, PartnerProposal
from tests.library import resources
from tests.news.desks import ELSEWHERE, HERE, draft, proposed, published, written
from tests.verbs.table import Left, Verb, World, again, own, told, verb

NOTE = "Une date a changé."


def about(row: Article | Resource) -> str:
    return f"{'article' if isinstance(row, Article) else 'resource'}:{row.id}"


def news(article: Article, by: User, kind: str, do: Callable[[Article], Awaitable[object]], *others: Left) -> Verb:
    async def done() -> None:
        await do(await again(article))

    return Verb(done, [own(kind, by, about(article)), *others])


def of_paul(w: World, article: Article | Resource, kind: str) -> Left:
    """What Nadia does with what Paul wrote is told to him."""
    return told(kind, w.paul, w.nadia, about(article))


@verb
async def write(w: World) -> Verb:
    verb_ = Verb(lambda: done(), [])

    async def done() -> None:
        verb_.leaves.append(own("news.written", w.paul, about(await written(w.paul))))

    return verb_


@verb
async def write_on_later(w: World) -> Verb:
    article = await written(w.paul)
    advance(timedelta(days=1))
    return news(article, w.paul, "news.written", lambda row: NEWS.keep(row, draft(title="Neuf"), version=1, by=w.paul))


@verb
async def propose(w: World) -> Verb:
    return news(await written(w.paul), w.paul, "news.proposed", lambda row: NEWS.propose(row, by=w.paul))


@verb
async def take_back(w: World) -> Verb:
    return news(await proposed(w.paul), w.paul, "news.taken_back", lambda row: NEWS.take_back(row, by=w.paul))


async def accepted(w: World) -> Article:
    article = await proposed(w.paul)
    await NEWS.accept(article, version=1, by=w.nadia)
    return article


@verb
async def accept(w: World) -> Verb:
    article = await proposed(w.paul)
    left = of_paul(w, article, "news.accepted")
    return news(article, w.nadia, "news.accepted", lambda row: NEWS.accept(row, version=1, by=w.nadia), left)


@verb
async def send_back(w: World) -> Verb:
    article = await proposed(w.paul)
    left = of_paul(w, article, "news.sent_back")
    return news(article, w.nadia, "news.sent_back", lambda row: NEWS.send_back(row, NOTE, by=w.nadia), left)


@verb
async def schedule(w: World) -> Verb:
    at = now() + timedelta(hours=1)
    return news(
        await accepted(w), w.nadia, "news.scheduled", lambda row: scheduling.schedule(row, at, version=1, by=w.nadia)
    )


async def scheduled(w: World) -> Article:
    article = await accepted(w)
    await scheduling.schedule(article, now() + timedelta(hours=1), version=1, by=w.nadia)
    return article


@verb
async def unschedule(w: World) -> Verb:
    return news(await scheduled(w), w.nadia, "news.unscheduled", lambda row: scheduling.unschedule(row, by=w.nadia))


@verb
async def appear_at_its_hour(w: World) -> Verb:
    article = await scheduled(w)
    advance(timedelta(hours=2))
    left = [
        told(kind, who, None, about(article)) for kind, who in (("news.appeared", w.nadia), ("news.published", w.paul))
    ]
    return Verb(scheduling.publish_due, left)


@verb
async def not_appear_for_want_of_a_file(w: World) -> Verb:
    picture = await resources.put(w.store, "affiche.png", b"a picture")
    article = await proposed(w.paul, picture=picture.id, picture_alt="Une affiche")
    await NEWS.accept(article, version=1, by=w.nadia)
    await scheduling.schedule(article, now() + timedelta(hours=1), version=1, by=w.nadia)
    await picture.discard(by=w.nadia, days=30)
    advance(timedelta(hours=2))
    left = [told("news.held_back", who, None, about(article)) for who in (w.nadia, w.paul)]
    return Verb(scheduling.publish_due, left)


@verb
async def publish(w: World) -> Verb:
    article = await accepted(w)
    left = of_paul(w, article, "news.published")
    return news(article, w.nadia, "news.published", lambda row: NEWS.publish(row, version=1, by=w.nadia), left)


async def online(w: World, **values: Any) -> Article:
    """Written by Paul, put on line by Nadia."""
    article = await proposed(w.paul, **values)
    await NEWS.accept(article, version=1, by=w.nadia)
    await NEWS.publish(article, version=1, by=w.nadia)
    return article


@verb
async def pin(w: World) -> Verb:
    return news(await online(w), w.nadia, "news.pinned", lambda row: pins.pin(row, by=w.nadia))


@verb
async def unpin(w: World) -> Verb:
    article = await online(w)
    await pins.pin(article, by=w.nadia)
    return news(article, w.nadia, "news.unpinned", lambda row: pins.unpin(row, by=w.nadia))


@verb
async def correct(w: World) -> Verb:
    article = await online(w)
    do = lambda row: NEWS.correct(row, draft(title="Corrigé"), version=1, note=NOTE, by=w.nadia)  # noqa: E731
    return news(article, w.nadia, "news.corrected", do, of_paul(w, article, "news.corrected"))


@verb
async def withdraw(w: World) -> Verb:
    article = await online(w)
    left = of_paul(w, article, "news.withdrawn")
    return news(article, w.nadia, "news.withdrawn", lambda row: NEWS.withdraw(row, NOTE, by=w.nadia), left)


@verb
async def restore(w: World) -> Verb:
    article = await online(w)
    await NEWS.withdraw(article, NOTE, by=w.nadia)
    left = of_paul(w, article, "news.restored")
    return news(article, w.nadia, "news.restored", lambda row: NEWS.restore(row, by=w.nadia), left)


@verb
async def leave_out(w: World) -> Verb:
    article = await published(w.nadia, places=(ELSEWHERE,))
    assert await ArticlePlace.filter(article_id=article.id).count() == 2
    do = lambda row: neighbours.leave_out(row, ELSEWHERE, NOTE, by=w.nadia)  # noqa: E731
    return news(article, w.nadia, "news.left_out", do)


@verb
async def set_aside(w: World) -> Verb:
    return news(await written(w.paul), w.paul, "news.set_aside", lambda row: NEWS.set_aside(row, by=w.paul))


@verb
async def recover(w: World) -> Verb:
    article = await written(w.paul)
    await NEWS.set_aside(article, by=w.paul)
    return news(article, w.paul, "news.recovered", lambda row: NEWS.recover(row, by=w.paul))


async def offered() -> PartnerProposal:
    words: dict[str, Any] = {"structure": "Coup de pouce", "title": "Vélos", "text": "Samedi.", "email": "c@exemple.fr"}
    return await PartnerProposal.create(territory_id=HERE, digest="1", **words)


@verb
async def adopt(w: World) -> Verb:
    proposal = await offered()
    verb_ = Verb(lambda: done(), [])

    async def done() -> None:
        article = await partners.adopt(await again(proposal), by=w.nadia)
        verb_.leaves.append(own("news.proposal_accepted", w.nadia, about(article)))

    return verb_


@verb
async def refuse(w: World) -> Verb:
    proposal = await offered()

    async def do() -> None:
        await partners.refuse(await again(proposal), NOTE, by=w.nadia)

    return Verb(do, [own("news.proposal_refused", w.nadia, f"proposal:{proposal.id}")])


def library(row: Resource, by: User, kind: str, do: Callable[[Resource], Awaitable[object]], *others: Left) -> Verb:
    async def done() -> None:
        await do(await again(row))

    return Verb(done, [own(kind, by, about(row)), *others])


async def resource_of(w: World, **values: Any) -> Resource:
    return await LIBRARY.begin(resources.draft(**values), by=w.paul)


async def on_line(w: World) -> Resource:
    resource = await resources.proposed(w.paul, w.store)
    await LibraryDesk(w.store, 6).publish(resource, version=1, by=w.nadia)
    return resource


@verb
async def write_a_resource(w: World) -> Verb:
    verb_ = Verb(lambda: done(), [])

    async def done() -> None:
        verb_.leaves.append(own("library.written", w.paul, about(await resource_of(w))))

    return verb_


@verb
async def propose_a_resource(w: World) -> Verb:
    do = lambda row: LibraryDesk(w.store).propose(row, by=w.paul)  # noqa: E731
    return library(await resource_of(w), w.paul, "library.proposed", do)


@verb
async def take_back_a_resource(w: World) -> Verb:
    row = await resources.proposed(w.paul, w.store)
    return library(row, w.paul, "library.taken_back", lambda row: LIBRARY.take_back(row, by=w.paul))


@verb
async def send_back_a_resource(w: World) -> Verb:
    row = await resources.proposed(w.paul, w.store)
    do = lambda row: LIBRARY.send_back(row, NOTE, by=w.nadia)  # noqa: E731
    return library(row, w.nadia, "library.sent_back", do, of_paul(w, row, "library.sent_back"))


@verb
async def publish_a_resource(w: World) -> Verb:
    row = await resources.proposed(w.paul, w.store)
    do = lambda row: LibraryDesk(w.store, 6).publish(row, version=1, by=w.nadia)  # noqa: E731
    return library(row, w.nadia, "library.published", do, of_paul(w, row, "library.published"))


@verb
async def correct_a_resource(w: World) -> Verb:
    row = await on_line(w)
    new = replace(resources.draft(), title="Corrigée")
    do = lambda row: LibraryDesk(w.store).correct(row, new, version=1, note=NOTE, by=w.nadia)  # noqa: E731
    return library(row, w.nadia, "library.corrected", do, of_paul(w, row, "library.corrected"))


@verb
async def check_a_resource(w: World) -> Verb:
    do = lambda row: LibraryDesk(months=6).confirm(row, by=w.paul)  # noqa: E731
    return library(await on_line(w), w.paul, "library.checked", do)


@verb
async def withdraw_a_resource(w: World) -> Verb:
    row = await on_line(w)
    do = lambda row: LIBRARY.withdraw(row, NOTE, by=w.nadia)  # noqa: E731
    return library(row, w.nadia, "library.withdrawn", do, of_paul(w, row, "library.withdrawn"))


@verb
async def restore_a_resource(w: World) -> Verb:
    row = await on_line(w)
    await LIBRARY.withdraw(row, NOTE, by=w.nadia)
    do = lambda row: LibraryDesk(w.store).restore(row, by=w.nadia)  # noqa: E731
    return library(row, w.nadia, "library.restored", do, of_paul(w, row, "library.restored"))


@verb
async def set_a_resource_aside(w: World) -> Verb:
    do = lambda row: LIBRARY.set_aside(row, by=w.paul)  # noqa: E731
    return library(await resource_of(w), w.paul, "library.set_aside", do)


@verb
async def recover_a_resource(w: World) -> Verb:
    row = await resource_of(w)
    await LIBRARY.set_aside(row, by=w.paul)
    return library(row, w.paul, "library.recovered", lambda row: LIBRARY.recover(row, by=w.paul))


@verb
async def favour(w: World) -> Verb:
    return library(await on_line(w), w.ines, "library.favoured", lambda row: favourites.favour(row, by=w.ines))


@verb
async def unfavour(w: World) -> Verb:
    row = await on_line(w)
    await favourites.favour(row, by=w.ines)
    return library(row, w.ines, "library.unfavoured", lambda row: favourites.unfavour(row, by=w.ines))


@verb
async def list_to_read(w: World) -> Verb:
    return library(await on_line(w), w.ines, "library.listed", lambda row: reading_list.add(row, by=w.ines))


async def to_read(w: World) -> tuple[Resource, ToRead]:
    row = await on_line(w)
    await reading_list.add(row, by=w.ines)
    return row, await ToRead.get(user_id=w.ines.id).prefetch_related("resource")


@verb
async def unlist(w: World) -> Verb:
    row, line = await to_read(w)
    return library(row, w.ines, "library.unlisted", lambda _: reading_list.remove(line, by=w.ines))


@verb
async def note_as_read(w: World) -> Verb:
    row, line = await to_read(w)
    return library(row, w.ines, "library.read", lambda _: reading_list.tick(line, read=True, by=w.ines))


@verb
async def note_as_unread(w: World) -> Verb:
    row, line = await to_read(w)
    await reading_list.tick(line, read=True, by=w.ines)
    return library(row, w.ines, "library.unread", lambda _: reading_list.tick(line, read=False, by=w.ines))
