"""Many people want the last seat, from several processes at the same instant: exactly one has it."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

import pytest
from starlette.applications import Starlette

from boite.accounts.models import User
from boite.agenda.models import Event, Registration
from boite.agenda.registration import register
from boite.settings import Settings
from tests.agenda.events import make_coordinator, make_event
from tests.conftest import OpenAccount
from tests.live import ROOT, environment

PROCESSES = 4
EACH = 6


async def race(settings: Settings, event: Event, gesture: str, shares: Sequence[Sequence[str]]) -> None:
    """One process by share; none begins before all are ready."""
    command = [sys.executable, "-W", "error", "-m", "tests.agenda.racer", str(event.id), gesture]
    running: list[Process] = []
    try:
        for share in shares:
            running.append(
                await asyncio.create_subprocess_exec(
                    *command, *share, cwd=ROOT, env=environment(settings), stdin=PIPE, stdout=PIPE
                )
            )
        for process in running:
            assert process.stdout is not None
            assert await asyncio.wait_for(process.stdout.readline(), 60) == b"ready\n"
        for process in running:
            assert process.stdin is not None
            process.stdin.write(b"go\n")
        ended = [(await process.communicate())[0] for process in running]
    finally:
        for process in running:
            if process.returncode is None:
                process.kill()
    assert ended == [b"done\n"] * len(shares)


@pytest.fixture
async def people() -> list[User]:
    """Accounts without a box: all that registering needs."""
    return [await User.create(handle=f"menthe-{number}", secret_hash="-") for number in range(PROCESSES * EACH)]


def shared_out(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[first::PROCESSES] for first in range(PROCESSES)]


async def standing(event: Event) -> tuple[list[Registration], list[Registration]]:
    rows = await Registration.filter(event_id=event.id, cancelled_at=None).order_by("rank")
    return [row for row in rows if not row.waiting], [row for row in rows if row.waiting]


async def test_exactly_one_has_the_last_seat(
    app: Starlette, settings: Settings, new_person: OpenAccount, people: list[User]
) -> None:
    nadia = await make_coordinator(new_person)
    event = await make_event(nadia, capacity=3)
    for number in range(2):
        await register(event, await User.create(handle=f"thym-{number}", secret_hash="-"))

    await race(settings, event, "person", shared_out([str(user.id) for user in people]))

    seated, waiting = await standing(event)
    assert (len(seated), len(waiting)) == (3, len(people) - 1)
    assert (await Event.get(id=event.id)).taken == 3
    ranks = [row.rank for row in [*seated, *waiting]]
    assert ranks == list(range(1, len(people) + 3)), "each has its own place in the line, without a hole"


async def test_each_seat_given_back_is_given_once(
    app: Starlette, settings: Settings, new_person: OpenAccount, people: list[User]
) -> None:
    nadia = await make_coordinator(new_person)
    event = await make_event(nadia, capacity=10)
    for user in people:
        await register(event, user)

    # Seven of the ten leave, each from every process at once, as a double click would.
    leaving = [str(user.id) for user in people[:7]]
    await race(settings, event, "leave", [leaving] * PROCESSES)

    seated, waiting = await standing(event)
    assert [row.user_id for row in seated] == [user.id for user in people[7:17]], "the first who waited, in their order"
    assert [row.user_id for row in waiting] == [user.id for user in people[17:]]
    assert (await Event.get(id=event.id)).taken == 10


async def test_nobody_registers_twice_however_often_they_press(
    app: Starlette, settings: Settings, new_person: OpenAccount, people: list[User]
) -> None:
    nadia = await make_coordinator(new_person)
    event = await make_event(nadia, capacity=50)
    same = [str(user.id) for user in people[:5]]
    await race(settings, event, "person", [same] * PROCESSES)
    await race(settings, event, "visitor", [["Lou", "Sam"]] * PROCESSES)
    assert await Registration.filter(event_id=event.id).count() == 7
    assert (await Event.get(id=event.id)).taken == 7
