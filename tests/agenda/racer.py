"""`python -m tests.agenda.racer EVENT ROUND USER…`: registers each of these people, when told to go."""

from __future__ import annotations

import asyncio
import sys
from uuid import UUID

from boite.accounts.models import User
from boite.agenda.models import Event
from boite.agenda.registration import Newcomer, leave, living_of, register, register_visitor
from boite.database.connection import opened
from boite.settings import Settings


async def race(event_id: str, gesture: str, names: list[str]) -> None:
    """Everything of this process at once. Says « ready », waits for a line, then « done »."""
    async with opened(Settings.from_environment()):
        event = await Event.get(id=UUID(event_id))
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)
        await asyncio.gather(*(_one(event, gesture, name) for name in names))
    sys.stdout.write("done\n")


async def _one(event: Event, gesture: str, name: str) -> None:
    if gesture == "visitor":
        await register_visitor(event, Newcomer(name=name, sent=f"the-same-form-{name}"))
        return
    user = await User.get(id=UUID(name))
    if gesture == "leave":
        mine = await living_of(event, user)
        if mine is not None:
            await leave(mine, by=user)
        return
    await register(event, user)


if __name__ == "__main__":
    asyncio.run(race(sys.argv[1], sys.argv[2], sys.argv[3:]))
