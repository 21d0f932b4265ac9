"""« Mes messages »: read by their person alone, new until read, and no more of a kind when one says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite.accounts.models import Session, User
from boite.agenda import journal_kinds as kinds
from boite.clock import now, today
from boite.database.connection import on_sqlite
from boite.journal.models import Entry
from boite.journal.record import tell
from boite.notifications import inbox
from boite.notifications.kinds import KINDS
from boite.notifications.models import Channel, Notice, Preference
from boite.settings import Settings
from boite.web.badge_place import PLACE
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.files.test_query_counts import counted
from tests.notifications.telling import on, paper, titles, used
from tests.visitors import Visitor

ATELIER = "L'organisateur a retiré votre place à « Atelier »."


@pytest.fixture
async def told(person: User, settings: Settings, store: BlobStore) -> User:
    """Somebody with one message of each source."""
    await tell(kinds.TakenOff(title="Atelier", slug="atelier"), to=[person.id], by=None)
    await paper(person, store, today() + timedelta(days=95))
    await on(today() + timedelta(days=5), settings, store)
    return person


@pytest.fixture
async def browser(told: User, sign_in: SignIn) -> Visitor:
    return await sign_in(told)


def plain(page: str) -> str:
    return page.replace("\u00a0", " ").replace("\u202f", " ").replace("&#39;", "'")


async def test_the_list_says_both_and_the_number_is_on_every_page(browser: Visitor) -> None:
    page = plain((await browser.get("/messages/")).text)
    assert "2 nouveaux" in page
    assert ATELIER in page
    assert "Un papier arrive à sa fin" in page
    for path in ("/messages/", "/", "/espace/", "/compte/", "/journal/"):
        text = (await browser.get(path)).text
        assert PLACE not in text, path
        assert '<span class="count">2<' in text, path


async def test_opening_one_reads_it_and_leads_there(browser: Visitor, told: User) -> None:
    lines = (await inbox.page(told.id)).lines
    assert [line.new for line in lines] == [True, True]
    answer = await browser.get(f"/messages/lire/{lines[0].mark}")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/espace/papiers/")
    answer = await browser.get(f"/messages/lire/{lines[1].mark}")
    assert answer.headers["location"] == "/agenda/rendez-vous/atelier"
    assert await inbox.unread(told.id) == 0
    page = plain((await browser.get("/messages/")).text)
    assert "Plus ancien" in page
    assert "Rien de nouveau" in page
    assert await Entry.filter(owner_id=told.id, unseen_since__not_isnull=True).count() == 0


async def test_those_shown_are_read_at_once(browser: Visitor, told: User) -> None:
    marks = [str(line.mark) for line in (await inbox.page(told.id)).lines]
    answer = await browser.submit("/messages/vus", ligne=[*marks, "nonsense", "e" + "9" * 30, "x1"])
    assert answer.status_code == 303
    assert await inbox.unread(told.id) == 0
    assert await Notice.filter(read_at=None).count() == 0


async def test_no_more_of_a_kind_in_one_tap_and_back(browser: Visitor, told: User) -> None:
    line = (await inbox.page(told.id)).lines[0]
    await browser.submit(f"/messages/lire/{line.mark}/silence")
    assert await titles(told) == [ATELIER]
    assert await inbox.unread(told.id) == 1
    page = plain((await browser.get("/messages/")).text)
    assert "Vous ne verrez plus" in page
    await browser.submit("/messages/sujets/paper.validity/reprise")
    assert len(await titles(told)) == 2
    assert (await browser.submit("/messages/sujets/nothing/reprise")).status_code == 404


async def test_what_one_wants_no_more_leaves_the_home_page_too(browser: Visitor, told: User) -> None:
    line = (await inbox.page(told.id)).lines[1]
    assert ATELIER in plain((await browser.get("/")).text)
    await browser.submit(f"/messages/lire/{line.mark}/silence")
    assert ATELIER not in plain((await browser.get("/")).text)
    assert ATELIER in plain((await browser.get("/journal/")).text), "the journal keeps it"


async def test_settings_say_what_is_wanted(browser: Visitor, told: User) -> None:
    page = plain((await browser.get("/messages/reglages")).text)
    unasked = [kind for kind in KINDS if Channel.SERVICE in kind.silent and not kind.at_work]
    assert page.count("checked") == page.count('name="sujet"') - len(unasked) > 3
    assert "Une lettre ne part pas" not in page, "that is for people at work"
    await browser.submit("/messages/reglages", sujet=["event.near"], canal="service")
    assert await Preference.filter(user_id=told.id, wanted=True).count() == 1
    assert await titles(told) == []
    assert await inbox.unread(told.id) == 0


async def test_messages_are_their_person_s(browser: Visitor, told: User, stranger: User, sign_in: SignIn) -> None:
    other = await sign_in(stranger)
    for line in (await inbox.page(told.id)).lines:
        assert (await other.get(f"/messages/lire/{line.mark}")).status_code == 404
        assert (await other.submit(f"/messages/lire/{line.mark}/silence")).status_code == 404
        await other.submit("/messages/vus", ligne=[str(line.mark)])
    assert await inbox.unread(told.id) == 2
    assert (await other.get("/messages/lire/nonsense")).status_code == 404
    assert "Pas de message" in (await other.get("/messages/")).text


async def test_a_line_of_the_journal_that_is_no_message_is_not_one(browser: Visitor, told: User) -> None:
    await browser.submit("/compte/profil", first_name="Zoé")
    line = await Entry.filter(owner_id=told.id, told_at=None).first()
    assert line is not None
    assert (await browser.get(f"/messages/lire/e{line.id}")).status_code == 404
    assert (await browser.submit(f"/messages/lire/e{line.id}/silence")).status_code == 404


async def test_ten_thousand_messages_are_told_by_pages(person: User, sign_in: SignIn) -> None:
    await Notice.bulk_create([Notice(recipient_id=person.id, kind="x", subject=person.id, step="1")])
    await tell(kinds.TakenOff(title="Atelier", slug="a"), to=[person.id], by=None)
    [entry] = await Entry.filter(owner_id=person.id, told_at__not_isnull=True)
    rows = [
        Entry(
            owner_id=person.id,
            kind=entry.kind,
            details=entry.details,
            at=entry.at,
            told_at=entry.at,
            unseen_since=entry.at,
            subject_kind="event",
            subject_id=str(number),
        )
        for number in range(9_999)
    ]
    await Entry.bulk_create(rows, batch_size=500)
    assert await inbox.unread(person.id) == inbox.MOST + 1
    browser = await sign_in(person)
    page = (await browser.get("/messages/")).text
    assert '<span class="count">99+<' in page
    last = await inbox.page(person.id, 10_000 // inbox.PAGE)
    assert (len(last.lines), last.more) == (inbox.PAGE, False)
    assert len({line.mark for line in (await inbox.page(person.id, 2)).lines}) == inbox.PAGE


async def test_the_number_costs_one_question_at_most_and_none_for_nobody(browser: Visitor, client: Visitor) -> None:
    again = int(not on_sqlite())  # there, nothing is asked until something is written
    for path in ("/", "/actualites/"):
        for who, most in ((browser, 1), (browser, again), (client, 0), (client, 0)):
            with counted() as asked:
                assert (await who.get(path)).status_code == 200
            assert sum("AS unread" in each for each in asked) <= most, path


async def test_parts_are_not_asked_again_nor_prolong_anything(browser: Visitor, told: User) -> None:
    await Session.filter(user_id=told.id).update(seen_at=now() - timedelta(minutes=9))
    [before] = await Session.filter(user_id=told.id)
    for path in ("/messages/pastille", "/messages/liste?page=1"):
        answer = await browser.get(path)
        assert answer.status_code == 200
        assert "<html" not in answer.text
        assert answer.headers["cache-control"] == "no-store"
        again = await browser.get(path, headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
    await inbox.read(told.id, [line.mark for line in (await inbox.page(told.id)).lines])
    changed = await browser.get("/messages/liste?page=1", headers={"if-none-match": answer.headers["etag"]})
    assert "Rien de nouveau" in changed.text
    assert (await browser.get("/messages/en-direct")).headers["location"] == "/messages/"
    [after] = await Session.filter(user_id=told.id)
    assert (after.seen_at, after.expires_at) == (before.seen_at, before.expires_at)


async def test_a_visitor_sees_no_bell(client: Visitor) -> None:
    page = (await client.get("/")).text
    assert PLACE not in page
    assert "Mes messages" not in page
    assert "live.js" not in page
    assert (await client.get("/messages/")).status_code == 303
    assert (await client.get("/messages/pastille")).status_code == 303
    assert (await client.get("/messages/en-direct", headers={"accept": "text/event-stream"})).status_code == 401


async def test_a_full_box_is_first_to_do(person: User, settings: Settings, store: BlobStore, sign_in: SignIn) -> None:
    await used(person.id, 96)
    await on(today() + timedelta(days=1), settings, store)
    page = plain((await (await sign_in(person)).get("/")).text)
    assert "Votre boîte est presque pleine" in page
