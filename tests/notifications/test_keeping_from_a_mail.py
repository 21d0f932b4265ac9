"""« Je garde ma boîte », in the mail that says it will close: one tap, by whoever holds the mail, and nothing more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boite.accounts import staying
from boite.accounts.models import AccountRole, ClosingWhy, User
from boite.boxes import closing, idle_closing
from boite.clock import months_later, today
from boite.journal.models import Entry
from boite.notifications import contact_points, keep_links
from boite.notifications.models import Channel, ContactEnd, ContactPoint, Notice
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.newsletter.post_office import PostOffice
from tests.notifications.mailing import INES, deliver, written_to
from tests.notifications.reaching import at as at_hour
from tests.notifications.reaching import contact
from tests.notifications.telling import on, titles
from tests.people import PASSPHRASE
from tests.visitors import Visitor

DAY = timedelta(days=1)
BUTTON = "Je garde ma boîte"


@pytest.fixture
async def ines(person: User) -> User:
    await User.filter(id=person.id).update(seen_on=today(), first_name="Inès")
    return await User.get(id=person.id)


def link(office: PostOffice, face: str = "plain") -> str:
    """Where the button of the last mail leads, without its site."""
    [body] = [part for part in office.mail(INES).walk() if part.get_content_subtype() == face]
    token = str(body.get_content()).partition("/messages/garder/")[2]
    return "/messages/garder/" + token.split()[0].split('"')[0]


async def warned(ines: User, posted: Settings) -> None:
    """Ninety days before it closes, she is told by mail."""
    await written_to(ines, posted)
    day = months_later(today(), 24) - 90 * DAY
    await on(day, posted, MemoryStore())
    at_hour(day + 3 * DAY, 10)
    assert await deliver(posted) == 1


async def test_one_tap_keeps_it_opens_nothing_and_serves_once(
    client: Visitor, posted: Settings, office: PostOffice, ines: User
) -> None:
    await warned(ines, posted)
    where = link(office)
    assert where == link(office, "html")
    assert BUTTON in (await client.get(where)).text
    page = await client.get(where)
    assert not [word for word in ("Inès", ines.handle, INES, str(ines.id), str(ines.seen_on)) if word in page.text]
    assert (await User.get(id=ines.id)).seen_on == ines.seen_on, "looked at, even by a machine: nothing"
    assert (await client.post(where[:-1] + ("0" if where[-1] != "0" else "1"))).status_code == 410
    assert (await client.post(where)).status_code == 200
    assert (await User.get(id=ines.id)).seen_on == today()
    assert await Entry.filter(owner_id=ines.id, kind="account.kept_from_mail", actor_id=None).count() == 1
    assert await titles(ines) == []
    assert (await client.get("/espace/")).status_code == 303, "nobody is signed in"
    assert [(await client.post(where)).status_code, (await client.get(where)).status_code] == [410, 410]
    assert await Entry.filter(owner_id=ines.id, kind="account.kept_from_mail").count() == 1
    await on(today() + 100 * DAY, posted, MemoryStore())
    assert await Notice.filter(recipient_id=ines.id).count() == 1, "two years begin again"


async def test_it_calls_off_what_absence_closes_and_not_what_its_person_closes(settings: Settings, ines: User) -> None:
    mailbox = await contact(settings, ines, Channel.MAIL)
    gone = today() - 800 * DAY
    await User.filter(id=ines.id).update(seen_on=gone)
    token = (await keep_links.keeping(settings, mailbox)).rpartition("/")[2]
    assert await idle_closing._close(ines.id, gone, settings)
    kept = await keep_links.kept_by(settings, token)
    assert kept is not None
    assert await staying.keep_unseen(kept)
    assert (await User.get(id=ines.id)).closing_at is None
    await User.filter(id=ines.id).update(seen_on=gone)
    await closing.ask_closing(await User.get(id=ines.id), PASSPHRASE, settings)
    assert await keep_links.kept_by(settings, token) is None
    assert await keep_links.keeping(settings, mailbox) == ""
    assert (await User.get(id=ines.id)).closing_why == ClosingWhy.ASKED


async def test_it_is_worth_nothing_where_it_is_no_more_hers(settings: Settings, ines: User) -> None:
    mailbox = await contact(settings, ines, Channel.MAIL)
    await User.filter(id=ines.id).update(seen_on=today() - 700 * DAY)
    token = (await keep_links.keeping(settings, mailbox)).rpartition("/")[2]
    assert await keep_links.kept_by(settings, token) is not None
    for senseless in ("", "-", "zz-1", "1" * 40 + "-a", f"{mailbox.id:x}", "١-a", f"{mailbox.id + 1:x}-{token[-32:]}"):
        assert await keep_links.kept_by(settings, senseless) is None, senseless
    await User.filter(id=ines.id).update(role=AccountRole.PROFESSIONAL)
    assert await keep_links.kept_by(settings, token) is None
    await User.filter(id=ines.id).update(role=AccountRole.PERSON)
    await contact_points.close(await ContactPoint.get(id=mailbox.id), ContactEnd.NOT_MINE)
    assert await keep_links.kept_by(settings, token) is None
