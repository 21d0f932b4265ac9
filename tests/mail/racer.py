"""`python -m tests.mail.racer`: sends what is due, when told to go; writes how many mails the server took."""

from __future__ import annotations

import asyncio
import sys

from boite.database.connection import opened
from boite.mail import outbox
from boite.mail.models import Fate, OutgoingMail
from boite.settings import Settings
from storage.memory import MemoryStore


async def race() -> None:
    """Says « ready », waits for a line, then sends until nothing is due."""
    settings, taken = Settings.from_environment(), 0
    async with opened(settings):
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.readline)
        while await OutgoingMail.exists(fate=Fate.DUE, attempts=0):
            taken += await outbox.send_due(settings, MemoryStore())
    sys.stdout.write(f"{taken}\n")


if __name__ == "__main__":
    asyncio.run(race())
