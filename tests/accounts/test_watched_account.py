"""What may be somebody else under one's name is told: a new device to the others, a new passphrase to all."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from boite import clock
from boite.accounts import sessions
from boite.accounts.models import Session, User
from boite.files.expiry import forget_sign_ins
from boite.journal.models import Entry
from boite.notifications import inbox
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import SignIn
from tests.people import PASSPHRASE

PHONE, LIBRARY = "Chrome sur Android", "Firefox sur Windows"
NEW = "hortensia caravane tournesol igloo violon"


async def enter(person: User, settings: Settings, device: str) -> Session:
    session, _ = await sessions.begin(await User.get(id=person.id), settings, device=device, shared=False)
    return session


async def told(person: User, here: Session | None = None) -> int:
    return len([line for line in (await inbox.page(person.id, here=here.id if here else None)).lines if line.new])


@pytest.fixture
async def phone(person: User, settings: Settings) -> Session:
    """The first device of somebody."""
    await Entry.filter(owner_id=person.id).delete()
    return await enter(person, settings, PHONE)


async def test_a_new_device_is_told_to_the_others_and_not_to_itself(
    person: User, phone: Session, settings: Settings
) -> None:
    assert await told(person, phone) == 0, "the first"
    library = await enter(person, settings, LIBRARY)
    assert (await told(person, phone), await told(person, library)) == (1, 0)
    assert (await inbox.unread(person.id, phone.id), await inbox.unread(person.id, library.id)) == (1, 0)
    [line] = (await inbox.page(person.id, here=phone.id)).lines
    assert (line.kind.code, line.route) == ("account.device", "accounts:passphrase")
    assert LIBRARY in line.title


async def test_each_device_once_a_year(person: User, phone: Session, settings: Settings) -> None:
    for _ in range(3):
        await enter(person, settings, LIBRARY)
    assert await told(person, phone) == 1
    clock.advance(timedelta(days=200))
    await enter(person, settings, LIBRARY)
    clock.advance(timedelta(days=200))
    await enter(person, settings, LIBRARY)
    assert await Entry.filter(kind="account.new_device").count() == 1
    await enter(person, settings, PHONE)
    assert await Entry.filter(kind="account.new_device").count() == 2, "it was not seen for a year"


async def test_back_after_all_traces_were_erased_any_device_is_new(
    person: User, phone: Session, settings: Settings
) -> None:
    clock.advance(timedelta(days=400))
    await Entry.all().delete()
    await enter(person, settings, PHONE)
    assert await Entry.filter(kind="account.new_device").count() == 1


async def test_where_traces_are_kept_for_less_the_sentence_says_no_more_than_is_known(
    person: User, phone: Session, settings: Settings, store: BlobStore
) -> None:
    """The phone was there four months ago: nobody may say that it is new."""
    short = replace(settings, journal_months=3)
    clock.advance(timedelta(days=60))
    await enter(person, short, LIBRARY)
    clock.advance(timedelta(days=60))
    await forget_sign_ins(short, store)
    back = await enter(person, short, PHONE)
    title = (await inbox.page(person.id)).lines[0].title
    assert title.startswith("Connexion depuis un appareil que nous ne connaissons pas, ou plus : Chrome sur Android.")
    assert "nouvel" not in title
    assert await Entry.filter(kind="account.new_device", subject_id=str(back.id)).count() == 1


async def test_where_all_traces_are_gone_by_then_a_device_is_unknown(
    person: User, phone: Session, settings: Settings, store: BlobStore
) -> None:
    short = replace(settings, journal_months=3)
    clock.advance(timedelta(days=120))
    await forget_sign_ins(short, store)
    await enter(person, short, LIBRARY)
    assert await Entry.filter(kind="account.new_device").count() == 1


async def test_a_device_still_signed_in_is_known_though_its_trace_is_gone(
    person: User, phone: Session, settings: Settings, store: BlobStore
) -> None:
    short = replace(settings, journal_months=1, session_days=90)
    await Session.filter(id=phone.id).update(expires_at=clock.now() + timedelta(days=90))
    clock.advance(timedelta(days=40))
    await forget_sign_ins(short, store)
    await enter(person, short, PHONE)
    assert not await Entry.filter(kind="account.new_device").exists()


async def test_a_new_passphrase_is_told_without_a_bell(person: User, sign_in: SignIn) -> None:
    browser = await sign_in(person)
    assert (await browser.submit("/compte/phrase-secrete", current=PASSPHRASE, new=NEW)).status_code == 303
    [line] = [line for line in (await inbox.page(person.id)).lines if line.kind.code == "account.secret"]
    assert not line.new, "who did it knows"
    assert (await browser.submit(f"/messages/lire/{line.mark}/silence")).status_code == 403
    page = (await browser.get("/messages/reglages")).text
    assert "account." not in page, "it cannot be silenced"
