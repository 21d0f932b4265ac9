"""Rows that wait for a worker: held by one at a time, taken over once the lease ends, whoever dies or sleeps."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from datetime import timedelta

from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from boite.clock import advance, now, reset
from boite.database.connection import opened
from boite.mail.connection import SendOutcome, ServerReply
from boite.mail.in_hands import HELD, WAITING
from boite.mail.models import Fate, OutgoingMail
from boite.mail.outbox import _settle
from boite.settings import Settings
from tests.live import ROOT, environment

MINUTE = timedelta(minutes=1)
GESTURES = st.lists(
    st.one_of(
        st.tuples(st.just("take"), st.integers(1, 3)),
        st.tuples(st.just("wait"), st.integers(1, 6)),
        st.tuples(st.sampled_from(["let go", "renew", "end"]), st.integers(0, 5)),
    ),
    max_size=25,
)


async def due(number: int) -> None:
    """So many rows that wait."""
    await OutgoingMail.bulk_create(
        [OutgoingMail(address=f"{each}@exemple.fr", subject="", due_at=now()) for each in range(number)]
    )


@given(gestures=GESTURES)
@profile(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_row_is_held_by_one_at_a_time(settings: Settings, gestures: list[tuple[str, int]]) -> None:
    asyncio.run(follow(settings, gestures))


async def follow(settings: Settings, gestures: list[tuple[str, int]]) -> None:
    """The model: until when each row is held, and by which taking of it. « Now » moves by whole minutes or so."""
    reset()
    async with opened(settings):
        await OutgoingMail.all().delete()
        await due(3)
        takings: list[OutgoingMail] = []
        held = dict[int, tuple[int, int]]()
        minute, ended = 0, set[int]()
        for gesture, number in gestures:
            if gesture == "wait":
                minute += number
                advance(number * MINUTE)
            elif gesture == "take":
                got = await WAITING.take(number)
                alive = {row.id for row in await OutgoingMail.all()} - ended
                free = {key for key in alive if key not in held or held[key][0] <= minute}
                assert {row.id for row in got} <= free
                assert len(got) == min(number, len(free))
                for row in got:
                    assert row.attempts == 1 + (held[row.id][1] if row.id in held else 0)
                    held[row.id] = (minute + int(HELD / MINUTE), row.attempts)
                takings += got
            elif takings:
                row = takings[number % len(takings)]
                mine = row.id not in ended and held[row.id][1] == row.attempts
                done, until = await _do(gesture, row), minute + (int(HELD / MINUTE) if gesture == "renew" else 0)
                assert done == mine
                if mine:
                    held[row.id] = (until, row.attempts)
                    ended |= {row.id} if gesture == "end" else set()
    reset()


async def _do(gesture: str, row: OutgoingMail) -> bool:
    if gesture == "end":
        return bool(await WAITING.held(row).update(fate=Fate.HANDED))
    return await (WAITING.let_go(row) if gesture == "let go" else WAITING.put_off(row, now() + HELD))


async def test_several_processes_share_the_rows(settings: Settings) -> None:
    async with opened(settings):
        await due(60)
        running = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-W", "error", "-m", "tests.database.taker"),
                cwd=ROOT,
                env=environment(settings),
                stdin=PIPE,
                stdout=PIPE,
            )
            for _ in range(2)
        ]
        for process in running:
            assert process.stdout is not None
            assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
        answers = await asyncio.gather(*(process.communicate(b"go\n") for process in running))
        taken = [[int(each) for each in out.split()] for out, _ in answers]
        rows = await OutgoingMail.all()
        assert sorted(taken[0] + taken[1]) == sorted(row.id for row in rows)
        assert {row.attempts for row in rows} == {1}


async def test_a_worker_that_slept_says_nothing_of_a_row_taken_over(settings: Settings) -> None:
    async with opened(settings):
        await due(1)
        slept = await WAITING.take_one()
        advance(HELD + MINUTE)
        quicker = await WAITING.take_one()
        assert slept is not None
        assert quicker is not None
        await _settle(quicker, ServerReply(outcome=SendOutcome.HANDED, code=250))
        await _settle(slept, ServerReply(outcome=SendOutcome.LATER, code=451))
        kept = await OutgoingMail.get(id=slept.id)
        assert (kept.fate, kept.code) == (Fate.HANDED, 250), "it would leave a second time"
