"""SMS leave once, in one segment, to who confirmed a telephone; in doubt, never again; never beyond the month."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from boite import clock
from boite.accounts.models import User
from boite.database.connection import transaction
from boite.errors import Invalid, TooMany
from boite.notifications import contact_points, dispatch, sms, sms_budget, sms_codes, sms_words
from boite.notifications.hand_over import DUE, HELD, Unsaid
from boite.notifications.kinds import KINDS
from boite.notifications.models import Channel, ContactEnd, ContactPoint, MessageFate, SmsMonth
from boite.settings import Settings
from boite.sms import gateway as asked
from boite.sms.gsm7 import folded
from storage.store import BlobStore
from tests.conftest import OpenAccount
from tests.notifications.texting import NUMBER, at_noon, entry, later, latest, telephone, told_by_sms
from tests.sms import gateways
from tests.sms.gateways import HANG, with_sms
from tests.visitors import Visitor

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def noon() -> None:
    at_noon()


async def test_a_code_is_sent_copied_and_then_messages_come(person: User, settings: Settings, store: BlobStore) -> None:
    async with gateways.gateway() as one:
        settings = with_sms(settings, one.url)
        contact = await sms_codes.ask(settings, person, NUMBER)
        assert contact.address == "+33612345678"
        assert await sms.send_due(settings, store) == 1
        said = json.loads(one.bodies[0])
        code = contact_points.code_of(settings, contact)
        assert said["to"] == "+33612345678"
        assert code in said["text"]
        await contact_points.confirm(settings, person.id, Channel.SMS, code)
        delivery = await told_by_sms(settings, store, person)
        assert await sms.send_due(settings, store) == 1
    said = json.loads(one.bodies[1])
    assert said["text"].startswith("Ma boite SPRO : Du nouveau pour un événement.")
    assert said["reference"] == f"boite-{delivery.id}-1"
    assert "Atelier" not in one.bodies[1]
    handed = await latest(person.id)
    assert (handed.fate, handed.words) == (MessageFate.HANDED, "m-1")
    assert await sms_budget.spent() == 2
    assert await sms.send_due(settings, store) == 0, "never twice"


async def test_off_by_default_nothing_is_chosen_nor_sent(person: User, settings: Settings, store: BlobStore) -> None:
    await telephone(settings, person)
    await entry(person)
    assert await dispatch.dispatch(settings, store) == 0
    assert await sms.send_due(settings, store) == 0


async def test_a_kind_that_is_not_for_telephones_is_not_told_there(
    person: User, settings: Settings, store: BlobStore
) -> None:
    settings = with_sms(settings, "http://127.0.0.1:1/")
    await telephone(settings, person)
    await entry(person, "file.damaged")
    assert await dispatch.dispatch(settings, store) == 0


@pytest.mark.parametrize("status", [HANG, 502])
async def test_in_doubt_never_again(
    person: User, settings: Settings, store: BlobStore, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asked, "SECONDS", 0.2)
    async with gateways.gateway(status=status) as one:
        settings = with_sms(settings, one.url)
        await telephone(settings, person)
        await told_by_sms(settings, store, person)
        assert await sms.send_due(settings, store) == 0
        assert (await latest(person.id)).fate == MessageFate.DOUBTFUL
        assert [await later(settings, store) for _ in range(3)] == [0, 0, 0]
    assert len(one.asked) == 1


async def test_what_surely_did_not_leave_is_tried_twice_more(
    person: User, settings: Settings, store: BlobStore
) -> None:
    async with gateways.gateway(status=503) as one:
        settings = with_sms(settings, one.url)
        await telephone(settings, person)
        await told_by_sms(settings, store, person)
        await sms.send_due(settings, store)
        assert await sms_budget.spent() == 0
        assert await later(settings, store, 0.4) == 0
        assert len(one.asked) == 1, "not before its hour"
        await later(settings, store)
        await later(settings, store)
        delivery = await latest(person.id)
        assert (delivery.fate, delivery.sendings, len(one.asked)) == (MessageFate.GIVEN_UP, 3, 3)
        await later(settings, store)
    assert len(one.asked) == 3
    assert await sms_budget.spent() == 0


async def test_busy_then_ready_it_leaves_once(person: User, settings: Settings, store: BlobStore) -> None:
    async with gateways.gateway(status=503) as one:
        settings = with_sms(settings, one.url)
        await telephone(settings, person)
        await told_by_sms(settings, store, person)
        await sms.send_due(settings, store)
        one.status = 201
        assert await later(settings, store) == 1
        assert await later(settings, store) == 0
    assert await sms_budget.spent() == 1


async def test_an_unknown_number_closes_the_telephone_at_once(
    person: User, settings: Settings, store: BlobStore
) -> None:
    async with gateways.gateway(status=400, body=b'{"code": "unknown_number"}') as one:
        settings = with_sms(settings, one.url)
        contact = await telephone(settings, person)
        await told_by_sms(settings, store, person)
        await sms.send_due(settings, store)
    closed = await ContactPoint.get(id=contact.id)
    assert (closed.closed_why, (await latest(person.id)).fate) == (ContactEnd.DEAD, MessageFate.REFUSED)
    await entry(person)
    assert await dispatch.dispatch(settings, store) == 0


async def test_another_refusal_closes_nothing(person: User, settings: Settings, store: BlobStore) -> None:
    async with gateways.gateway(status=401) as one:
        settings = with_sms(settings, one.url)
        contact = await telephone(settings, person)
        await told_by_sms(settings, store, person)
        await sms.send_due(settings, store)
    assert (await latest(person.id)).fate == MessageFate.REFUSED
    assert (await ContactPoint.get(id=contact.id)).closed_at is None


async def test_one_that_died_between_the_mark_and_the_answer_is_a_doubt(
    person: User, settings: Settings, store: BlobStore
) -> None:
    async with gateways.gateway() as one:
        settings = with_sms(settings, one.url)
        await telephone(settings, person)
        delivery = await told_by_sms(settings, store, person)
        async with transaction():
            taken = (await DUE.take())[0]
            await DUE.held(taken).update(sendings=1, words="")
        assert await later(settings, store, HELD.total_seconds() / 60 + 1) == 0
    assert (one.asked, (await latest(person.id)).fate) == ([], MessageFate.DOUBTFUL)
    assert delivery.id == taken.id


async def test_a_late_turn_changes_nothing(person: User, settings: Settings, store: BlobStore) -> None:
    async with gateways.gateway() as one:
        settings = with_sms(settings, one.url)
        await telephone(settings, person)
        await told_by_sms(settings, store, person)
        slow = (await DUE.take())[0]
        clock.advance(HELD * 2)
        assert await sms.send_due(settings, store) == 1
        assert await sms._send(settings, slow) is None, "its lease is over"
    assert len(one.asked) == 1
    assert await sms_budget.spent() == 1


async def test_the_month_is_kept_for_codes_then_ends(person: User, settings: Settings, store: BlobStore) -> None:
    async with gateways.gateway() as one:
        settings = with_sms(settings, one.url, sms_month=5)
        await telephone(settings, person)
        for sent in range(4):
            assert await sms_budget.spend(settings, code=False), sent
        await told_by_sms(settings, store, person)
        assert await sms.send_due(settings, store) == 0
        withdrawn = await latest(person.id)
        assert (withdrawn.fate, withdrawn.words) == (MessageFate.WITHDRAWN, Unsaid.SPENT)
        await sms_codes.ask(settings, person, "07 00 00 00 00")
        assert await sms.send_due(settings, store) == 1, "a code still leaves"
        await sms_codes.ask(settings, person, "07 00 00 00 00")
        assert await sms.send_due(settings, store) == 0
    assert (await sms_budget.spent(), len(one.asked)) == (5, 1)


async def test_together_workers_never_pass_the_month(person: User, settings: Settings, store: BlobStore) -> None:
    limited = with_sms(settings, "http://127.0.0.1:1/", sms_month=10)

    async def one_more() -> bool:
        async with transaction():
            return await sms_budget.spend(limited, code=False)

    assert sum(await asyncio.gather(*(one_more() for _ in range(20)))) == 8
    assert (await SmsMonth.get()).sent == 8


async def test_only_the_last_code_is_sent_and_only_while_it_is_worth_something(
    person: User, settings: Settings, store: BlobStore
) -> None:
    async with gateways.gateway() as one:
        settings = with_sms(settings, one.url)
        await sms_codes.ask(settings, person, NUMBER)
        second = await sms_codes.ask(settings, person, NUMBER)
        assert await sms.send_due(settings, store) == 1
        assert contact_points.code_of(settings, second) in one.bodies[0]
        await sms_codes.ask(settings, person, NUMBER)
        assert await later(settings, store, 11) == 0, "too late to be copied"
        with pytest.raises(TooMany):
            await sms_codes.ask(settings, person, NUMBER)
    assert len(one.asked) == 1


async def test_a_telephone_of_two_people_stops_for_one(
    person: User, stranger: User, settings: Settings, store: BlobStore
) -> None:
    async with gateways.gateway() as one:
        settings = with_sms(settings, one.url)
        mine, theirs = await telephone(settings, person), await telephone(settings, stranger)
        assert mine.digest == theirs.digest
        await contact_points.close(mine, ContactEnd.STOPPED)
        await entry(person)
        await entry(stranger)
        await dispatch.dispatch(settings, store)
        assert await sms.send_due(settings, store) == 1
    assert (await latest(stranger.id)).fate == MessageFate.HANDED


async def test_whoever_holds_the_telephone_stops_it_without_signing_in(
    client: Visitor, person: User, settings: Settings, store: BlobStore
) -> None:
    async with gateways.gateway() as one:
        settings = with_sms(settings, one.url)
        contact = await telephone(settings, person)
        await told_by_sms(settings, store, person)
        assert await sms.send_due(settings, store) == 1
    where = "/fin/" + json.loads(one.bodies[0])["text"].rpartition("/fin/")[2]
    page = await client.get(where)
    assert page.status_code == 200
    assert person.handle not in page.text
    for position in range(len("/fin/"), len(where)):
        altered = where[:position] + ("2" if where[position] != "2" else "3") + where[position + 1 :]
        assert (await client.post(altered)).status_code == 404, altered
    assert (await ContactPoint.get(id=contact.id)).closed_at is None, "opened, or guessed: nothing"
    assert [(await client.post(where)).status_code for _ in range(2)] == [200, 200]
    assert (await ContactPoint.get(id=contact.id)).closed_why == ContactEnd.NOT_MINE


async def test_an_erased_account_is_sent_nothing(person: User, settings: Settings, store: BlobStore) -> None:
    async with gateways.gateway() as one:
        settings = with_sms(settings, one.url)
        await telephone(settings, person)
        await told_by_sms(settings, store, person)
        await User.filter(id=person.id).delete()
        assert await sms.send_due(settings, store) == 0
    assert one.asked == []


async def test_a_sick_gateway_is_left_alone_until_the_next_turn(
    new_person: OpenAccount, settings: Settings, store: BlobStore
) -> None:
    async with gateways.gateway(status=500) as one:
        settings = with_sms(settings, one.url)
        for number in range(3):
            someone = await new_person(f"P{number}")
            await telephone(settings, someone, f"06 00 00 00 0{number}")
            await entry(someone)
        await dispatch.dispatch(settings, store)
        await sms.send_due(settings, store)
        assert len(one.asked) == 1


async def test_only_mobiles_are_asked_for(person: User, settings: Settings) -> None:
    settings = replace(settings, sms_prefixes="+336")
    for typed in ("02 38 00 00 00", "07 00 00 00 00", "+1 555 000 1111", "bonjour"):
        with pytest.raises(Invalid):
            await sms_codes.ask(settings, person, typed)
    assert await ContactPoint.all().count() == 0


@pytest.mark.parametrize(
    "sentence", [sms_words.STOP, *sorted({kind.outside for kind in KINDS if Channel.SMS in kind.by})]
)
def test_nothing_that_an_sms_says_loses_an_accent(sentence: str) -> None:
    assert folded(sentence.replace("\u2019", "'")) == " ".join(sentence.split())
