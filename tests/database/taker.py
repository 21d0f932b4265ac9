"""`python -m tests.database.taker`: takes rows that wait, one after the other, when told to go; writes which."""

from __future__ import annotations

import asyncio
import sys

from boite.database.connection import opened
from boite.mail.in_hands import WAITING
from boite.settings import Settings


async def take() -> None:
    """Says « ready », waits for a line, then takes until nothing waits."""
    async with opened(Settings.from_environment()):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)
        while row := await WAITING.take_one():
            sys.stdout.write(f"{row.id}\n")


if __name__ == "__main__":
    asyncio.run(take())
