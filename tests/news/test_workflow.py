"""The life of a piece of news: each step, who may take it, and what is left when two people are quick."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from boite.access import directory as directory_door
from boite.access import news as news_door
from boite.accounts.models import User
from boite.clock import advance, now, today
from boite.directory.models import REGION
from boite.errors import Forbidden, Invalid, NotFound, StaleVersion
from boite.journal.models import Entry
from boite.news import pins, scheduling
from boite.news.desk import NEWS
from boite.news.models import Article, ArticleRevision, Pin
from boite.news.pins import TooManyPins
from boite.publishing.stages import Stage, Step
from boite.publishing.workflow import MovedOn
from tests.conftest import OpenAccount
from tests.hours import at_each_hour, put_clock_at
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, draft, proposed, published, written


@pytest.fixture
async def paul(new_person: OpenAccount) -> User:
    return await agent(new_person)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


async def kept(article: Article) -> Article:
    return await Article.get(id=article.id)


async def told(user: User) -> list[str]:
    """The kinds of entries of somebody's journal about what they did or asked for, in order."""
    rows = await Entry.filter(owner_id=user.id, kind__startswith="news.").order_by("id")
    return [row.kind for row in rows if row.actor_id == user.id or row.kind == "news.appeared"]


async def test_from_the_draft_to_the_page(paul: User, nadia: User) -> None:
    article = await written(paul)
    assert (article.slug, article.stage, article.signature) == (None, Stage.DRAFT, "Mission locale")
    await NEWS.propose(article, by=paul)
    article = await news_door.article(nadia, article.id, Step.ACCEPTED)
    await NEWS.accept(article, version=article.version, by=nadia)
    await NEWS.publish(article, version=article.version, by=nadia)
    online = await news_door.published("un-forum-de-l-emploi-a-orleans")
    assert online.id == article.id
    assert "<strong>CV</strong>" in online.body_html
    assert await told(paul) == ["news.written", "news.proposed"]
    assert await told(nadia) == ["news.accepted", "news.published"]
    steps = [row.step for row in await ArticleRevision.filter(article_id=article.id).order_by("id")]
    assert steps == [Step.WRITTEN, Step.PROPOSED, Step.ACCEPTED, Step.PUBLISHED]


async def test_sent_back_with_a_reason(paul: User, nadia: User) -> None:
    article = await proposed(paul)
    with pytest.raises(Invalid, match="changer"):
        await NEWS.send_back(article, "", by=nadia)
    await NEWS.send_back(article, "Ajoutez la date.", by=nadia)
    assert (await kept(article)).stage == Stage.DRAFT
    last = await ArticleRevision.filter(article_id=article.id).order_by("-id").first()
    assert last is not None
    assert (last.step, last.note, last.by_id) == (Step.SENT_BACK, "Ajoutez la date.", nadia.id)


async def test_a_draft_with_holes_is_not_proposed(paul: User) -> None:
    article = await written(paul, summary="", body=" ", topic="", ends_on=today() - timedelta(days=1))
    with pytest.raises(Invalid) as refused:
        await NEWS.propose(article, by=paul)
    assert set(refused.value.fields) == {"summary", "body", "topic", "ends_on"}
    assert (await kept(article)).stage == Stage.DRAFT


async def test_a_draft_is_its_author_s_alone(paul: User, nadia: User, new_person: OpenAccount) -> None:
    article = await written(paul)
    colleague = await agent(new_person)
    for other in (nadia, colleague, await new_person("Inès")):
        with pytest.raises(NotFound):
            await news_door.article(other, article.id)
    await NEWS.propose(article, by=paul)
    assert await news_door.steps(nadia, await kept(article)) == {Step.WRITTEN, Step.ACCEPTED, Step.SENT_BACK}
    with pytest.raises(NotFound):
        await news_door.article(colleague, article.id)


async def test_a_coordinator_of_elsewhere_sees_nothing(paul: User, new_person: OpenAccount) -> None:
    article = await proposed(paul)
    with pytest.raises(NotFound):
        await news_door.article(await coordinator(new_person, ELSEWHERE), article.id)
    region = await coordinator(new_person, REGION)
    assert Step.ACCEPTED in await news_door.steps(region, article)


async def test_an_author_never_decides(paul: User) -> None:
    article = await proposed(paul)
    for step in (Step.ACCEPTED, Step.PUBLISHED, Step.SCHEDULED, Step.PINNED, Step.CORRECTED, Step.WRITTEN):
        with pytest.raises(Forbidden):
            await news_door.article(paul, article.id, step)


async def test_news_of_the_region_are_the_region_s(paul: User, nadia: User, new_person: OpenAccount) -> None:
    hugo = await agent(new_person, REGION)
    article = await proposed(hugo, territory=None)
    with pytest.raises(NotFound):
        await news_door.article(nadia, article.id)
    region = await coordinator(new_person, REGION)
    await NEWS.accept(await news_door.article(region, article.id, Step.ACCEPTED), version=1, by=region)


async def test_who_lost_the_role_has_no_hand_left(paul: User) -> None:
    article = await written(paul)
    await User.filter(id=paul.id).update(role="person")
    with pytest.raises(NotFound):
        await news_door.article(await User.get(id=paul.id), article.id)


async def test_what_changed_since_it_was_read_is_not_decided(paul: User, nadia: User) -> None:
    article = await proposed(paul)
    read = await kept(article)
    await NEWS.take_back(article, by=paul)
    await NEWS.keep(article, draft(title="Autre"), version=1, by=paul)
    await NEWS.propose(article, by=paul)
    with pytest.raises(MovedOn):
        await NEWS.accept(read, version=1, by=nadia)
    assert (await kept(article)).stage == Stage.PROPOSED


async def test_two_editors_lose_nothing(nadia: User) -> None:
    article = await written(nadia)
    other = await kept(article)
    await NEWS.keep(article, draft(title="La mienne"), version=1, by=nadia)
    with pytest.raises(StaleVersion):
        await NEWS.keep(other, draft(title="La sienne"), version=1, by=nadia)
    late = await kept(article)
    await NEWS.keep(late, draft(title="La sienne"), version=late.version, by=nadia)
    values = str([row.changes for row in await ArticleRevision.filter(article_id=article.id)])
    assert "La sienne" in values
    assert (await kept(article)).version == 3


async def test_two_savings_at_once_have_one_winner(nadia: User) -> None:
    article = await written(nadia)
    copies = [await kept(article) for _ in range(4)]
    savings = [NEWS.keep(copy, draft(title=f"N° {n}"), version=1, by=nadia) for n, copy in enumerate(copies)]
    done = await asyncio.gather(*savings, return_exceptions=True)
    assert sum(result is None for result in done) == 1
    assert sum(isinstance(result, StaleVersion) for result in done) == 3
    assert (await kept(article)).version == 2


async def test_one_sitting_is_one_step(paul: User) -> None:
    article = await written(paul)
    for number in range(3):
        await NEWS.keep(article, draft(title=f"Essai {number}"), version=article.version, by=paul)
    [revision] = await ArticleRevision.filter(article_id=article.id)
    title = next(change for change in revision.changes if change["field"] == "title")
    assert (title["before"], title["after"], revision.version) == ("", "Essai 2", 4)
    assert await told(paul) == ["news.written"]
    advance(timedelta(hours=1))
    await NEWS.keep(article, draft(title="Demain"), version=article.version, by=paul)
    assert await told(paul) == ["news.written", "news.written"]


async def test_the_same_text_changes_nothing(paul: User) -> None:
    article = await written(paul)
    await NEWS.keep(article, draft(), version=1, by=paul)
    assert (await kept(article)).version == 1


async def test_a_coordinator_publishes_their_own_draft(nadia: User) -> None:
    article = await written(nadia)
    assert {Step.PUBLISHED, Step.SCHEDULED, Step.PROPOSED} <= await news_door.steps(nadia, article)
    await NEWS.publish(article, version=1, by=nadia)
    assert (await kept(article)).stage == Stage.PUBLISHED


async def test_a_correction_is_seen_and_kept(nadia: User) -> None:
    article = await published(nadia)
    await NEWS.correct(article, draft(body="Venez à 9 h."), version=1, note="L'heure était fausse.", by=nadia)
    found = await kept(article)
    assert found.corrected_at is not None
    revision = await ArticleRevision.get(article_id=article.id, step=Step.CORRECTED)
    assert revision.note == "L'heure était fausse."
    assert revision.changes == [{"field": "body", "before": draft().body, "after": "Venez à 9 h."}]


async def test_two_titles_have_two_addresses_and_none_of_ours(nadia: User) -> None:
    slugs = [(await published(nadia, title=title)).slug for title in ("Archives", "Été", "Été !", "招聘", "招聘")]
    assert slugs[1] == "ete"
    assert slugs[0] != "archives"
    assert str(slugs[0]).startswith("archives-")
    assert len(set(slugs)) == 5


async def test_an_address_lasts(nadia: User) -> None:
    article = await published(nadia)
    slug = article.slug
    await NEWS.correct(article, draft(title="Tout autre chose"), version=1, note="Le titre", by=nadia)
    await NEWS.withdraw(article, "Annulé.", by=nadia)
    await NEWS.restore(article, by=nadia)
    assert (await news_door.published(str(slug))).title == "Tout autre chose"


async def test_many_at_once_have_their_own_addresses(nadia: User) -> None:
    drafts = [await written(nadia) for _ in range(4)]
    await asyncio.gather(*(NEWS.publish(article, version=1, by=nadia) for article in drafts))
    assert len(set(await Article.all().values_list("slug", flat=True))) == 4


async def test_pinned_three_at_most(nadia: User) -> None:
    articles = [await published(nadia) for _ in range(4)]
    for article in articles[:3]:
        await pins.pin(article, by=nadia)
    await pins.pin(articles[0], by=nadia)
    with pytest.raises(TooManyPins):
        await pins.pin(articles[3], by=nadia)
    await pins.unpin(articles[0], by=nadia)
    await pins.pin(articles[3], by=nadia)
    await NEWS.withdraw(articles[1], "Reporté", by=nadia)
    assert await Pin.all().count() == 2
    assert (await told(nadia)).count("news.pinned") == 4


async def test_withdrawn_is_gone_and_comes_back(nadia: User) -> None:
    article = await published(nadia)
    await NEWS.withdraw(article, "Le forum est annulé.", by=nadia)
    with pytest.raises(news_door.OffLine):
        await news_door.published(str(article.slug))
    await NEWS.restore(article, by=nadia)
    assert (await news_door.published(str(article.slug))).id == article.id


async def test_set_aside_and_recovered(paul: User) -> None:
    article = await written(paul)
    await NEWS.set_aside(article, by=paul)
    assert await news_door.steps(paul, article) == {Step.RECOVERED}
    await NEWS.recover(article, by=paul)
    assert (await kept(article)).body == draft().body


async def test_the_past_is_not_scheduled(nadia: User) -> None:
    article = await written(nadia, ends_on=today() + timedelta(days=2))
    for at in (now() - timedelta(minutes=1), now() + timedelta(days=5)):
        with pytest.raises(Invalid):
            await scheduling.schedule(article, at, version=1, by=nadia)


@at_each_hour
async def test_scheduled_appears_at_its_hour_in_france(nadia: User, hour: datetime) -> None:
    """As the form gives it, with the offset of France: not one hour late, nor one minute early."""
    put_clock_at(hour - timedelta(hours=3))
    article = await written(nadia)
    await scheduling.schedule(article, hour, version=1, by=nadia)
    put_clock_at(hour - timedelta(minutes=1))
    assert await scheduling.publish_due() == 0
    put_clock_at(hour)
    assert await scheduling.publish_due() == 1


async def test_scheduled_appears_exactly_once(nadia: User, paul: User) -> None:
    articles = [await written(nadia, title=f"Parution {number}") for number in range(6)]
    for article in articles:
        await scheduling.schedule(article, now() + timedelta(hours=1), version=1, by=nadia)
    assert await scheduling.publish_due() == 0
    advance(timedelta(hours=2))
    done = await asyncio.gather(*(scheduling.publish_due() for _ in range(4)))
    assert sum(done) == 6
    assert await scheduling.publish_due() == 0
    assert await ArticleRevision.filter(step=Step.PUBLISHED, by_id=None).count() == 6
    assert (await told(nadia)).count("news.appeared") == 6


async def test_a_changed_hour_counts(nadia: User) -> None:
    article = await written(nadia)
    await scheduling.schedule(article, now() + timedelta(hours=1), version=1, by=nadia)
    await scheduling.schedule(article, now() + timedelta(hours=3), version=1, by=nadia)
    advance(timedelta(hours=2))
    assert await scheduling.publish_due() == 0
    await scheduling.unschedule(article, by=nadia)
    advance(timedelta(hours=2))
    assert await scheduling.publish_due() == 0
    assert (await kept(article)).stage == Stage.ACCEPTED


async def test_who_scheduled_may_have_left(nadia: User) -> None:
    article = await written(nadia)
    await scheduling.schedule(article, now() + timedelta(hours=1), version=1, by=nadia)
    await User.filter(id=nadia.id).delete()
    advance(timedelta(hours=2))
    assert await scheduling.publish_due() == 1
    assert (await kept(article)).author_id is None


def test_every_step_of_the_door_moves_and_tells() -> None:
    assert set(NEWS.says) == {step for steps in news_door.STEPS.values() for step in steps} | {Step.LEFT_OUT}


async def test_a_draft_without_author_is_the_coordination_s(paul: User, nadia: User) -> None:
    article = await written(paul)
    await User.filter(id=paul.id).delete()
    assert Step.WRITTEN in await news_door.steps(nadia, await kept(article))
    assert HERE in await directory_door.coordinated_codes(nadia)
