"""The new kind through its pages: written, sent, decided, read, found, corrected, with its history. All over HTTP."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.publishing.stages import Stage
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.groups import groups
from tests.news.desks import HERE, NAMES
from tests.pictures import png
from tests.publishing.story import Story
from tests.visitors import Visitor


@pytest.fixture
async def author(paul: User, sign_in: SignIn) -> Visitor:
    return await sign_in(paul)


@pytest.fixture
async def desk(nadia: User, sign_in: SignIn) -> Visitor:
    return await sign_in(nadia)


async def read(visitor: Visitor, name: str, *, query: str = "", **values: object) -> str:
    """A page as somebody reads it. It has to be there."""
    page = await visitor.get(visitor.address(f"story:{name}", **values) + query)
    assert page.status_code == 200, (name, page.status_code)
    return unescape(page.text).replace("\u00a0", " ").replace("\u202f", " ")


async def do(visitor: Visitor, gesture: str, it: Story, **fields: str) -> int:
    answer = await visitor.submit(visitor.address(f"story:{gesture}", story=it.id), version=str(it.version), **fields)
    await it.refresh_from_db()
    return answer.status_code


def titles(page: str) -> list[str]:
    return re.findall(r'class="teaser-title"><a[^>]*>([^<]*)<', page)


async def begun(author: Visitor, **fields: str) -> Story:
    """A draft that its author wrote in the editor."""
    words = {"title": "Je suis devenue boulangère", "summary": "À quarante ans, Ana change.", "topic": "emploi"}
    answer = await author.edit(author.address("story:new"), **words, body="J'ai fait un **stage**.", **fields)
    assert answer.status_code == 303, answer.text
    return await Story.get()


async def test_from_a_blank_page_to_its_readers(
    app: Starlette, author: Visitor, desk: Visitor, client: Visitor, store: BlobStore
) -> None:
    picture = await groups.put(await groups.group(HERE), store, "Le fournil.png", png())
    assert "Aucun témoignage" in await read(author, "mine")
    blank = await read(author, "new")
    assert "<h1>Écrire un témoignage</h1>" in blank
    assert "Le fournil" in blank

    it = await begun(author)
    await author.edit(author.address("story:edit", story=it.id), picture=str(picture.id), picture_alt="Une pâte levée.")
    assert it.title in await read(author, "mine")
    assert await do(author, "propose", it) == 303
    assert it.stage == Stage.PROPOSED
    assert it.title in await read(desk, "queue")

    assert await do(desk, "send_back", it) == 422
    assert await do(desk, "send_back", it, reason="Ajoutez la durée.") == 303
    assert "Ajoutez la durée." in await read(author, "mine")
    await author.edit(author.address("story:edit", story=it.id), body="Un **stage** de deux ans.")
    assert await do(author, "propose", it) == 303
    assert await do(author, "publish", it) == 403
    assert await do(desk, "publish", it) == 303

    await groups.draw(app.state.settings, store)
    front = await read(client, "front")
    assert titles(front) == [it.title]
    assert "<h1>Témoignages</h1>" in front
    assert re.search(r'class="teaser-picture" src="(/medias/[^"]*)"', front)
    page = await read(client, "story", slug="je-suis-devenue-boulangere")
    assert "<strong>stage</strong> de deux ans." in page
    for said in ('alt="Une pâte levée."', "Mission locale", NAMES[HERE], '"@type":"Article"'):
        assert said in page
    assert "Gérer ce témoignage" not in page
    assert "Gérer ce témoignage" in await read(desk, "story", slug=it.slug)


async def test_found_corrected_withdrawn(author: Visitor, desk: Visitor, client: Visitor) -> None:
    it = await begun(author)
    await do(author, "propose", it)
    await do(desk, "publish", it)
    assert titles(await read(client, "front", query="?mots=boulangere")) == [it.title]
    nearest = await read(client, "front", query="?mots=stage+plombier")
    assert "Aucun témoignage n'a tous ces mots." in nearest
    assert titles(nearest) == [it.title]
    assert "Pas de témoignage pour ce choix" in await read(client, "front", query="?theme=droits")
    assert titles(await read(client, "front", query="?theme=emploi&territoire=" + HERE)) == [it.title]

    address = desk.address("story:edit", story=it.id)
    answer = await desk.edit(address, body="Un stage de trois ans.")
    assert "Dites en quelques mots ce que vous corrigez." in unescape(answer.text)
    await desk.edit(address, body="Un stage de trois ans.", note="La durée.")
    await it.refresh_from_db()
    page = await read(client, "story", slug=it.slug)
    assert "trois ans" in page
    assert "Corrigé le" in page
    assert "La durée." in page
    history = (await read(desk, "desk", story=it.id)).split('id="histoire"')[1]
    steps = re.findall(r"<strong>([^<]*)</strong>", history)
    assert steps == ["Corrigé", "Mis en ligne", "Proposé à la coordination", "Texte enregistré"]
    assert "J'ai fait un **stage**." in history
    assert "Un stage de trois ans." in history

    assert await do(desk, "withdraw", it, reason="Ana le demande.") == 303
    assert (await client.get(client.address("story:story", slug=it.slug))).status_code == 410
    assert titles(await read(client, "front")) == []
    assert await do(desk, "restore", it) == 303
    assert titles(await read(client, "front")) == [it.title]


async def test_two_writers_and_a_look_before_saving(author: Visitor) -> None:
    it = await begun(author)
    address = author.address("story:edit", story=it.id)
    seen = await author.submit(address, gesture="preview", title="Ana", body="Un *pain*.", version="1")
    assert "<em>pain</em>" in seen.text
    await author.edit(address, body="Le texte d'une autre fenêtre.")
    both = await author.submit(address, title=it.title, body="Le mien.", territory=HERE, version="1")
    assert both.status_code == 409
    for words in ("Le texte d'une autre fenêtre.", "Le mien."):
        assert words in unescape(both.text)


async def test_nobody_else_enters(author: Visitor, client: Visitor, visitor: Visitor) -> None:
    it = await begun(author)
    for name, values in (
        ("mine", {}),
        ("queue", {}),
        ("new", {}),
        ("desk", {"story": it.id}),
        ("edit", {"story": it.id}),
    ):
        address = author.address(f"story:{name}", **values)
        assert (await client.get(address)).status_code == 303
        assert (await visitor.get(address)).status_code in {403, 404}
    assert (await client.get(client.address("story:story", slug="je-suis-devenue-boulangere"))).status_code == 404
