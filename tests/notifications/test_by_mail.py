"""A message by mail says what is true as it leaves, to who may know it, once; and can be stopped from the mail."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from starlette.applications import Starlette

from boite import clock
from boite.accounts.models import User
from boite.clock import now, today
from boite.database.connection import transaction
from boite.journal.record import tell
from boite.mail import kept_mails, suppression
from boite.mail.models import Fate, OutgoingMail
from boite.newsletter import journal_kinds as letters
from boite.notifications import dispatch, mail_posting, preferences
from boite.notifications.kinds import BY_CODE
from boite.notifications.models import Carried, Channel, ContactEnd, ContactPoint, MessageDelivery, MessageFate, Rhythm
from boite.settings import Settings
from storage.memory import MemoryStore
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.newsletter.post_office import PostOffice, words
from tests.notifications.mailing import INES, TUESDAY, at, damaged, deliver, taken_off, wait, written_to
from tests.notifications.telling import on, paper
from tests.visitors import Visitor

TITLE = "Atelier CV"
OUTSIDE = "Du nouveau pour un événement."
DONE = "Ne plus recevoir ces messages</h1>"
SIX_HOURS = timedelta(hours=6)


@pytest.fixture
async def ines(person: User, posted: Settings) -> User:
    """Somebody who is told by mail, on a Tuesday morning."""
    at(TUESDAY)
    await written_to(person, posted)
    return person


def link(mail: EmailMessage, label: str) -> str:
    """The path of the address that follows these words."""
    found = re.search(re.escape(label) + r"[  ]:\s+https?://[^/]+(\S+)", words(mail))
    assert found, words(mail)
    return found[1]


async def fates() -> list[MessageFate]:
    return [each.fate for each in await MessageDelivery.all().order_by("id")]


async def test_one_message_in_one_mail_whose_subject_says_nothing(
    posted: Settings, office: PostOffice, ines: User
) -> None:
    await taken_off(ines)
    row = await _posted_row(posted)
    assert (row.address, row.subject, row.text, row.html) == ("", "", "", ""), "words are drawn as it leaves"
    assert await deliver(posted) == 1
    mail = office.mail(INES)
    assert mail["Subject"] == OUTSIDE
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["List-Id"].startswith("<event-news.avis.")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Message-ID"].startswith("<avis.")
    assert re.fullmatch(r".*\+m\d+-[a-z2-7]{16}@.*", office.taken[-1][0]), "what comes back says which"
    for face in (words(mail), words(mail, "html")):
        assert TITLE in face
        assert len(face.encode()) < 30_000
    html = words(mail, "html")
    assert "color-scheme" in html
    assert "<img" not in html
    assert await fates() == [MessageFate.HANDED]
    assert await deliver(posted) == 0


async def _posted_row(settings: Settings) -> OutgoingMail:
    await dispatch.dispatch(settings, MemoryStore())
    await mail_posting.post_others(settings, MemoryStore())
    return await OutgoingMail.get(fate=Fate.DUE)


async def test_nothing_goes_to_an_address_that_nobody_confirmed(
    posted: Settings, office: PostOffice, person: User
) -> None:
    at(TUESDAY)
    await User.filter(id=person.id).update(email=INES)
    await taken_off(person)
    assert await deliver(posted) == 0
    assert not office.taken


async def test_a_mailbox_of_two_people_reads_outside_words_alone(
    posted: Settings, office: PostOffice, ines: User, stranger: User
) -> None:
    await written_to(stranger, posted)
    for who in (ines, stranger):
        await taken_off(who)
    assert await deliver(posted) == 2
    for _, _, raw in office.taken:
        assert b"Atelier" not in raw
    mail = office.mail(INES)
    assert OUTSIDE in words(mail)
    assert TITLE not in words(mail, "html") + words(mail)


async def test_what_changed_between_preparing_and_sending_is_what_counts(
    posted: Settings, office: PostOffice, ines: User, store: BlobStore
) -> None:
    await taken_off(ines)
    await _posted_row(posted)
    await preferences.want(ines.id, BY_CODE["event.news"], False, Channel.MAIL)
    assert await deliver(posted) == 0
    assert not office.taken, "not a byte"
    assert await fates() == [MessageFate.WITHDRAWN]
    assert (await OutgoingMail.get()).fate == Fate.WITHDRAWN


async def test_wanting_no_more_of_a_kind_in_the_service_is_every_channel(
    posted: Settings, office: PostOffice, ines: User
) -> None:
    await taken_off(ines)
    await _posted_row(posted)
    await preferences.want(ines.id, BY_CODE["event.news"], False)
    assert await deliver(posted) == 0
    await taken_off(ines)
    assert await deliver(posted) == 0
    assert not office.taken


async def test_an_account_erased_with_its_mail_in_hands_leaves_nothing(
    posted: Settings, office: PostOffice, ines: User
) -> None:
    await taken_off(ines)
    await _posted_row(posted)
    await ines.delete()
    assert await deliver(posted) == 0
    assert not office.taken
    assert not await MessageDelivery.exists()
    assert not await OutgoingMail.filter(address__not="").exists()


async def test_a_changed_address_receives_nothing_that_was_due(
    posted: Settings, office: PostOffice, ines: User
) -> None:
    await taken_off(ines)
    await _posted_row(posted)
    await written_to(ines, posted, "autre@exemple.fr")
    assert await deliver(posted) == 0
    assert not office.taken


async def test_an_urgent_one_leaves_at_night_and_before_a_thousand_others(
    posted: Settings, office: PostOffice, new_person: OpenAccount
) -> None:
    at(TUESDAY.replace(hour=23))
    nadia = await new_person("Nadia")
    await written_to(nadia, posted)
    for number in range(60):
        await OutgoingMail.create(address=f"a{number}@exemple.fr", subject="Lent", text="…", due_at=now(), at=now())
    async with transaction():
        said = letters.LetterHalted(title="Décembre", issue="x", reason="le serveur refuse")
        await tell(said, to=[nadia.id], by=None)
    began = asyncio.get_running_loop().time()
    await deliver(posted)
    assert asyncio.get_running_loop().time() - began < 5
    assert office.taken[0][1] == INES
    mail = office.mail(INES)
    assert mail["List-Unsubscribe"] is None
    assert "Pourquoi ce message" in words(mail)
    assert "genre de message" not in words(mail)


async def test_an_urgent_one_is_urgent_whichever_chore_comes_first(
    posted: Settings, office: PostOffice, ines: User, store: BlobStore
) -> None:
    await damaged(ines, "Bail")
    await taken_off(ines)
    await dispatch.dispatch(posted, store)
    await mail_posting.post_others(posted, store)
    assert sorted([mail.urgent for mail in await OutgoingMail.all()]) == [False, True]


async def test_others_wait_for_the_morning(posted: Settings, office: PostOffice, person: User) -> None:
    at(TUESDAY.replace(hour=21))
    await written_to(person, posted)
    await taken_off(person)
    assert await deliver(posted) == 0
    clock.advance(timedelta(hours=12))
    assert await deliver(posted) == 1


async def test_a_mail_that_leaves_takes_along_what_waits_and_nothing_is_said_twice(
    posted: Settings, office: PostOffice, ines: User, settings: Settings, store: BlobStore
) -> None:
    await paper(ines, store, today() + timedelta(days=96))
    await on(today() + timedelta(days=6), settings, store)
    await deliver(posted)
    assert not office.taken, "it waits for its digest"
    at(now() + SIX_HOURS)
    await taken_off(ines)
    assert await deliver(posted) == 1
    both = words(office.mail(INES))
    assert TITLE in both
    assert "Un papier arrive à sa fin" in both
    assert office.mail(INES)["Subject"] == "Quelque chose vous attend dans votre boîte."
    at(now() + timedelta(days=30))
    await deliver(posted)
    assert len(office.taken) == 1


async def test_two_undated_mails_a_month_then_the_digest(posted: Settings, office: PostOffice, ines: User) -> None:
    for day in range(4):
        await damaged(ines, f"Papier {day}")
        await deliver(posted)
        at(TUESDAY + timedelta(days=day + 1))
    assert len(office.taken) == 2
    await wait(posted, timedelta(days=40), timedelta(hours=6))
    for _ in range(40 * 4):
        clock.advance(SIX_HOURS)
        if await deliver(posted):
            break
    assert len(office.taken) == 3
    digest = words(office.mail(INES))
    assert "Papier 2" in digest
    assert "Papier 3" in digest
    assert "Papier 1" not in digest


async def test_ten_thousand_messages_are_one_short_mail(posted: Settings, office: PostOffice, ines: User) -> None:
    for _ in range(4):
        await taken_off(ines)
    await _posted_row(posted)
    told = await Carried.all().order_by("id")
    mine = {"delivery_id": told[0].delivery_id, "contact_id": told[0].contact_id}
    await Carried.all().delete()
    marks = [*(f"n{number}" for number in range(9_996)), *(each.mark for each in told)]
    await Carried.bulk_create([Carried(mark=mark, **mine) for mark in marks], batch_size=500)
    assert await deliver(posted) == 1
    text = words(office.mail(INES))
    assert text.count(TITLE) == 4
    assert "et 9800 autres" in text


HOSTILE = [
    "Réunion\r\nBcc: tous@exemple.fr",
    "<script>alert(1)</script>",
    "{count} {{ 7*7 }} %(name)s %s",
    "\u202egnp.exe\u202c 🎉 " + "é" * 140,
    "'; DROP TABLE x; --",
]


async def test_hostile_titles_change_neither_headers_nor_page(posted: Settings, office: PostOffice, ines: User) -> None:
    for title in HOSTILE:
        await taken_off(ines, title)
    assert await deliver(posted) == 1
    mail = office.mail(INES)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Voici ce que vous avez manqué"
    text, html = words(mail), words(mail, "html")
    assert "<script" not in html
    assert "\u202e" not in text + html
    assert "{count} {{ 7*7 }} %(name)s %s" in text
    assert "49" not in re.sub(r"\S*https?://\S*", "", text)
    assert not re.search(r"^Bcc:", text, re.MULTILINE)
    assert len(html.encode()) < 30_000


async def test_twenty_are_shown_and_the_others_counted(posted: Settings, office: PostOffice, ines: User) -> None:
    for number in range(60):
        await taken_off(ines, f"Rendez-vous numéro {number} " + "👪" * 100)
    assert await deliver(posted) == 1
    mail = office.mail(INES)
    assert "et 40 autres" in words(mail)
    assert words(mail).count("/messages/lire/") == 20
    assert all(len(words(mail, face).encode()) < 30_000 for face in ("plain", "html"))


async def test_a_mail_is_in_the_language_of_its_person(posted: Settings, office: PostOffice, ines: User) -> None:
    await User.filter(id=ines.id).update(language="ar")
    await taken_off(ines)
    await deliver(posted)
    html = words(office.mail(INES), "html")
    assert 'lang="ar" dir="rtl"' in html
    assert TITLE in html
    await User.filter(id=ines.id).update(language="xx")
    await taken_off(ines)
    await deliver(posted)
    assert 'lang="fr" dir="ltr"' in words(office.mail(INES), "html")


async def test_after_a_silence_all_at_once(posted: Settings, office: PostOffice, ines: User) -> None:
    until = TUESDAY + timedelta(days=10)
    await Rhythm.create(user_id=ines.id, digest="week", weekday=1, at=540, paused_until=until)
    for number in range(3):
        await taken_off(ines, f"Atelier {number}")
    assert await deliver(posted) == 0
    for _ in range(20):
        clock.advance(timedelta(hours=12))
        await deliver(posted)
        assert not office.taken or now() >= until
    for _ in range(14):
        clock.advance(timedelta(hours=12))
        await deliver(posted)
    assert len(office.taken) == 1
    assert office.mail(INES)["Subject"] == "Voici ce que vous avez manqué"


# What ends it


async def test_the_link_of_a_kind_ends_that_kind_by_mail(
    app: Starlette, client: Visitor, posted: Settings, office: PostOffice, ines: User
) -> None:
    await taken_off(ines)
    await deliver(posted)
    where = link(office.mail(INES), "Ne plus recevoir ce genre de message")
    page = await client.get(where)
    assert (page.status_code, DONE in page.text) == (200, True)
    assert "Un événement change" in page.text
    assert not (await preferences.chosen(ines.id)), "a scanner follows links"
    for _ in range(2):
        answer = await client.post(where, data={"List-Unsubscribe": "One-Click"}, headers={"cookie": ""})
        assert (answer.status_code, DONE in answer.text) == (200, False)
    assert await preferences.chosen(ines.id) == {("event.news", Channel.MAIL): False}
    assert office.mail(INES)["List-Unsubscribe"] == f"<{posted.base_url.rstrip('/')}{where}>"
    await taken_off(ines)
    assert await deliver(posted) == 0


async def test_the_link_for_somebody_else_closes_the_channel_not_the_account(
    client: Visitor, posted: Settings, office: PostOffice, ines: User
) -> None:
    await taken_off(ines)
    await deliver(posted)
    where = link(office.mail(INES), "Ce message n'est pas pour moi")
    await client.get(where)
    assert (await ContactPoint.get()).closed_at is None
    await client.post(where)
    assert (await ContactPoint.get()).closed_why == ContactEnd.NOT_MINE
    assert await User.exists(id=ines.id, closing_at=None)


async def test_a_link_works_for_ever_and_altered_never(
    client: Visitor, posted: Settings, office: PostOffice, ines: User
) -> None:
    await taken_off(ines)
    await deliver(posted)
    where = link(office.mail(INES), "Ne plus recevoir de courriel")
    for position in range(len("/messages/fin/"), len(where) - 1, 3):
        sign = "A" if where[position] != "A" else "B"
        altered = where[:position] + sign + where[position + 1 :]
        assert (await client.post(altered)).status_code == 404, altered
    clock.advance(timedelta(days=731))
    await ines.delete()
    answer = await client.post(where)
    assert (answer.status_code, DONE in answer.text) == (200, False)


# What the server says


async def test_a_dead_mailbox_is_closed_and_said(posted: Settings, office: PostOffice, ines: User) -> None:
    office.refusing = {INES: "550 5.1.1 Nobody"}
    await taken_off(ines)
    await deliver(posted)
    assert await fates() == [MessageFate.REFUSED]
    assert await mail_posting.settle_dead(posted, MemoryStore()) == 1
    assert (await ContactPoint.get()).closed_why == ContactEnd.DEAD


async def test_a_server_that_refuses_everybody_closes_nobody(
    posted: Settings, office: PostOffice, new_person: OpenAccount
) -> None:
    at(TUESDAY)
    office.refusing_all = "550 5.1.1 Nobody"
    for number in range(25):
        who = await new_person(f"P{number}")
        await written_to(who, posted, f"p{number}@exemple.fr")
        await taken_off(who)
        if number == 5:
            await deliver(posted)
            await mail_posting.settle_dead(posted, MemoryStore())
            assert await ContactPoint.filter(closed_why=ContactEnd.DEAD).count() == 6
    await deliver(posted)
    await mail_posting.settle_dead(posted, MemoryStore())
    assert not await ContactPoint.filter(closed_at__not_isnull=True).exists()


async def test_a_doubt_goes_once_more_under_its_name(posted: Settings, office: PostOffice, ines: User) -> None:
    await taken_off(ines)
    office.dying = {INES}
    assert await deliver(posted) == 0
    assert await fates() == [MessageFate.DUE]
    await wait(posted, timedelta(hours=2))
    assert await fates() == [MessageFate.HANDED]
    assert len({raw.split(b"Message-ID:")[1].split(b"\r\n")[0] for _, _, raw in office.taken}) == 1
    assert len(office.taken) == 2


async def test_a_doubt_that_nothing_is_left_to_say_of_is_left(posted: Settings, office: PostOffice, ines: User) -> None:
    await taken_off(ines)
    office.dying = {INES}
    await deliver(posted)
    await preferences.want(ines.id, BY_CODE["event.news"], False)
    await wait(posted, timedelta(hours=2))
    assert len(office.taken) == 1
    assert (await OutgoingMail.get()).fate == Fate.DOUBTFUL


async def test_a_server_that_is_away_for_four_days_loses_nothing(
    posted: Settings, office: PostOffice, ines: User
) -> None:
    await taken_off(ines)
    await _posted_row(posted)
    clock.advance(timedelta(days=3, hours=1))
    await kept_mails.forget(posted, MemoryStore())
    assert not await OutgoingMail.exists()
    clock.advance(timedelta(days=1))
    assert await deliver(posted) == 1
    assert await suppression.is_dead(posted, INES) is False
