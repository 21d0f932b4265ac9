"""The picture of what a letter alone says: chosen from this computer, in its form, and seen wherever it is read."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.files.models import Node, NodeKind
from boite.newsletter import composer, launch, rendering, schedule
from boite.newsletter.composer import Extra
from boite.newsletter.models import Issue, IssueItem, ItemKind
from boite.newsletter.schedule import Wish
from tests.conftest import OpenAccount, SignIn
from tests.groups.groups import draw
from tests.news.desks import coordinator
from tests.newsletter.letters import as_it_is, begun
from tests.page_forms import form_with
from tests.pictures import png
from tests.visitors import Visitor

PHOTO = ("Le stand.png", png(), "image/png")
WORDS = {"extra_title": "La nouvelle salle", "picture_alt": "Une salle claire"}


@pytest.fixture
async def nadia(new_person: OpenAccount) -> User:
    return await coordinator(new_person)


@pytest.fixture
async def issue(app: Starlette, nadia: User) -> Issue:
    return await begun(app, nadia)


@pytest.fixture
async def desk(nadia: User, sign_in: SignIn) -> Visitor:
    return await sign_in(nadia)


async def sent(desk: Visitor, issue: Issue, gesture: str = "add", **fields: str) -> dict[str, list[str]]:
    form = form_with((await desk.get(page(desk, issue))).text, "version")
    assert form is not None
    return form.sent(gesture=gesture, **fields)


def page(desk: Visitor, issue: Issue) -> str:
    return desk.address("newsletter:compose", issue=issue.id)


async def the_picture() -> Node:
    return await Node.get(kind=NodeKind.FILE)


async def public(client: Visitor, node: Node) -> bool:
    """Whether somebody who is nobody sees it."""
    address = client.app.url_path_for("medias:picture", node=str(node.id), width="640", name="le-stand.webp")
    answer = await client.get(str(address))
    return answer.status_code == 200


async def test_it_is_chosen_in_the_form_and_seen_by_all(
    app: Starlette, desk: Visitor, issue: Issue, nadia: User, client: Visitor
) -> None:
    answer = await desk.submit_files(page(desk, issue), await sent(desk, issue, **WORDS), picture_file=PHOTO)
    assert answer.status_code == 303, answer.text
    node, row = await the_picture(), await IssueItem.get(kind=ItemKind.FREE)
    assert (row.picture, row.picture_alt) == (node.id, "Une salle claire")
    assert (await Node.get(id=node.parent_id)).name == "Images"
    assert "avec une image" in (await desk.get(page(desk, issue))).text
    wish = Wish(at=None, anyway=True)
    await issue.refresh_from_db()
    await schedule.schedule(issue, wish, version=issue.version, settings=app.state.settings, by=nadia)
    assert await launch.begin_due(app.state.settings, app.state.store) == 0, "it would leave without its picture"
    await draw(app.state.settings, app.state.store)
    assert await launch.begin_due(app.state.settings, app.state.store) == 1
    await issue.refresh_from_db()
    mail = (await rendering.letter(issue, app.state.settings)).html
    [src, alt] = re.findall(r'<img src="([^"]+)" alt="([^"]+)"', mail)[0]
    assert alt == "Une salle claire"
    assert (await client.get(src)).headers["content-type"] == "image/jpeg"
    online = await client.get(client.address("newsletter:issue", territory=issue.territory_id, slug=issue.slug))
    assert 'alt="Une salle claire"' in online.text


async def test_nothing_that_was_chosen_or_typed_is_lost(desk: Visitor, issue: Issue) -> None:
    """Refused without its words, looked at again, taken out; and kept whatever button is pressed."""
    url = page(desk, issue)
    naked = await desk.submit_files(url, await sent(desk, issue, extra_title="La salle"), picture_file=PHOTO)
    assert naked.status_code == 422
    assert "Dites en quelques mots ce que montre l'image." in unescape(naked.text)
    form = form_with(naked.text, "version")
    assert form is not None
    assert form.sent()["picture"] == [str((await the_picture()).id)]
    dropped = await desk.submit(url, **form.sent(gesture="drop:picture"))
    again = form_with(dropped.text, "version")
    assert again is not None
    assert (dropped.status_code, again.sent()["picture"]) == (200, [""])
    assert again.sent()["extra_title"] == ["La salle"]
    kept = await desk.submit(url, **form.sent(gesture="save", picture_alt="Une salle claire"))
    assert kept.status_code == 303
    row = await IssueItem.get(kind=ItemKind.FREE)
    assert (row.title, row.picture_alt) == ("La salle", "Une salle claire")
    text = await desk.submit_files(url, await sent(desk, issue), picture_file=("notes.txt", b"abc", "text/plain"))
    assert (text.status_code, "n'est pas une image" in unescape(text.text)) == (422, True)


async def test_only_while_the_letter_shows_it(
    app: Starlette, desk: Visitor, issue: Issue, nadia: User, client: Visitor
) -> None:
    await desk.submit_files(page(desk, issue), await sent(desk, issue, **WORDS), picture_file=PHOTO)
    await draw(app.state.settings, app.state.store)
    node, row = await the_picture(), await IssueItem.get(kind=ItemKind.FREE)
    assert await public(client, node)
    for step, seen in ((schedule.set_aside, False), (schedule.recover, True)):
        await issue.refresh_from_db()
        await step(issue, by=nadia)
        assert await public(client, node) == seen
    await issue.refresh_from_db()
    choices = (await as_it_is(issue)).choices
    left = {row.id: composer.Choice(kept=False, section=row.section)}
    await composer.keep(issue, await as_it_is(issue, choices={**choices, **left}), version=issue.version, by=nadia)
    assert not await public(client, node)


async def test_what_cannot_be_drawn_holds_nothing_back(
    app: Starlette, desk: Visitor, issue: Issue, nadia: User
) -> None:
    torn = ("Le stand.png", png()[:60], "image/png")
    await desk.submit_files(page(desk, issue), await sent(desk, issue, **WORDS), picture_file=torn)
    await draw(app.state.settings, app.state.store)
    await issue.refresh_from_db()
    more = await as_it_is(issue, extra=Extra(title="Autre"))
    await composer.keep(issue, more, version=issue.version, by=nadia)
    assert "son image ne se montre pas" in (await desk.get(page(desk, issue))).text
