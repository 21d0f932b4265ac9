"""Each page of the writing desk is asked the same questions: whose is it, is it there, by which method and token."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import NamedTuple

import pytest

from boite.accounts.models import AccountRole, User
from boite.clock import now
from boite.news import scheduling
from boite.news.desk import NEWS
from boite.news.desk_pages import PAGES
from boite.news.models import Article
from boite.publishing.stages import Stage
from tests.conftest import OpenAccount, SignIn
from tests.each_of import each_asked
from tests.news.desks import ELSEWHERE, agent, coordinator, proposed, published, sent, written
from tests.visitors import Visitor

NOBODY = "00000000-0000-4000-8000-000000000000"
BEFORE = {
    "propose": Stage.DRAFT,
    "take_back": Stage.PROPOSED,
    "accept": Stage.PROPOSED,
    "send_back": Stage.PROPOSED,
    "schedule": Stage.ACCEPTED,
    "unschedule": Stage.SCHEDULED,
    "publish": Stage.ACCEPTED,
    "pin": Stage.PUBLISHED,
    "unpin": Stage.PUBLISHED,
    "withdraw": Stage.PUBLISHED,
    "restore": Stage.WITHDRAWN,
    "set_aside": Stage.DRAFT,
    "recover": Stage.ASIDE,
}
"""The stage where each gesture is possible."""
AUTHORS = {"propose", "take_back", "set_aside", "recover"}
"""The gestures of an author; the others are a coordinator's."""


class People(NamedTuple):
    """Who is around one piece of news."""

    author: User
    coordinator: User


@pytest.fixture
async def people(new_person: OpenAccount) -> People:
    return People(await agent(new_person), await coordinator(new_person))


async def at(stage: Stage, people: People) -> Article:
    """A piece of news of the author at this stage."""
    author, by = people
    if stage == Stage.DRAFT:
        return await written(author)
    if stage == Stage.ASIDE:
        article = await written(author)
        await NEWS.set_aside(article, by=author)
        return article
    article = await proposed(author)
    if stage != Stage.PROPOSED:
        await NEWS.accept(article, version=1, by=by)
    if stage == Stage.SCHEDULED:
        await scheduling.schedule(article, now() + timedelta(days=1), version=1, by=by)
    if stage in {Stage.PUBLISHED, Stage.WITHDRAWN}:
        await NEWS.publish(article, version=1, by=by)
    if stage == Stage.WITHDRAWN:
        await NEWS.withdraw(article, "Annulé.", by=by)
    return article


FIELDS = {"version": "1", "reason": "Parce que.", "publish_on": "2090-01-01", "publish_time": "08:00"}
names = pytest.mark.parametrize("name", PAGES.gestures)


@names
async def test_it_works_for_who_may(name: str, people: People, sign_in: SignIn) -> None:
    article = await at(BEFORE[name], people)
    visitor = await sign_in(people.author if name in AUTHORS else people.coordinator)
    answer = await visitor.submit(visitor.address(f"news:{name}", article=article.id), **FIELDS)
    assert answer.status_code == 303


@each_asked("name", PAGES.gestures)
async def test_the_other_hand_may_not(name: str, people: People, sign_in: SignIn) -> None:
    article = await at(BEFORE[name], people)
    visitor = await sign_in(people.coordinator if name in AUTHORS else people.author)
    answer = await visitor.submit(visitor.address(f"news:{name}", article=article.id), **FIELDS)
    private = BEFORE[name] in {Stage.DRAFT, Stage.ASIDE}
    assert answer.status_code == (404 if private else 403)


@each_asked("name", PAGES.gestures)
async def test_strangers_find_nothing(name: str, people: People, sign_in: SignIn, new_person: OpenAccount) -> None:
    article = await at(BEFORE[name], people)
    colleague, elsewhere = await agent(new_person), await coordinator(new_person, ELSEWHERE)
    others = [
        await new_person("Hugo", role) for role in (AccountRole.PERSON, AccountRole.OBSERVER, AccountRole.ADMINISTRATOR)
    ]
    for stranger in (colleague, elsewhere, *others):
        visitor = await sign_in(stranger)
        answer = await visitor.submit(visitor.address(f"news:{name}", article=article.id), **FIELDS)
        assert answer.status_code == 404, stranger.role
    assert (await Article.get(id=article.id)).stage == BEFORE[name]


@each_asked("name, identifier", product(PAGES.gestures, ["0", NOBODY, "é", "%00"]))
async def test_a_senseless_identifier_is_not_found(name: str, identifier: str, people: People, sign_in: SignIn) -> None:
    visitor = await sign_in(people.coordinator)
    answer = await visitor.submit(visitor.address(f"news:{name}", article=identifier), **FIELDS)
    assert answer.status_code == 404


@each_asked("name", PAGES.gestures)
async def test_a_wrong_method_and_a_missing_token(name: str, people: People, sign_in: SignIn, client: Visitor) -> None:
    article = await at(BEFORE[name], people)
    visitor = await sign_in(people.author if name in AUTHORS else people.coordinator)
    address = visitor.address(f"news:{name}", article=article.id)
    assert (await visitor.get(address)).status_code == 405
    assert (await visitor.post(address, data=FIELDS)).status_code == 403
    assert (await client.submit(address, **FIELDS)).status_code == 401
    assert (await Article.get(id=article.id)).stage == BEFORE[name]


@each_asked("name", PAGES.gestures)
async def test_out_of_its_stage_it_is_refused(name: str, people: People, sign_in: SignIn) -> None:
    wrong = Stage.WITHDRAWN if BEFORE[name] != Stage.WITHDRAWN else Stage.PUBLISHED
    article = await at(wrong, people)
    visitor = await sign_in(people.author if name in AUTHORS else people.coordinator)
    answer = await visitor.submit(visitor.address(f"news:{name}", article=article.id), **FIELDS)
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["desk", "edit"])
async def test_the_pages_of_one_piece_of_news(
    name: str, people: People, sign_in: SignIn, new_person: OpenAccount, client: Visitor
) -> None:
    article = await written(people.author)
    author = await sign_in(people.author)
    address = author.address(f"news:{name}", article=article.id)
    assert (await author.get(address)).status_code == 200
    assert (await client.get(address)).status_code == 303
    for stranger in (people.coordinator, await agent(new_person), await new_person("Inès")):
        visitor = await sign_in(stranger)
        assert (await visitor.get(address)).status_code == 404
        if name == "edit":
            assert (await visitor.submit(address, **sent())).status_code == 404
    for identifier in ("0", NOBODY):
        assert (await author.get(author.address(f"news:{name}", article=identifier))).status_code == 404
    assert (await author.put(address)).status_code == 405


async def test_what_is_on_line_is_not_its_author_s_to_change(people: People, sign_in: SignIn) -> None:
    article = await at(Stage.PUBLISHED, people)
    author = await sign_in(people.author)
    address = author.address("news:edit", article=article.id)
    assert (await author.get(address)).status_code == 403
    answer = await author.submit(address, **sent(title="Piraté", note="x"))
    assert answer.status_code == 409
    assert (await Article.get(id=article.id)).title != "Piraté"


async def test_a_territory_of_somebody_else_is_not_chosen(people: People, sign_in: SignIn) -> None:
    article = await published(people.coordinator)
    desk = await sign_in(people.coordinator)
    answer = await desk.submit(
        desk.address("news:edit", article=article.id), **sent(territory=ELSEWHERE, note="x", title="Ailleurs")
    )
    assert answer.status_code == 422
