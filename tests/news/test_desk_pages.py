"""The writing desk by its pages: write, look, propose, decide. Whatever happens, what was typed comes back."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from html import unescape

import pytest

from boite.accounts.models import User
from boite.clock import PARIS, now, today
from boite.news import scheduling
from boite.news.desk import NEWS
from boite.news.models import Article, ArticleRevision
from boite.publishing.stages import Stage, Step
from tests.conftest import OpenAccount, SignIn
from tests.counts import count
from tests.news.desks import ELSEWHERE, HERE, agent, coordinator, draft, proposed, published, sent, written
from tests.visitors import Visitor


@pytest.fixture
async def paul(new_person: OpenAccount) -> User:
    return await agent(new_person)


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def author(paul: User, sign_in: SignIn) -> Visitor:
    return await sign_in(paul)


@pytest.fixture
async def desk(nadia: User, sign_in: SignIn) -> Visitor:
    return await sign_in(nadia)


async def test_a_draft_is_written(author: Visitor, paul: User) -> None:
    tomorrow = today() + timedelta(days=1)
    page = await author.get(author.address("news:new"))
    assert 'name="title"' in page.text
    assert "Blois" in page.text.split("autres territoires")[1]
    fields = sent(publish_on=tomorrow.isoformat(), publish_time="09:30", publics=["jeunes"], places=[ELSEWHERE])
    answer = await author.submit(author.address("news:new"), **fields)
    article = await Article.get()
    assert answer.headers["location"] == author.address("news:desk", article=article.id)
    kept = await NEWS.draft_of(article)
    assert (kept.publics, kept.places, kept.territory) == (("jeunes",), (ELSEWHERE,), HERE)
    assert article.publish_at is not None
    assert f"{article.publish_at.astimezone(PARIS):%H:%M}" == "09:30"
    edit = await author.get(author.address("news:edit", article=article.id))
    assert 'value="09:30"' in edit.text


async def test_every_mistake_is_said_at_once_and_nothing_is_lost(author: Visitor) -> None:
    fields = sent(title="", summary="x" * 401, territory=ELSEWHERE, publish_on="2026-02-31", body="Mon texte à moi")
    answer = await author.submit(author.address("news:new"), **fields)
    assert answer.status_code == 422
    assert "Mon texte à moi" in answer.text
    page = unescape(answer.text).replace("\u00a0", " ")
    for words in ("Écrivez un titre.", "400 signes au plus", "dans la liste", "Écrivez une date"):
        assert words in page
    assert not await Article.exists()


async def test_an_end_before_the_beginning_is_refused(author: Visitor) -> None:
    fields = sent(publish_on=(today() + timedelta(days=9)).isoformat(), ends_on=today().isoformat())
    answer = await author.submit(author.address("news:new"), **fields)
    assert "avant la parution" in answer.text


async def test_a_blank_page_sent_twice_is_one_draft(author: Visitor) -> None:
    fields = sent()
    address = author.address("news:new")
    answers = await asyncio.gather(*(author.submit(address, **fields) for _ in range(4)))
    assert {answer.status_code for answer in answers} <= {303, 409}
    assert (await author.submit(address, **fields)).status_code == 303
    await author.submit(address, **fields | {"body": "La suite"})
    assert (await Article.get()).body == "La suite"
    assert (await author.submit(address, **sent(draft="x"))).status_code == 422


async def test_the_draft_of_somebody_else_is_not_begun_again(
    author: Visitor, new_person: OpenAccount, paul: User, sign_in: SignIn
) -> None:
    article = await written(paul)
    other = await sign_in(await agent(new_person))
    answer = await other.submit(other.address("news:new"), **sent(draft=str(article.id), body="Piraté"))
    assert answer.status_code == 409
    assert (await Article.get()).body == draft().body


async def test_a_preview_saves_nothing(author: Visitor) -> None:
    fields = sent(gesture="preview", body="# Bonjour\n\n<script>alert(1)</script>")
    page = await author.submit(author.address("news:new"), **fields)
    assert page.status_code == 200
    assert "<h3>Bonjour</h3>" in page.text
    assert page.text.index("Aperçu, pas encore enregistré") < page.text.index('name="title"')
    assert "# Bonjour" in page.text
    part = await author.post(
        author.address("news:new"), data={"csrf": author.csrf_token(), **fields}, headers={"hx-request": "true"}
    )
    assert "<h3>Bonjour</h3>" in part.text
    assert "<form" not in part.text
    assert "<script>alert" not in page.text + part.text
    assert not await Article.exists()


async def test_saved_by_itself(author: Visitor) -> None:
    headers = {"x-autosave": "oui"}
    fields = {"csrf": author.csrf_token(), **sent()}
    first = (await author.post(author.address("news:new"), data=fields, headers=headers)).json()
    article = await Article.get()
    assert first == {
        "version": 1,
        "address": author.address("news:edit", article=article.id),
        "words": "Enregistré",
    }
    again = await author.post(first["address"], data={**fields, "title": "Autre"}, headers=headers)
    assert again.json()["version"] == 2
    late = await author.post(first["address"], data={**fields, "title": "En retard"}, headers=headers)
    assert late.status_code == 409
    assert "pas encore enregistré" in late.json()["words"]
    assert (await author.post(first["address"], data={**fields, "title": ""}, headers=headers)).status_code == 422


async def test_two_editors_are_told_and_lose_nothing(author: Visitor, paul: User) -> None:
    article = await written(paul)
    address = author.address("news:edit", article=article.id)
    await author.submit(address, **sent(body="Le texte du premier"))
    answer = await author.submit(address, **sent(body="Le texte du second"))
    assert answer.status_code == 409
    for words in ("Le texte du premier", "Le texte du second", 'name="version" value="2"'):
        assert words in answer.text
    assert (await author.submit(address, **sent(body="Les deux", version="2"))).status_code == 303
    assert (await Article.get()).body == "Les deux"


async def test_a_draft_proposed_meanwhile_loses_nothing(author: Visitor, paul: User) -> None:
    article = await proposed(paul)
    address = author.address("news:edit", article=article.id)
    assert (await author.get(address)).status_code == 403
    answer = await author.submit(address, **sent(body="Tapé dans un autre onglet"))
    assert answer.status_code == 409
    assert "Tapé dans un autre onglet" in answer.text
    assert (await Article.get()).body == draft().body


async def test_from_the_proposal_to_the_page(author: Visitor, desk: Visitor, paul: User) -> None:
    article = await written(paul)
    page = await author.get(author.address("news:desk", article=article.id))
    assert "Proposer à la coordination" in page.text
    assert "Publier maintenant" not in page.text
    answer = await author.submit(author.address("news:propose", article=article.id))
    page = await author.get(answer.headers["location"])
    assert author.address("news:take_back", article=article.id) in page.text
    assert article.title in unescape((await desk.get(desk.address("news:queue"))).text)
    await desk.submit(desk.address("news:accept", article=article.id), version="1")
    tomorrow = (today() + timedelta(days=1)).isoformat()
    address = desk.address("news:schedule", article=article.id)
    assert (await desk.submit(address, version="1", publish_on="", publish_time="08:00")).status_code == 422
    assert (await desk.submit(address, version="1", publish_on=tomorrow, publish_time="99")).status_code == 422
    assert (await desk.submit(address, version="9", publish_on=tomorrow, publish_time="08:00")).status_code == 409
    assert (await desk.submit(address, version="1", publish_on=tomorrow, publish_time="08:00")).status_code == 303
    assert (await Article.get()).stage == Stage.SCHEDULED
    await desk.submit(desk.address("news:publish", article=article.id), version="1")
    online = await Article.get()
    assert (await author.get(author.address("news:article", slug=online.slug))).status_code == 200


async def test_sent_back_is_read_by_its_author(author: Visitor, desk: Visitor, paul: User) -> None:
    article = await proposed(paul)
    address = desk.address("news:send_back", article=article.id)
    assert (await desk.submit(address, reason="")).status_code == 422
    assert (await desk.submit(address, reason="Ajoutez l'adresse.")).headers["location"] == desk.address("news:queue")
    for name in ("news:mine", "news:desk"):
        parameters = {"article": article.id} if name == "news:desk" else {}
        assert "Ajoutez l'adresse." in unescape((await author.get(author.address(name, **parameters))).text)
    await NEWS.propose(await Article.get(), by=paul)
    assert "À reprendre" not in (await author.get(author.address("news:mine"))).text


async def test_holes_are_said_when_proposing(author: Visitor, paul: User) -> None:
    article = await written(paul, summary="")
    answer = await author.submit(author.address("news:propose", article=article.id))
    assert answer.status_code == 422
    assert "Écrivez un résumé" in unescape(answer.text).replace("\u00a0", " ")


async def test_a_correction_needs_a_note(desk: Visitor, nadia: User) -> None:
    article = await published(nadia)
    address = desk.address("news:edit", article=article.id)
    assert 'name="note"' in (await desk.get(address)).text
    assert (await desk.submit(address, **sent(summary="Le 13."))).status_code == 422
    assert (await desk.submit(address, **sent(summary="Le 13.", note="La date"))).status_code == 303
    assert await ArticleRevision.filter(step=Step.CORRECTED).count() == 1
    page = unescape((await desk.get(desk.address("news:desk", article=article.id))).text)
    assert "« La date »" in page.replace("\u00a0", " ")
    assert draft().summary in page


async def test_each_gesture_has_its_undo(desk: Visitor, nadia: User) -> None:
    article = await published(nadia)
    for name, back in (("pin", "unpin"), ("unpin", "pin"), ("withdraw", "restore")):
        answer = await desk.submit(desk.address(f"news:{name}", article=article.id), reason="Annulé.")
        page = await desk.get(answer.headers["location"])
        assert f'action="{desk.address(f"news:{back}", article=article.id)}"' in page.text, name
    assert (await desk.submit(desk.address("news:restore", article=article.id))).status_code == 303
    other = await written(nadia)
    answer = await desk.submit(desk.address("news:set_aside", article=other.id))
    assert desk.address("news:recover", article=other.id) in (await desk.get(answer.headers["location"])).text


async def test_a_fourth_pin_is_refused_with_words(desk: Visitor, nadia: User) -> None:
    articles = [await published(nadia) for _ in range(4)]
    answers = [await desk.submit(desk.address("news:pin", article=article.id)) for article in articles]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 409]
    assert "Détachez-en une" in answers[-1].text


async def test_who_writes_nothing_has_no_desk(visitor: Visitor, new_person: OpenAccount, sign_in: SignIn) -> None:
    for name in ("news:mine", "news:new", "news:queue"):
        assert (await visitor.get(visitor.address(name))).status_code == 403
    assert (await visitor.submit(visitor.address("news:new"), **sent())).status_code == 403
    alone = await sign_in(await agent(new_person))
    assert (await alone.get(alone.address("news:queue"))).status_code == 403


async def test_an_agent_of_nothing_is_told_what_to_do(new_person: OpenAccount, sign_in: SignIn) -> None:
    from boite.accounts.models import AccountRole

    visitor = await sign_in(await new_person("Paul", AccountRole.PROFESSIONAL))
    assert "Demandez à votre coordination" in (await visitor.get(visitor.address("news:mine"))).text
    assert (await visitor.submit(visitor.address("news:new"), **sent())).status_code == 422


async def test_readings_are_shown_to_the_team(desk: Visitor, nadia: User) -> None:
    from boite.news.read_counts import READS

    article = await published(nadia)
    for _ in range(3):
        await count(READS, article.id)
    assert "3\u202flectures" in (await desk.get(desk.address("news:mine"))).text


async def test_what_waits_is_in_its_place(desk: Visitor, nadia: User, paul: User) -> None:
    await proposed(paul, title="Attend")
    other = await written(nadia, title="Plus tard")
    await scheduling.schedule(other, now() + timedelta(days=1), version=1, by=nadia)
    await published(nadia, title="Déjà là")
    await proposed(paul, title="De Blois", territory=ELSEWHERE)
    page = (await desk.get(desk.address("news:queue"))).text
    order = [page.index(title) for title in ("Attend", "Plus tard", "Déjà là")]
    assert order == sorted(order)
    assert "De Blois" not in page
