"""Pushes over a real line: sealed for one browser, signed by us, and every answer that a push service may give."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import http_ece
import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from starlette.applications import Starlette

from boite import clock
from boite.accounts.models import Session, User
from boite.clock import now
from boite.notifications import end_links, hand_over, push_payload, push_sending, vapid
from boite.notifications.inbox import MessageMark, MessageSource
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactEnd, ContactPoint, MessageDelivery, MessageFate
from boite.notifications.vapid import CURVE, decoded
from boite.settings import Settings
from storage.memory import MemoryStore
from tests.conftest import OpenAccount
from tests.notifications.push_service import (
    ENDLESS,
    HANGS,
    HEAD_WITHOUT_END,
    Browser,
    PushService,
    device,
    knowing,
    listening,
)
from tests.notifications.pushing import TITLE, due, latest, told
from tests.notifications.reaching import at, open_day
from tests.notifications.telling import ends_soon

RFC_PLAIN = b"When I grow up, I want to be a watermelon"
RFC_BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
RFC_OWN = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
RFC_BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu"
    "6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
"""RFC 8291, section 5: the same keys, salt and words give the same body."""


@pytest.fixture
async def service(app: Starlette) -> AsyncIterator[PushService]:
    async with listening() as found:
        yield found


@pytest.fixture
def known(settings: Settings, service: PushService) -> Settings:
    return knowing(settings, service)


@pytest.fixture
def phone() -> Browser:
    return Browser()


@pytest.fixture
async def contact(known: Settings, person: User, service: PushService, phone: Browser) -> ContactPoint:
    """Inès's telephone."""
    return await device(known, person, service, phone)


def test_the_example_of_the_standard() -> None:
    own = ec.derive_private_key(int.from_bytes(decoded(RFC_OWN)), CURVE)
    body = push_payload.encrypted(
        RFC_PLAIN + push_payload.LAST,
        decoded(RFC_BROWSER),
        decoded("BTBZMqHH6r4Tts7J_aSIgg"),
        own=own,
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert body == decoded(RFC_BODY)


async def test_only_the_browser_that_subscribed_reads_it(
    known: Settings, service: PushService, person: User, contact: ContactPoint, phone: Browser
) -> None:
    mark = await told(person)
    delivery = await due(contact, mark)
    assert await service.send(known) == 1
    [push] = service.pushes
    shown = phone.read(push.body)
    assert (shown["title"], shown["body"]) == ("Ma boîte SPRO", "Du nouveau pour un événement.")
    assert (shown["url"], shown["marks"]) == (f"/messages/lire/{mark}", [str(mark)])
    assert shown["end"] == {"title": "Pas pour moi", "url": end_links.short_path(known, contact)}
    assert TITLE not in json.dumps(shown)
    assert push.headers["topic"] == shown["tag"]
    assert len(push.headers["topic"]) == 32
    assert (push.headers["ttl"], push.headers["urgency"]) == ("86400", "high")
    # The header of the body, its words and their seal: the size says nothing of them.
    assert (len(push.body) - 86 - 16) % push_payload.STEP == 0
    with pytest.raises(http_ece.ECEException):
        Browser(key=phone.key).read(push.body)
    await delivery.refresh_from_db()
    assert (delivery.fate, delivery.code) == (MessageFate.HANDED, 201)
    assert await service.send(known) == 0


async def test_the_detail_is_shown_where_this_device_wants_it(
    known: Settings, service: PushService, person: User, contact: ContactPoint, phone: Browser
) -> None:
    await ContactPoint.filter(id=contact.id).update(detailed=True)
    await User.filter(id=person.id).update(language="en")
    await due(contact, await told(person), await told(person))
    await service.send(known)
    shown = phone.read(service.pushes[0].body)
    assert TITLE in shown["body"]
    assert (shown["title"], shown["url"]) == ("2 messages are waiting for you.", "/messages/")


async def test_one_message_in_detail_is_read_whole(
    known: Settings, service: PushService, person: User, contact: ContactPoint, phone: Browser
) -> None:
    """What others did is one sentence: it is what the screen shows, under our name. A reminder has its title."""
    await ContactPoint.filter(id=contact.id).update(detailed=True)
    await due(contact, await told(person))
    await service.send(known)
    shown = phone.read(service.pushes[0].body)
    assert (shown["title"], shown["body"]) == ("Ma boîte SPRO", f"« {TITLE} » est annulé : Neige.")
    await due(contact, await told(person, '\u202egnp.exe\u2066\n"}, 🎉 ' + "é" * 300))
    await service.send(known)
    shown = phone.read(service.pushes[1].body)
    assert shown["body"] == '« gnp.exe "}, 🎉…', "on one line, in its direction, cut at a word"
    notice = await ends_soon(person, MemoryStore())
    await due(contact, MessageMark(MessageSource.NOTICE, notice.id))
    await service.send(known)
    shown = phone.read(service.pushes[2].body)
    assert shown["title"] == "Un papier arrive à sa fin"
    assert shown["body"].startswith("« Carte » n'est plus valable après le ")


async def test_the_service_knows_who_we_are(known: Settings, service: PushService, contact: ContactPoint) -> None:
    person = await User.get(id=contact.user_id)
    await due(contact, await told(person))
    await service.send(known)
    token, _, public = service.pushes[0].headers["authorization"].removeprefix("vapid t=").partition(", k=")
    head, claims, signature = token.split(".")
    r, s = (int.from_bytes(decoded(signature)[at : at + 32]) for at in (0, 32))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, decoded(public))
    key.verify(encode_dss_signature(r, s), f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(decoded(claims))
    assert (said["aud"], said["sub"]) == (f"https://{service.host}", "mailto:bonjour@boite.exemple.fr")
    assert 0 < said["exp"] - now().timestamp() <= 24 * 3600
    file = known.data / vapid.NAME
    assert file.stat().st_mode & 0o777 == 0o600
    we = vapid.identity(known)
    assert we is not None
    assert len(we.id) == 8


@pytest.mark.parametrize("address", ["", "nous@localhost.localdomain", "nous@serveur.local", "nous@site.invalid"])
async def test_without_anybody_to_write_to_no_push_is_offered(
    known: Settings, service: PushService, person: User, contact: ContactPoint, address: str
) -> None:
    await due(contact, await told(person))
    shy = replace(known, contact=address)
    assert vapid.identity(shy) is None
    assert "BOITE_CONTACT" in vapid.why_not(shy)
    assert await service.send(shy) == 0
    assert service.pushes == []


async def test_a_key_that_is_none_is_said_and_not_replaced(known: Settings) -> None:
    known.data.mkdir(exist_ok=True)
    (known.data / vapid.NAME).write_text("disque plein")
    assert vapid.identity(known) is None
    assert (known.data / vapid.NAME).read_text() == "disque plein"


DUE, HANDED, REFUSED = MessageFate.DUE, MessageFate.HANDED, MessageFate.REFUSED


@pytest.mark.parametrize(
    ("code", "fate", "closed"),
    [
        *((200, HANDED, False), (201, HANDED, False), (204, HANDED, False)),
        *((400, REFUSED, False), (401, REFUSED, False), (403, REFUSED, False), (413, REFUSED, False)),
        *((404, REFUSED, True), (410, REFUSED, True)),
        *((429, DUE, False), (500, DUE, False), (503, DUE, False)),
        *((302, REFUSED, False), (ENDLESS, HANDED, False), (HEAD_WITHOUT_END, DUE, False), (HANGS, DUE, False)),
    ],
)
async def test_each_answer(
    code: int,
    fate: MessageFate,
    closed: bool,
    known: Settings,
    service: PushService,
    person: User,
    contact: ContactPoint,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service.answers["a"] = (code, {"Location": "http://127.0.0.1/"} if code == 302 else {})
    if code == HANGS:
        monkeypatch.setattr(push_sending, "SECONDS", 0.3)
    await due(contact, await told(person))
    await service.send(known)
    delivery = await latest(contact)
    assert (delivery.fate, delivery.sendings) == (fate, 1)
    await contact.refresh_from_db()
    assert (contact.closed_why == ContactEnd.DEAD.value) is closed
    assert service.sent < 10**8
    # What is due again waits a little; what is settled is never sent again.
    clock.advance(timedelta(seconds=20))
    await service.send(known)
    assert len(service.pushes) == 1


@pytest.mark.parametrize("asked", ["7200", "date", "demain", "-5", "9" * 400, ""])
async def test_what_a_service_asks_to_wait_is_heard_within_reason(
    asked: str, known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    said = format_datetime(now() + timedelta(hours=2), usegmt=True) if asked == "date" else asked
    service.answers["a"] = (429, {"Retry-After": said})
    await due(contact, await told(person))
    await service.send(known)
    wait = (await latest(contact)).due_at - now()
    if asked in ("7200", "date"):
        assert timedelta(minutes=119) < wait < timedelta(minutes=121)
    elif asked.startswith("9"):
        assert timedelta(hours=23) < wait <= timedelta(hours=24)
    else:
        assert timedelta(seconds=25) < wait < timedelta(seconds=91)


async def test_a_sick_service_is_left_alone_longer_each_time_then_given_up(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    service.answers["a"] = (500, {})
    await due(contact, await told(person))
    waits = list[timedelta]()
    for _ in range(push_sending.MOST):
        await service.send(known)
        delivery = await latest(contact)
        waits.append(delivery.due_at - now())
        clock.advance(timedelta(hours=4))
    assert delivery.fate == MessageFate.GIVEN_UP
    assert [min(waits[:4]), max(waits[:4])] == [waits[0], waits[3]]
    assert len(service.pushes) == push_sending.MOST


async def test_nothing_is_said_after_its_end(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    service.answers["a"] = (500, {})
    await due(contact, await told(person), expires_at=now() + timedelta(seconds=20))
    await service.send(known)
    assert int(service.pushes[0].headers["ttl"]) <= 20
    assert (await latest(contact)).fate == MessageFate.GIVEN_UP


async def test_ten_refusals_end_a_device_only_where_its_service_takes_others(
    known: Settings, service: PushService, person: User, contact: ContactPoint, new_person: OpenAccount
) -> None:
    service.answers |= {"a": (403, {}), "b": (403, {})}
    other = await new_person("Marc")
    theirs = await device(known, other, service, Browser(), "b")

    async def refused(times: int) -> None:
        for _ in range(times):
            await due(contact, await told(person))
            await service.send(known)
        await contact.refresh_from_db()

    await refused(push_sending.FAILURES)
    assert contact.closed_at is None  # our key, perhaps
    service.answers.pop("b")
    await due(theirs, await told(other))
    await service.send(known)
    await refused(1)
    assert contact.closed_why == ContactEnd.DEAD.value
    assert (await ContactPoint.get(id=theirs.id)).closed_at is None


async def test_one_success_forgives_the_failures_before(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    await ContactPoint.filter(id=contact.id).update(failures=9)
    await due(contact, await told(person))
    await service.send(known)
    await contact.refresh_from_db()
    assert (contact.failures, contact.last_ok_at is not None) == (0, True)


async def test_a_device_whose_session_is_over_is_told_nothing(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    await due(contact, await told(person))
    await Session.filter(id=contact.session_id).update(expires_at=now())
    await service.send(known)
    assert (service.pushes, (await latest(contact)).fate) == ([], MessageFate.WITHDRAWN)
    await Session.filter(id=contact.session_id).delete()
    assert not await ContactPoint.exists(id=contact.id)
    assert not await MessageDelivery.exists()


async def test_a_service_that_the_settings_know_no_more_is_not_asked(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    await due(contact, await told(person))
    await service.send(replace(known, push_hosts="web.push.apple.com"))
    assert (service.pushes, (await latest(contact)).fate) == ([], MessageFate.REFUSED)


async def test_in_production_this_machine_is_never_reached(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    await due(contact, await told(person))
    await push_sending.send_due(known, trust=service.trust)
    delivery = await latest(contact)
    assert (service.pushes, delivery.fate) == ([], MessageFate.DUE)
    assert "public" in delivery.words


async def test_one_that_hangs_holds_up_no_urgent_one(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    mark = await told(person)
    await due(contact, mark, urgency=Urgency.OPEN)
    assert await service.send(known, urgent=True) == 0
    await due(contact, await told(person), urgency=Urgency.NOW)
    assert await service.send(known, urgent=True) == 1


async def test_one_undated_a_week_and_the_next_waits_for_the_digest(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    tuesday = open_day()
    at(tuesday, 12)
    for _ in range(2):
        await due(contact, await told(person), urgency=Urgency.OPEN)
        await service.send(known)
    assert (len(service.pushes), (await latest(contact)).words) == (1, "elsewhere")
    await due(contact, await told(person), urgency=Urgency.DATED)
    await service.send(known)
    assert [push.headers["urgency"] for push in service.pushes] == ["normal", "high"]
    at(open_day(tuesday.weekday()), 13)  # a week later at least
    await due(contact, await told(person), urgency=Urgency.OPEN)
    await service.send(known)
    assert len(service.pushes) == 3


async def test_a_worker_that_dies_gives_it_back_and_two_make_one_on_the_screen(
    known: Settings, service: PushService, person: User, contact: ContactPoint, phone: Browser
) -> None:
    await due(contact, await told(person))
    await hand_over.take(Channel.PUSH)  # and dies
    assert await service.send(known) == 0
    clock.advance(timedelta(minutes=6))
    service.answers["a"] = (HANGS, {})
    cut = asyncio.create_task(service.send(known))
    await service.heard.wait()
    cut.cancel()  # on the wire, before any answer
    await asyncio.gather(cut, return_exceptions=True)
    service.answers.clear()
    clock.advance(timedelta(minutes=6))
    assert await service.send(known) == 1
    first, second = service.pushes
    assert first.headers["topic"] == second.headers["topic"] == phone.read(second.body)["tag"]
    assert (await latest(contact)).fate == MessageFate.HANDED


async def test_four_workers_send_it_once(
    known: Settings, service: PushService, person: User, contact: ContactPoint
) -> None:
    await due(contact, await told(person))
    assert sum(await asyncio.gather(*(service.send(known) for _ in range(4)))) == 1
    assert len(service.pushes) == 1
