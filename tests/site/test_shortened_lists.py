"""A list that is not whole says so, or has another page: nothing that somebody made is out of reach."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest

from boite.agenda import desk_pages as agenda_desk
from boite.clock import advance
from boite.database.shortened import Shortened
from boite.news.desk import NEWS
from boite.newsletter import archive_pages
from boite.newsletter import desk as letter_desk
from boite.newsletter.models import Issue, IssueStage
from boite.publishing import waiting
from tests.agenda.events import make_event
from tests.conftest import OpenAccount, SignIn
from tests.news.desks import coordinator, draft, places, written
from tests.newsletter.readers import HERE, scheduled
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio


def test_a_list_knows_whether_others_follow() -> None:
    assert [Shortened(range(number), 3).cut for number in (0, 3, 4)] == [False, False, True]
    cut = Shortened("abcd", 3)
    assert (cut, cut.most) == (["a", "b", "c"], 3)
    assert cut.drawn([1]).cut


async def test_what_somebody_wrote_is_read_page_by_page(
    new_person: OpenAccount, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST", 2)
    await places()
    nadia = await coordinator(new_person)
    for number in range(3):
        await written(nadia, title=f"Texte {number}")
        advance(timedelta(minutes=1))
    desk = await sign_in(nadia)
    mine = desk.address("news:mine")
    first, second = (await desk.get(mine)).text, (await desk.get(f"{mine}?page=2")).text
    assert [f"Texte {number}" in first for number in range(3)] == [False, True, True]
    assert [f"Texte {number}" in second for number in range(3)] == [True, False, False]
    assert f'href="{mine}?page=2"' in first
    for page in ("0", "-1", "x", "99999999"):
        assert (await desk.get(f"{mine}?page={page}")).status_code in {200, 422}


async def test_a_history_says_where_it_stops(
    new_person: OpenAccount, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST", 2)
    await places()
    nadia = await coordinator(new_person)
    article = await written(nadia)
    desk = await sign_in(nadia)
    address = desk.address("news:desk", article=article.id)
    assert "Cette liste s'arrête" not in unescape((await desk.get(address)).text)
    for number in range(3):
        advance(timedelta(hours=1))
        await NEWS.keep(article, draft(title=f"Titre {number}"), version=article.version, by=nadia)
        await article.refresh_from_db()
    assert "Cette liste s'arrête à 2\u202flignes." in unescape((await desk.get(address)).text)


async def test_every_event_is_on_a_page_and_in_the_file(
    new_person: OpenAccount, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda_desk, "PAGE", 2)
    nadia = await coordinator(new_person)
    made = [await make_event(nadia, territory_id=HERE, title=f"Atelier {number}") for number in range(3)]
    desk = await sign_in(nadia)
    address = desk.address("agenda:desk")
    pages = [(await desk.get(f"{address}?page={number}")).text for number in (1, 2)]
    assert [sum(event.title in page for event in made) for page in pages] == [2, 1]
    file = (await desk.get(desk.address("agenda:desk_csv"))).text
    assert all(event.title in file for event in made)


async def test_every_letter_is_on_a_page(
    client: Visitor, new_person: OpenAccount, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letter_desk, "MOST", 2)
    monkeypatch.setattr(archive_pages, "MOST", 2)
    await places()
    for number in range(1, 4):
        issue = await scheduled(title=f"Lettre {number}")
        columns = {"number": number, "slug": f"{number}-lettre", "published_at": issue.scheduled_at}
        await Issue.filter(id=issue.id).update(stage=IssueStage.SENT, **columns)
    desk = await sign_in(await coordinator(new_person))
    for visitor, address in (
        (desk, desk.address("newsletter:desk")),
        (client, client.address("newsletter:territory", territory=HERE)),
    ):
        pages = [(await visitor.get(f"{address}?page={number}")).text for number in (1, 2)]
        assert [sum(f"Lettre {number}" in page for number in range(1, 4)) for page in pages] == [2, 1], address
