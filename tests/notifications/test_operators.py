"""What administrators learn of the messages: numbers, an alarm, a calendar that ends. Never of whom, nor what."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from boite import holidays
from boite.accounts.models import AccountRole, User
from boite.clock import now, today
from boite.mail import in_hands
from boite.mail.models import Fate, OutgoingMail
from boite.mail.retries import MOST
from boite.notifications import hand_over, inbox, push_sending, rehearsal, spacing, traffic
from boite.notifications.message_kind import Urgency
from boite.notifications.models import Channel, ContactPoint, MessageDelivery, MessageFate, Notice, Sweep
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount, SignIn
from tests.notifications.reaching import at, contact, due, leaving, open_day, said
from tests.notifications.telling import on, titles

PAGE = "/messages/file"
STUCK = "Rien ne part : courriels"
numbers = count(1)


@pytest.fixture
async def samir(new_person: OpenAccount) -> User:
    """Who runs the service."""
    return await new_person("Samir", AccountRole.ADMINISTRATOR)


@pytest.fixture
async def mailbox(person: User, settings: Settings) -> ContactPoint:
    """The confirmed address of somebody else."""
    return await contact(settings, person, Channel.MAIL)


async def delivery(to: ContactPoint, fate: MessageFate = MessageFate.DUE, ago: int = 0, **values: Any) -> int:
    """One on its way, since some days or ended for so long."""
    at = now() - timedelta(days=ago)
    usual: dict[str, Any] = {"urgency": Urgency.OPEN.value, "due_at": at, "at": at, "fate": fate}
    usual["ended_at"] = None if fate == MessageFate.DUE else at
    row = await MessageDelivery.create(contact_id=to.id, once=f"now:{to.id}:n{next(numbers)}", **usual | values)
    return row.id


def everywhere(settings: Settings) -> Settings:
    """Every channel is set up."""
    return replace(settings, contact="x@exemple.fr", sms_url="https://sms.exemple.fr/", sms_month=9)


async def told(day: date, settings: Settings, store: BlobStore) -> list[tuple[str, str]]:
    """Who is told of a queue that is stuck, on which channel, on that morning."""
    await on(day, settings, store)
    rows = await Notice.filter(kind="queue.stuck", gone_at=None).order_by("id")
    return [(str(row.recipient_id), row.step.partition("/")[0]) for row in rows]


async def test_nothing_left_though_something_was_due(
    samir: User, mailbox: ContactPoint, settings: Settings, store: BlobStore
) -> None:
    at = now() - timedelta(days=2)
    await OutgoingMail.create(address="x@exemple.fr", subject="-", at=at, due_at=now() + timedelta(hours=9))
    assert await told(today() + timedelta(days=1), settings, store) == [(str(samir.id), "mail")]
    assert await titles(samir) == [STUCK]
    await OutgoingMail.all().update(fate=Fate.HANDED, due_at=now() + timedelta(minutes=1))
    assert await titles(samir) == [], "it goes by itself"


async def test_nothing_was_due_or_something_left(
    samir: User, mailbox: ContactPoint, settings: Settings, store: BlobStore
) -> None:
    assert await told(today() + timedelta(days=1), settings, store) == []
    await OutgoingMail.create(address="x@exemple.fr", subject="-", at=now() - timedelta(days=2))
    left = now() - timedelta(days=1)
    await OutgoingMail.create(address="y@exemple.fr", subject="-", at=left, due_at=left, fate=Fate.HANDED)
    assert await told(today() + timedelta(days=1), settings, store) == []


@pytest.mark.parametrize("channel", [Channel.PUSH, Channel.SMS])
async def test_a_sick_channel_is_told_beside_one_that_works(
    samir: User, person: User, mailbox: ContactPoint, settings: Settings, store: BlobStore, channel: Channel
) -> None:
    settings = everywhere(settings)
    other = await contact(settings, person, channel)
    await delivery(mailbox, MessageFate.HANDED, ago=0)
    await delivery(other, MessageFate.HANDED, ago=5)
    await delivery(other, MessageFate.GIVEN_UP, ago=1)
    assert await told(today() + timedelta(days=1), settings, store) == [(str(samir.id), channel.value)]


async def refused(people: int, person: User, settings: Settings) -> list[ContactPoint]:
    """So many telephones were refused yesterday."""
    phones = [await contact(settings, person, Channel.SMS, f"+336000000{number:02}") for number in range(people)]
    for phone in phones:
        await delivery(phone, MessageFate.REFUSED, ago=1)
    return phones


async def test_refusals_are_an_alarm_where_many_people_are_refused(
    samir: User, person: User, settings: Settings, store: BlobStore
) -> None:
    carried = everywhere(settings)
    phones = await refused(traffic.REFUSALS - 1, person, settings)
    for _ in range(9):
        await delivery(phones[0], MessageFate.REFUSED, ago=1)
    await OutgoingMail.create(address="x@exempel.fr", subject="-", fate=Fate.REFUSED)
    assert await told(today() + timedelta(days=1), carried, store) == [], "their numbers are wrong, not the gateway"
    await delivery(await contact(settings, person, Channel.SMS, "+33611111111"), MessageFate.REFUSED)
    assert await told(today() + timedelta(days=1), carried, store) == [(str(samir.id), "sms")]


async def test_mails_refused_to_everybody_are_an_alarm(samir: User, settings: Settings, store: BlobStore) -> None:
    for number in range(traffic.REFUSALS - 1):
        await OutgoingMail.create(address=f"{number}@exemple.fr", subject="-", fate=Fate.REFUSED)
    assert await told(today() + timedelta(days=1), settings, store) == []
    await OutgoingMail.create(address="", mailbox_digest="abc", subject="-", fate=Fate.REFUSED)
    assert await told(today() + timedelta(days=1), settings, store) == [(str(samir.id), "mail")]


async def test_a_channel_that_was_switched_off_alarms_nobody(
    samir: User, person: User, settings: Settings, store: BlobStore
) -> None:
    await delivery(await contact(settings, person, Channel.SMS), ago=9)
    assert await told(today() + timedelta(days=1), settings, store) == []
    assert await told(today() + timedelta(days=1), everywhere(settings), store) == [(str(samir.id), "sms")]


async def test_the_alarm_is_not_held_back_by_the_mails_of_the_month(
    samir: User, person: User, settings: Settings, store: BlobStore
) -> None:
    own = await contact(settings, samir, Channel.MAIL, "samir@exemple.fr")
    phone = await contact(settings, person, Channel.SMS)
    at(open_day(), 10)
    for _ in range(spacing.MAILS):
        await delivery(own, MessageFate.HANDED)
    await delivery(phone, ago=9)
    await told(open_day(), everywhere(settings), store)
    at(today(), 10)
    await due(settings, store)
    assert said(await leaving(settings, Channel.MAIL)) == [["Rien ne part : SMS"]]


async def test_a_disk_is_told_once_for_each_level(
    samir: User, person: User, settings: Settings, store: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    for free in (10, 9, 8, 11, 4, 4, 1, 12, 9, 13, 9, 60):
        usage = SimpleNamespace(total=10**12, used=(100 - free) * 10**10, free=free * 10**10)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, usage=usage: usage)
        await on(today() + timedelta(days=1), settings, store)
        lines = (await inbox.page(samir.id)).lines
        said.append([line.body.split("\u202f")[0] for line in lines if line.kind.code == "room.low"])
    left = {free: [f"Il reste {free}0"] for free in (9, 4, 1)}
    assert said == [[], left[9], left[9], left[9], left[4], left[4], *[left[1]] * 3, [], left[9], []]
    assert await titles(person) == []


async def test_a_calendar_that_ends_is_told_a_year_before(samir: User, person: User, settings: Settings) -> None:
    said = {}
    for day in (date(2075, 12, 31), date(2076, 1, 1), date(2076, 1, 2), date(2076, 10, 2)):
        found = next(each for each in await rehearsal.rehearse(day, settings) if each.kind == "calendar.ends")
        said[day] = [(planned.recipient, planned.step) for planned, _ in (*found.told, *found.service_alone)]
    assert said[date(2076, 1, 1)] == [(samir.id, "2076-12-31/365")]
    assert said[date(2076, 10, 2)] == [(samir.id, "2076-12-31/90")]
    assert said[date(2075, 12, 31)] == said[date(2076, 1, 2)] == []


def test_the_library_knows_the_holidays_up_to_that_day() -> None:
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    assert all(holidays.is_holiday(date(holidays.LAST.year, month, day)) for month, day in fixed)
    assert not any(holidays.is_holiday(date(holidays.LAST.year + 1, month, day)) for month, day in fixed)


async def test_the_page_says_numbers_and_nobody(
    samir: User, person: User, mailbox: ContactPoint, sign_in: SignIn
) -> None:
    await delivery(mailbox, ago=1)
    await delivery(mailbox, MessageFate.REFUSED, code=550, words=f"550 <{mailbox.address}> inconnu")
    await delivery(mailbox, MessageFate.WITHDRAWN, words="expired")
    page = (await (await sign_in(samir)).get(PAGE)).text
    assert "refusés" in page
    assert "550" in page
    assert "trop tard pour être dits" in page
    assert mailbox.address not in page
    assert person.handle not in page
    [mails, *_] = await traffic.traffic()
    assert (mails.waiting, mails.late, mails.times(MessageFate.REFUSED)) == (1, 1, 1)
    assert (await (await sign_in(person)).get(PAGE)).status_code == 403
    assert 'href="/messages/file"' in (await (await sign_in(samir)).get("/")).text


async def test_again_brings_forward_what_nobody_holds(
    samir: User, person: User, mailbox: ContactPoint, settings: Settings, sign_in: SignIn
) -> None:
    device = await contact(settings, person, Channel.PUSH)
    far, soon = now() + timedelta(hours=4), now() + hand_over.HELD - timedelta(seconds=9)
    waiting = await delivery(device, due_at=far, tries=2, sendings=push_sending.MOST - 3)
    others = [
        await delivery(device, due_at=soon, tries=2, sendings=1),  # a worker may have it in hands
        await delivery(device, due_at=far),  # never tried: it has its hour
        await delivery(device, due_at=far, tries=1),  # put off for quiet hours
        await delivery(device, due_at=far, tries=4, sendings=push_sending.MOST - 2),  # its last tries
        await delivery(mailbox, due_at=far, tries=1),  # the outbox has it
    ]
    mail, doubt, held = [
        await OutgoingMail.create(address="x@exemple.fr", subject="-", due_at=due_at, attempts=3, sendings=sendings)
        for due_at, sendings in ((far, 0), (far, 1), (now() + in_hands.HELD - timedelta(seconds=9), 0))
    ]
    last = await OutgoingMail.create(address="y@exemple.fr", subject="-", due_at=far, attempts=MOST - 2)
    browser = await sign_in(samir)
    await browser.submit(f"{PAGE}/reprise")
    assert "2\u202fenvois repartent." in (await browser.get(PAGE)).text
    assert [row.id for row in await MessageDelivery.filter(due_at__lte=now())] == [waiting]
    assert [row.id for row in await OutgoingMail.filter(due_at__lte=now())] == [mail.id]
    assert await MessageDelivery.filter(id__in=others, due_at__gt=now()).count() == 5
    assert await OutgoingMail.filter(id__in=[doubt.id, held.id, last.id], due_at__gt=now()).count() == 3
    await browser.submit(f"{PAGE}/reprise")
    assert "attend un nouvel essai" in (await browser.get(PAGE)).text


async def test_the_counters_have_names_and_labels(mailbox: ContactPoint) -> None:
    await delivery(mailbox, MessageFate.HANDED, urgency=Urgency.NOW.value, at=now() - timedelta(seconds=40))
    await Sweep.create(kind="paper.validity", day=today(), held_until=now(), done_at=now(), seconds=1.5)
    found = await traffic.counters()
    assert found["sweep_seconds", (("kind", "paper.validity"),)] == 1.5
    of = ("channel", "mail")
    assert found["deliveries", (of, ("fate", "handed"))] == 1
    assert found["deliveries_waiting", (of,)] == 0
    assert found["channels_open", (of,)] == 1
    assert 40 <= found["urgent_delay_seconds", (of, ("which", "median"))] < 60
