"""A rehearsal says what the day would say: to whom, how, when, and why not. It leaves nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from boite.accounts.models import AccountRole, User
from boite.clock import PARIS, now, today
from boite.notifications import rehearsal
from boite.notifications.kinds_for_people import PAPER_VALIDITY
from boite.notifications.models import Carried, Channel, MessageDelivery, Notice, Preference, Rhythm, Sweep
from boite.notifications.rehearsal import Rehearsed, Unspoken
from boite.settings import Settings
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.notifications.reaching import contact
from tests.notifications.telling import on, paper

SOON = 5


@pytest.fixture
async def due(person: User, store: BlobStore) -> User:
    """Somebody whose identity card ends in ninety days, five days from now."""
    await paper(person, store, today() + timedelta(days=90 + SOON))
    return person


@pytest.fixture
def reaching(settings: Settings) -> Settings:
    """Settings whose mails go somewhere."""
    return replace(settings, mail_url="smtp://localhost:1", contact="bonjour@boite.exemple.fr")


async def papers(settings: Settings, day: date | None = None) -> Rehearsed:
    """What would be said of papers."""
    return next(each for each in await rehearsal.rehearse(day or today() + timedelta(days=SOON), settings))


async def test_a_rehearsal_says_the_same_and_leaves_nothing(due: User, settings: Settings, store: BlobStore) -> None:
    said = await rehearsal.rehearse(today() + timedelta(days=SOON), settings)
    assert [(each.kind, len(each.service_alone)) for each in said if each.service_alone] == [("paper.validity", 1)]
    [(planned, why)] = said[0].service_alone
    assert (planned.recipient, why) == (due.id, Unspoken.NOWHERE)
    assert [await table.all().count() for table in (Notice, Sweep, MessageDelivery, Carried)] == [0, 0, 0, 0]
    assert await on(today() + timedelta(days=SOON), settings, store) == 1


async def test_a_mailbox_is_told_at_the_hour_of_its_digest(due: User, reaching: Settings) -> None:
    mailbox = await contact(reaching, due, Channel.MAIL)
    [(planned, [way])] = (await papers(reaching)).told
    assert planned.recipient == due.id
    assert (way.channel, way.contact, way.grouped) == (Channel.MAIL, mailbox.id, True)
    local = way.due_at.astimezone(PARIS)
    assert (local.weekday(), local.hour in (9, 10)) == (1, True), "from nine on, at a minute that is theirs"
    assert local.date() >= today() + timedelta(days=SOON)


async def test_what_is_not_set_up_carries_nothing(due: User, settings: Settings) -> None:
    await contact(settings, due, Channel.PUSH)
    assert [why for _, why in (await papers(settings)).service_alone] == [Unspoken.NOWHERE]


async def test_who_wants_it_nowhere_or_there_alone(due: User, reaching: Settings) -> None:
    await contact(reaching, due, Channel.MAIL)
    kept = await Preference.create(user_id=due.id, kind=PAPER_VALIDITY.code, channel=Channel.MAIL, wanted=False)
    assert [why for _, why in (await papers(reaching)).service_alone] == [Unspoken.KEPT]
    await Preference.filter(id=kept.id).update(channel=Channel.SERVICE)
    found = await papers(reaching)
    assert [why for _, why in found.unsaid] == [Unspoken.UNWANTED]
    assert not found.told
    assert not found.service_alone


async def test_a_silence_that_outlasts_the_paper_is_too_long(due: User, reaching: Settings) -> None:
    await contact(reaching, due, Channel.MAIL)
    await Rhythm.create(user_id=due.id, digest="week", paused_until=now() + timedelta(days=200))
    assert [why for _, why in (await papers(reaching)).service_alone] == [Unspoken.LATE]


async def test_whose_box_closes_is_told_nothing_else(due: User, reaching: Settings) -> None:
    await contact(reaching, due, Channel.MAIL)
    await User.filter(id=due.id).update(closing_at=now() + timedelta(days=30))
    assert [each for each, _ in (await papers(reaching)).told] == []


async def test_what_was_said_and_what_presses_less(
    due: User, settings: Settings, store: BlobStore, new_person: OpenAccount
) -> None:
    await on(today() + timedelta(days=1), settings, store)
    ends = today() + timedelta(days=31)
    late = await new_person("Sami", AccountRole.PERSON)
    await paper(late, store, ends)
    await Sweep.all().delete()
    await on(today() + timedelta(days=SOON - 1), settings, store)
    await Sweep.all().update(day=today() - timedelta(days=1))
    found = await papers(settings, today())
    assert {why for _, why in found.unsaid} <= {Unspoken.SAID, Unspoken.PRESSING}
    assert Unspoken.SAID in {why for _, why in found.unsaid}
