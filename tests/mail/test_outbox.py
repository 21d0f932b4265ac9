"""A single mail reaches its server once; twice under one identifier where nobody knows; never a third time."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boite import clock
from boite.database.connection import opened
from boite.mail import kept_mails, outbox, retries
from boite.mail.messages import Letter
from boite.mail.models import Fate, OutgoingMail
from boite.settings import Settings
from storage.store import BlobStore
from tests.live import ROOT, environment
from tests.mail.liars import HANGING_UP, SILENCE, lying
from tests.newsletter.post_office import PostOffice

LETTER = Letter("Votre place", "Vous avez une place.", "<p>Vous avez une place.</p>")
INES, MARC = "ines@exemple.fr", "marc@exemple.fr"
WEEK = timedelta(days=7)
A_WHILE = timedelta(minutes=20)


def identifiers(office: PostOffice, to: str) -> list[str]:
    return [str(message_from_bytes(raw)["Message-ID"]) for _, who, raw in office.taken if who == to]


async def fate(address: str = INES) -> Fate:
    return (await OutgoingMail.get(address=address)).fate


async def wait(settings: Settings, store: BlobStore, length: timedelta = WEEK) -> None:
    """So long goes by, half an hour at a time, with a worker. Nothing is forgotten."""
    for _ in range(int(length / (A_WHILE / 2))):
        if not await OutgoingMail.exists(fate=Fate.DUE):
            return
        clock.advance(A_WHILE / 2)
        await outbox.send_due(settings, store)


async def test_a_mail_that_the_server_may_have_goes_once_more_under_its_name(
    posted: Settings, office: PostOffice, store: BlobStore, client: object
) -> None:
    await outbox.post(INES, LETTER)
    office.dying = {INES}
    await outbox.send_due(posted, store)
    assert office.counts[INES] == 1
    clock.advance(outbox.IN_DOUBT - timedelta(seconds=1))
    await outbox.send_due(posted, store)
    assert office.counts[INES] == 1, "not yet"
    clock.advance(timedelta(seconds=2))
    assert await outbox.send_due(posted, store) == 1
    first, second = identifiers(office, INES)
    assert first == second
    assert await fate() == Fate.HANDED


async def test_a_mail_in_doubt_twice_is_left_alone(
    posted: Settings, office: PostOffice, store: BlobStore, client: object
) -> None:
    await outbox.post(INES, LETTER)
    for _ in range(2):
        office.dying = {INES}
        await outbox.send_due(posted, store)
        clock.advance(A_WHILE)
    await wait(posted, store)
    assert len(identifiers(office, INES)) == 2
    assert len(set(identifiers(office, INES))) == 1
    assert await fate() == Fate.DOUBTFUL
    assert not (await OutgoingMail.get()).text, "its words go"


async def test_two_mails_have_two_names(posted: Settings, office: PostOffice, store: BlobStore, client: object) -> None:
    for _ in range(2):
        await outbox.post(INES, LETTER)
    assert await outbox.send_due(posted, store) == 2
    assert len(set(identifiers(office, INES))) == 2


@pytest.mark.parametrize("bad", ["ines@@exemple fr", "inès@exemple.fr", "a\r\nRCPT TO:<b@exemple.fr>@exemple.fr", ""])
async def test_a_mail_that_cannot_be_written_delays_nobody_and_ends(
    posted: Settings, office: PostOffice, store: BlobStore, client: object, bad: str
) -> None:
    """The forms refuse such addresses: the row is written directly."""
    await outbox.post(bad, LETTER)
    await outbox.post(INES, LETTER)
    assert await outbox.send_due(posted, store) == 1
    assert [to for _, to, _ in office.taken] == [INES]
    await wait(posted, store)
    row = await OutgoingMail.get(address=bad)
    assert (row.fate, row.attempts) == (Fate.GIVEN_UP, retries.MOST)
    assert office.counts == Counter([INES])


async def test_six_hundred_poisoned_mails_stop_nobody(
    posted: Settings, office: PostOffice, store: BlobStore, client: object
) -> None:
    await outbox.post_all([("nobody@@", LETTER)] * 600)
    await outbox.post(INES, LETTER)
    for _ in range(600 // outbox.BATCH + 1):
        await outbox.send_due(posted, store)
    assert office.counts[INES] == 1


async def test_a_recipient_at_whose_name_the_server_hangs_up_delays_nobody(
    posted: Settings, office: PostOffice, store: BlobStore, client: object
) -> None:
    await outbox.post(MARC, LETTER)
    await outbox.post(INES, LETTER)
    office.hanging_up = {MARC}
    assert await outbox.send_due(posted, store) == 1
    assert office.counts == Counter([INES])
    await wait(posted, store)
    assert office.counts == Counter([INES, MARC])


async def test_a_server_that_says_later_for_ever_is_asked_seven_times(
    posted: Settings, office: PostOffice, store: BlobStore, client: object
) -> None:
    office.refusing = {INES: "451 4.3.0 Later"}
    await outbox.post(INES, LETTER)
    tried = []
    for _ in range(4 * 24 * 6):
        before = (await OutgoingMail.get()).attempts
        await outbox.send_due(posted, store)
        row = await OutgoingMail.get()
        tried += [clock.now()] if row.attempts > before else []
        if row.fate != Fate.DUE:
            break
        clock.advance(timedelta(minutes=10))
    assert (row.fate, len(tried)) == (Fate.GIVEN_UP, retries.MOST)
    assert tried[-1] - tried[0] < kept_mails.STALE, "before it is thrown away"


@given(tries=st.integers(1, len(retries.DELAYS) - 1), wait=st.integers(1, 50))
def test_each_delay_is_longer_than_the_one_before_and_none_is_the_same(tries: int, wait: int) -> None:
    assert retries.delay_after(tries) <= retries.delay_after(tries + 1)
    assert len({retries.delay_after(tries) for _ in range(wait)}) == wait


LIES = {
    "hangs before the message": ({"MAIL": SILENCE}, False),
    "hangs after the message": ({"MESSAGE": SILENCE}, True),
    "hangs up after the message": ({"MESSAGE": HANGING_UP}, True),
    "says later after the message": ({"MESSAGE": b"451 4.3.0 later\r\n"}, False),
    "closes after the message": ({"MESSAGE": b"421 4.3.2 bye\r\n"}, False),
    "answers nonsense": ({"RCPT": b"\xff\xfe what?\r\n"}, False),
    "answers nonsense to the message": ({"MESSAGE": b"hello\r\n"}, True),
    "neither yes nor no": ({"MESSAGE": b"199 perhaps\r\n"}, True),
    "takes DATA for anything": ({"DATA": b"250 fine\r\n"}, False),
    "one line of a megabyte": ({"RCPT": b"250 " + b"a" * 2**20 + b"\r\n"}, False),
    "lines without end": ({"RCPT": b"250-a little more\r\n" * 2**20}, False),
    "lines without end for the message": ({"MESSAGE": b"250-a little more\r\n" * 2**20}, True),
    "one line of a megabyte for the message": ({"MESSAGE": b"250 " + b"a" * 2**20 + b"\r\n"}, True),
}


@pytest.mark.parametrize("lie", LIES)
async def test_a_server_that_lies_gets_no_third_copy_and_what_it_says_is_bounded(
    settings: Settings, store: BlobStore, client: object, lie: str
) -> None:
    answers, doubtful = LIES[lie]
    await outbox.post(INES, LETTER)
    async with lying(**answers) as liar:
        asked = replace(settings, mail_url=liar.url, mail_timeout=1)
        await outbox.send_due(asked, store)
        row = await OutgoingMail.get()
        assert (row.fate, row.sendings) == (Fate.DUE, 1 if doubtful else 0)
        assert len(row.words) <= 300
        clock.advance(A_WHILE)
        await outbox.send_due(asked, store)
        clock.advance(A_WHILE)
        if doubtful:
            assert await fate() == Fate.DOUBTFUL
            assert len(liar.messages) == 2
            assert len({message_from_bytes(raw)["Message-ID"] for raw in liar.messages}) == 1
        else:
            assert await fate() == Fate.DUE


async def test_a_worker_told_to_stop_ends_the_mail_in_its_hands(
    posted: Settings, office: PostOffice, store: BlobStore, client: object
) -> None:
    for address in (INES, MARC):
        await outbox.post(address, LETTER)
    office.slow = {INES: 0.3}
    at_work = asyncio.create_task(outbox.send_due(posted, store))
    await office.came.wait()
    at_work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await at_work
    assert (await fate(INES), await fate(MARC)) == (Fate.HANDED, Fate.DUE)
    assert office.counts == Counter([INES])


@pytest.mark.parametrize("workers", [2, 4])
async def test_workers_that_race_send_each_mail_once(settings: Settings, office: PostOffice, workers: int) -> None:
    ready = replace(settings, mail_url=office.url)
    addresses = [f"{number}@exemple.fr" for number in range(80)]
    async with opened(ready):
        await outbox.post_all([(address, LETTER) for address in addresses])
        running = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "error", "-m", "tests.mail.racer"),
                cwd=ROOT,
                env=environment(ready),
                stdin=PIPE,
                stdout=PIPE,
            )
            for _ in range(workers)
        ]
        for process in running:
            assert process.stdout is not None
            assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
        answers = await asyncio.gather(*(process.communicate(b"go\n") for process in running))
        rows = await OutgoingMail.all()
    assert sum(int(out) for out, _ in answers) == len(addresses)
    assert office.counts == Counter(addresses)
    assert {(row.fate, row.attempts) for row in rows} == {(Fate.HANDED, 1)}
