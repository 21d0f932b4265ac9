"""Whatever people do, in whatever order: nothing appears without a coordinator's decision, and no text is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette

from boite.access import news as door
from boite.accounts.models import User
from boite.clock import advance, now
from boite.errors import Refusal
from boite.news import pins, scheduling
from boite.news.desk import NEWS
from boite.news.models import Article, ArticleRevision
from boite.publishing.stages import Stage, Step
from tests.conftest import OpenAccount
from tests.news.desks import ELSEWHERE, agent, coordinator, draft, written

Verb = Callable[[Article, User, str], Awaitable[object]]
VERBS: dict[Step, Verb] = {
    Step.PROPOSED: lambda article, by, words: NEWS.propose(article, by=by),
    Step.TAKEN_BACK: lambda article, by, words: NEWS.take_back(article, by=by),
    Step.ACCEPTED: lambda article, by, words: NEWS.accept(article, version=article.version, by=by),
    Step.SENT_BACK: lambda article, by, words: NEWS.send_back(article, words, by=by),
    Step.SCHEDULED: lambda article, by, words: scheduling.schedule(
        article, now() + timedelta(minutes=5), version=article.version, by=by
    ),
    Step.UNSCHEDULED: lambda article, by, words: scheduling.unschedule(article, by=by),
    Step.PUBLISHED: lambda article, by, words: NEWS.publish(article, version=article.version, by=by),
    Step.PINNED: lambda article, by, words: pins.pin(article, by=by),
    Step.UNPINNED: lambda article, by, words: pins.unpin(article, by=by),
    Step.WITHDRAWN: lambda article, by, words: NEWS.withdraw(article, words, by=by),
    Step.RESTORED: lambda article, by, words: NEWS.restore(article, by=by),
    Step.SET_ASIDE: lambda article, by, words: NEWS.set_aside(article, by=by),
    Step.RECOVERED: lambda article, by, words: NEWS.recover(article, by=by),
    Step.WRITTEN: lambda article, by, words: NEWS.keep(article, draft(body=words), version=article.version, by=by),
    Step.CORRECTED: lambda article, by, words: NEWS.correct(
        article, draft(body=words), version=article.version, note=words, by=by
    ),
}
WHO = ("author", "coordinator", "colleague", "elsewhere", "person")
moves = st.lists(st.tuples(st.sampled_from(WHO), st.sampled_from([*VERBS, None])), min_size=3, max_size=25)


@pytest.fixture
async def cast(new_person: OpenAccount) -> dict[str, User]:
    return {
        "author": await agent(new_person),
        "coordinator": await coordinator(new_person),
        "colleague": await agent(new_person),
        "elsewhere": await coordinator(new_person, ELSEWHERE),
        "person": await new_person("Inès"),
    }


async def asked(article_id: UUID, who: User, step: Step, words: str) -> bool:
    """Pass by the door, then do it. Returns whether it was done."""
    try:
        article = await door.article(who, article_id, step)
        await VERBS[step](article, who, words)
    except Refusal:
        return False
    return True


async def assert_decided(article_id: UUID, coordinators: set[UUID], author: UUID) -> None:
    """Each appearance follows a coordinator's decision on the very text that appeared."""
    decided = 0
    for row in await ArticleRevision.filter(article_id=article_id).order_by("id"):
        if row.step in {Step.ACCEPTED, Step.SCHEDULED}:
            assert row.by_id in coordinators
            decided = row.version
        elif row.step == Step.WRITTEN and row.by_id in coordinators and decided:
            decided = row.version
        elif row.step == Step.PUBLISHED:
            assert row.by_id in coordinators or row.by_id is None
            assert row.version == decided
        elif row.step in {Step.SENT_BACK, Step.TAKEN_BACK}:
            decided = 0
        elif row.step in {Step.PINNED, Step.UNPINNED, Step.CORRECTED, Step.WITHDRAWN, Step.RESTORED}:
            assert row.by_id in coordinators
        elif row.step in {Step.PROPOSED, Step.SET_ASIDE, Step.RECOVERED}:
            assert row.by_id == author


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves)
async def test_nothing_appears_undecided_and_no_text_is_lost(
    app: Starlette, cast: dict[str, User], story: list[tuple[str, Step | None]]
) -> None:
    article_id = (await written(cast["author"])).id
    texts = {draft().body}
    for number, (who, step) in enumerate(story):
        words = f"Texte {number}"
        # An hour passes, so that each writing is a sitting of its own.
        advance(timedelta(hours=1))
        if step is None:
            await scheduling.publish_due()
        elif await asked(article_id, cast[who], step, words) and step in {Step.WRITTEN, Step.CORRECTED}:
            texts.add(words)
    article = await Article.get(id=article_id)
    revisions = await ArticleRevision.filter(article_id=article_id)
    kept = {change["after"] for row in revisions for change in row.changes if change["field"] == "body"}
    assert texts == kept
    assert article.body in texts
    assert (article.slug is not None) == (article.published_at is not None)
    assert (article.stage in {Stage.PUBLISHED, Stage.WITHDRAWN}) == (article.published_at is not None)
    await assert_decided(article_id, {cast["coordinator"].id}, cast["author"].id)
    # The next example starts from nothing, as the door counts what is pinned.
    await Article.all().delete()


async def test_two_people_at_once_leave_one_story(cast: dict[str, User]) -> None:
    """The author takes back while the coordinator accepts, again and again: one of them wins, never both."""
    for _ in range(6):
        article = await written(cast["author"])
        await NEWS.propose(article, by=cast["author"])
        done = await asyncio.gather(
            asked(article.id, cast["author"], Step.TAKEN_BACK, ""),
            asked(article.id, cast["coordinator"], Step.ACCEPTED, ""),
        )
        steps = [row.step for row in await ArticleRevision.filter(article_id=article.id).order_by("id")][2:]
        stage = (await Article.get(id=article.id)).stage
        assert sum(done) >= 1
        assert (steps, stage) in [
            ([Step.TAKEN_BACK], Stage.DRAFT),
            ([Step.ACCEPTED], Stage.ACCEPTED),
            # Accepted, then taken back: the acceptance no longer counts.
            ([Step.ACCEPTED, Step.TAKEN_BACK], Stage.DRAFT),
        ]
