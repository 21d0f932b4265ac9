"""The journal: one's own, in French, by day, a page at a time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from boite import clock
from boite.accounts.models import User
from boite.files import journal_kinds as kinds
from boite.journal.catalogue import catalogue
from boite.journal.models import Entry
from boite.journal.record import record
from tests.conftest import SignIn
from tests.visitors import Visitor

URL = "/journal/"


async def write(person: User, count: int) -> None:
    for number in range(count):
        await record(kinds.FolderCreated(name=f"Dossier {number:03}"), owner=person.id, by=person.id)


def names(page: str) -> list[str]:
    return re.findall(r"Dossier \d{3}", page)


async def test_tells_what_happened_in_french(visitor: Visitor) -> None:
    page = (await visitor.get(URL)).text
    assert "Votre boîte a été ouverte." in page
    assert "Connexion depuis Tests." in page


async def test_pages_of_fifty_never_skip_nor_repeat(visitor: Visitor, person: User) -> None:
    await write(person, 120)
    seen: list[str] = []
    url = URL
    while url:
        page = (await visitor.get(url)).text
        seen += names(page)
        found = re.search(r'href="([^"]*\?avant=\d+)"[^>]*rel="next"', page)
        url = found[1] if found else ""
    assert seen == [f"Dossier {number:03}" for number in reversed(range(120))]


async def test_is_grouped_by_day_newest_first(visitor: Visitor, person: User) -> None:
    await write(person, 1)
    clock.advance(timedelta(days=2))
    await write(person, 1)
    assert (await visitor.get(URL)).text.count("<h2>") == 2


async def test_details_that_an_old_entry_lacks_do_not_break_it(visitor: Visitor, person: User) -> None:
    await Entry.create(owner_id=person.id, kind="file.moved", details={"name": "<b>CV</b>"})
    page = (await visitor.get(URL)).text
    assert "Vous avez déplacé « &lt;b&gt;CV&lt;/b&gt; » dans « … »." in page.replace("\u00a0", " ")


async def test_is_nobody_else_s(sign_in: SignIn, person: User, stranger: User) -> None:
    await write(person, 1)
    assert not names((await (await sign_in(stranger)).get(URL)).text)


@pytest.mark.parametrize("mark", ["0", "-1", "nonsense", "9" * 30, "1.5"])
async def test_a_senseless_mark_is_refused(visitor: Visitor, mark: str) -> None:
    assert (await visitor.get(URL, params={"avant": mark})).status_code == 422


async def test_every_kind_has_a_sentence_and_a_known_icon(visitor: Visitor, person: User) -> None:
    for code in catalogue():
        await Entry.create(owner_id=person.id, kind=code, details={})
    page = (await visitor.get(URL)).text
    icons = (await visitor.get("/static/img/icons.svg")).text
    for name in set(re.findall(r"icons\.svg[^#\"]*#([a-z-]+)", page)):
        assert f'id="{name}"' in icons


async def test_cannot_be_written_to(visitor: Visitor) -> None:
    assert (await visitor.submit(URL)).status_code == 405
